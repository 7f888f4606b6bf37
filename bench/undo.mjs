// Finds the inverse of every PostgreSQL migration of a folder of histories and runs it: is the schema as it was?
//
//   node bench/undo.mjs FOLDER [NAME] [--show]      FOLDER has a manifest.json: { histories: [{ name, path, dialect }] }
//
// --show prints the statements too. With LOCKSTEP_PROOF_URL on a server.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const [folder, only = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const show = process.argv.includes('--show');
if (folder === undefined) throw new Error('usage: node bench/undo.mjs FOLDER [NAME] [--show]');
const outfile = join(mkdtempSync(join(process.cwd(), 'node_modules/.cache/bench-')), 'undo.mjs');
await build({
  stdin: {
    contents: [
      ...['open', 'replay', 'pieces', 'catalog', 'difference'].map(
        (name) => `export * from './src/database/${name}.ts';`,
      ),
      "export { readHistory } from './src/history/read.ts';",
      "export { readWorkingTree } from './src/repo/working-tree.ts';",
      "export { parseOperations } from './src/sql/parse-operations.ts';",
      "export { findUndo } from './src/rollback/postgresql/find-undo.ts';",
    ].join('\n'),
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
const total = { migrations: 0, 'does not apply': 0, exact: 0, remaining: 0, failed: 0, differs: 0, 'not again': 0 };
for (const { name, path, dialect } of histories) {
  if (dialect !== 'postgresql' || !name.includes(only)) continue;
  const history = await lockstep.readHistory(tree, path);
  const files = await Promise.all(
    history.migrations.map(async ({ tag, sql }) => ({ tag, sql: (await tree.read(sql)) ?? '' })),
  );
  const engine = await lockstep.openEngine('postgresql', {
    projectFolder: process.cwd(),
    sql: files.map(({ sql }) => sql),
    url: process.env.LOCKSTEP_PROOF_URL,
  });
  const counts = Object.fromEntries(Object.keys(total).map((key) => [key, 0]));
  const reads = { count: 0, ms: 0 };
  const read = async () => {
    const started = performance.now();
    const catalog = await lockstep.readCatalog(engine);
    reads.count++;
    reads.ms += performance.now() - started;
    return catalog;
  };
  const [times, notes, spent] = [[], [], { reads: 0, ms: 0 }];
  for (const { tag, sql } of files) {
    counts.migrations++;
    const outcome = await walk(tag, sql);
    counts[outcome.is]++;
    if (outcome.note !== undefined) notes.push(`  ${tag}: ${outcome.is}: ${outcome.note}`);
  }
  await engine.close();
  for (const [key, count] of Object.entries(counts)) total[key] += count;
  times.sort((a, b) => a - b);
  const sum = times.reduce((a, b) => a + b, 0);
  console.log(
    `${name}: ${JSON.stringify(counts)} ${Math.round(sum)} ms, median ${Math.round(times[times.length >> 1] ?? 0)}, most ${Math.round(times.at(-1) ?? 0)}; ${spent.reads} reads, ${Math.round(spent.ms)} ms`,
  );
  if (notes.length > 0) console.log(notes.join('\n'));

  async function walk(tag, text) {
    const operations = await lockstep.parseOperations('postgresql', text);
    // A migration that commits by itself would end the transaction in which it is tried.
    const sql = operations
      .filter(({ kind }) => kind === 'transaction control')
      .reduceRight((rest, { place }) => rest.slice(0, place.offset) + rest.slice(place.offset + place.length), text);
    const pieces = lockstep.piecesOf(sql);
    const before = await read();
    const failure = await lockstep.applyMigration(engine, { tag, pieces });
    if (failure !== null) return { is: 'does not apply', note: failure.message };
    await engine.run('begin');
    const after = await read();
    await engine.run('savepoint walk');
    const started = performance.now();
    const seen = { ...reads };
    let undo;
    try {
      undo = await lockstep.findUndo({ engine, operations, before, after, read });
    } catch (thrown) {
      await engine.run('rollback');
      return { is: 'failed', note: thrown.stack };
    }
    times.push(performance.now() - started);
    spent.reads += reads.count - seen.count;
    spent.ms += reads.ms - seen.ms;
    if (show) console.log(`${tag}\n${undo.statements.join('\n')}\n`);
    await engine.run('rollback to savepoint walk');
    let outcome = { is: 'exact' };
    try {
      for (const statement of undo.statements) await engine.run(statement);
      const left = lockstep.differences(before, await read()).filter(({ object }) => object.kind !== 'role');
      if (undo.remaining.length > 0)
        outcome = { is: 'remaining', note: undo.remaining.map(({ text }) => text).join('\n    ') };
      else if (left.length > 0) outcome = { is: 'differs', note: left.map(({ text }) => text).join('\n    ') };
    } catch (thrown) {
      outcome = { is: 'failed', note: `${thrown.message}\n${undo.statements.join('\n')}` };
    }
    if (outcome.is === 'exact') {
      try {
        for (const piece of pieces) await engine.run(piece.sql.replaceAll(/ concurrently/gi, ''));
        const left = lockstep.differences(after, await read());
        if (left.length > 0) outcome = { is: 'not again', note: left.map(({ text }) => text).join('\n    ') };
      } catch (thrown) {
        outcome = { is: 'not again', note: thrown.message };
      }
    }
    await engine.run('rollback');
    return outcome;
  }
}
console.log(`TOTAL ${JSON.stringify(total)}`);
