// The plain script beside which a cold proof is measured: every migration of a history on a fresh PGlite.
//
//   node bench/peers/replay.mjs PROJECT [FOLDER [LEFT OUT]]
//
// FOLDER keeps the database; the last LEFT OUT migrations are not applied.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

const [project = '.', dataDir, leftOut = '0'] = process.argv.slice(2);
const out = join(project, 'drizzle');
const database = await PGlite.create(dataDir === undefined ? {} : { dataDir });
const { entries } = JSON.parse(readFileSync(join(out, 'meta/_journal.json'), 'utf8'));
const tags = entries.map((/** @type {{ tag: string }} */ { tag }) => tag);
for (const tag of tags.slice(0, tags.length - Number(leftOut))) {
  const pieces = readFileSync(join(out, `${tag}.sql`), 'utf8').split('--> statement-breakpoint');
  await database.exec('begin');
  for (const piece of pieces) await database.exec(piece);
  await database.exec('commit');
}
await database.close();
console.log(`replayed ${tags.length}`);
