// Replays the histories of a folder on their engines and reads the catalog: how far each gets, and how long it takes.
//
//   node bench/catalog.mjs FOLDER [NAME]      FOLDER has a manifest.json: { histories: [{ name, path, dialect }] }
//
// MySQL needs LOCKSTEP_PROOF_URL. Beside each time stands that of a plain script that runs the same statements.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [folder, only = ''] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: node bench/catalog.mjs FOLDER [NAME]');
const outfile = join(mkdtempSync(join(process.cwd(), 'node_modules/.cache/bench-')), 'catalog.mjs');
await build({
  stdin: {
    contents: ['open', 'replay', 'pieces', 'catalog', 'difference']
      .map((name) => `export * from './src/database/${name}.ts';`)
      .concat("export { readHistory } from './src/history/read.ts';")
      .concat("export { readWorkingTree } from './src/repo/working-tree.ts';")
      .join('\n'),
    resolveDir: process.cwd(),
  },
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  outfile,
});
const lockstep = await import(pathToFileURL(outfile).href);
rmSync(dirname(outfile), { recursive: true });

const { histories } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
const tree = await lockstep.readWorkingTree(resolve(folder), null);
for (const { name, path, dialect } of histories) {
  if (!name.includes(only)) continue;
  const history = await lockstep.readHistory(tree, path);
  const sql = await Promise.all(history.migrations.map((migration) => tree.read(migration.sql)));
  const migrations = history.migrations.map(({ tag }, at) => ({ tag, pieces: lockstep.piecesOf(sql[at] ?? '') }));
  const options = {
    projectFolder: process.cwd(),
    sql: sql.filter((text) => text !== null),
    url: process.env.LOCKSTEP_PROOF_URL,
  };
  const [opening, engine] = await timed(() => lockstep.openEngine(dialect, options));
  const [replaying, { applied, failures }] = await timed(() => lockstep.replay(engine, migrations, { goOn: true }));
  const [reading, catalog] = await timed(() => lockstep.readCatalog(engine));
  const [again] = await timed(() => lockstep.readCatalog(engine));
  await engine.close();

  const plain = await lockstep.openEngine(dialect, options);
  const [byHand] = await timed(async () => {
    for (const { tag, pieces } of migrations) {
      if (applied.includes(tag)) for (const piece of pieces) await plain.run(piece.sql).catch(() => undefined);
    }
  });
  const other = await lockstep.readCatalog(plain);
  await plain.close();
  const differing = lockstep.differences(catalog, other);

  console.log(
    `${name} (${engine.label}): ${applied.length} of ${migrations.length} applied, ${catalog.size} objects, ` +
      `${differing.length} differences to a plain replay`,
  );
  console.log(
    `  open ${opening} ms, replay ${replaying} ms (plain ${byHand} ms), catalog ${reading} ms, again ${again} ms`,
  );
  for (const { tag, line, message } of failures) console.log(`  ${tag}:${line}: ${message.split('\n')[0]}`);
  for (const { text } of differing.slice(0, 5)) console.log(`  ${text.slice(0, 200)}`);
}

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return [Math.round(performance.now() - start), result];
}
