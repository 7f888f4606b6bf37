// The plain script beside which a warm proof is measured: a kept PGlite, and up, down, up again by hand.
//
//   node bench/peers/by-hand.mjs PROJECT FOLDER TAG
//
// FOLDER keeps the database before the migration.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

const [project = '.', dataDir = '', tag = ''] = process.argv.slice(2);
const database = await PGlite.create({ dataDir });
for (const name of [`${tag}.sql`, `${tag}.down.sql`, `${tag}.sql`]) {
  const pieces = readFileSync(join(project, 'drizzle', name), 'utf8').split('--> statement-breakpoint');
  await database.exec('begin');
  for (const piece of pieces) await database.exec(piece);
  await database.exec('commit');
}
await database.close();
console.log('up, down, up');
