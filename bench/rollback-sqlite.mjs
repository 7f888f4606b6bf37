// Undoes every migration of real SQLite histories on libSQL: up, down, compare, up again.
//
//   node bench/rollback-sqlite.mjs FOLDER [NAME] [--direct] [--verbose]
//
// FOLDER has a manifest.json: { histories: [{ name, path, dialect }] }. The down file is read from beside each migration
// (NNNN_name.down.sql, or down.sql in its folder); one that says `Reversible: no` counts as none. --direct asks the
// inverse itself instead, without down files. The schema is compared by the texts and pragmas of SQLite, by what stands
// in this file alone, so that it can contradict src/database/catalog.
//
// Of each history: m migrations; up: do not apply; none: have no down; down: it fails; differs: it leaves something
// else; exact; reup: the migration does not apply a second time, or leaves something else.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const [folder, only = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
if (folder === undefined) throw new Error('usage: node bench/rollback-sqlite.mjs FOLDER [NAME] [--direct] [--verbose]');
const require = createRequire(import.meta.url);
const Database = createRequire(require.resolve('@libsql/client'))('libsql');
const openInverse = flags.includes('--direct') ? await loadInverse() : null;

const total = counts();
const failures = [];
let failed = false;
for (const { name, path, dialect } of JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')).histories) {
  if (dialect !== 'sqlite' || !name.includes(only)) continue;
  const started = performance.now();
  const result = await walk(name, migrationsOf(join(folder, path)));
  for (const key of Object.keys(total)) total[key] += result[key];
  console.log(`${name} ${JSON.stringify(result)} ${Math.round(performance.now() - started)} ms`);
}
console.log(`TOTAL ${JSON.stringify(total)}`);
if (flags.includes('--verbose')) for (const line of failures) console.log(line);
process.exitCode = failed ? 1 : 0;

function counts() {
  return { m: 0, up: 0, none: 0, down: 0, differs: 0, exact: 0, reup: 0 };
}

async function walk(history, migrations) {
  const result = counts();
  let applied = [];
  let database = replayed(applied);
  const inverse = openInverse === null ? null : await openInverse(history);
  const note = (kind, tag, why) => {
    result[kind]++;
    if (kind !== 'up' && kind !== 'none') failed = true;
    failures.push(`${history} ${tag} ${kind}: ${String(why).slice(0, 600)}`);
  };
  for (const { tag, up, downPath } of migrations) {
    result.m++;
    const before = fingerprint(database);
    const problem = up === null ? 'no SQL file' : apply(database, up);
    if (problem !== null) {
      note('up', tag, problem);
      continue;
    }
    const after = fingerprint(database);
    const down = inverse === null ? downFile(downPath) : await inverse(applied, tag, up);
    applied = [...applied, up];
    if (down === null) {
      note('none', tag, 'no down, or one that says it is none');
      continue;
    }
    const downProblem = apply(database, down);
    const back = downProblem === null ? compare(before, fingerprint(database)) : [];
    if (downProblem !== null) note('down', tag, downProblem);
    else if (back.length > 0) note('differs', tag, back.join(' | '));
    else {
      result.exact++;
      const again = apply(database, up);
      const forth = again === null ? compare(after, fingerprint(database)) : [again];
      if (forth.length === 0) continue;
      note('reup', tag, forth.join(' | '));
    }
    database.close();
    database = replayed(applied);
  }
  database.close();
  return result;
}

function replayed(scripts) {
  const database = new Database(':memory:');
  for (const script of scripts) apply(database, script);
  return database;
}

/** One script in a transaction with foreign keys off, as drizzle's libSQL migrator does it (0.45.4). */
function apply(database, script) {
  database.exec('pragma foreign_keys = off');
  database.exec('begin');
  try {
    for (const piece of script.split('--> statement-breakpoint')) if (piece.trim() !== '') run(database, piece);
    database.exec('commit');
    return null;
  } catch (error) {
    database.exec('rollback');
    return error.message;
  }
}

/** Where a column is unknown, its name in double quotes is a text, as it is to the builds that take them for such. */
function run(database, sql) {
  for (let text = sql, tries = 0; ; tries++) {
    try {
      database.exec(text);
      return;
    } catch (error) {
      const column = /^no such column: "?([^"]+)"?/.exec(error.message)?.[1];
      if (column === undefined || tries > 20 || !/^\s*insert/i.test(text)) throw error;
      const select = text.search(/\bselect\b/i);
      const next = text.slice(0, select) + text.slice(select).replaceAll(`"${column}"`, `'${column}'`);
      if (next === text) throw error;
      text = next;
    }
  }
}

function migrationsOf(directory) {
  const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null);
  const journal = read(join(directory, 'meta/_journal.json'));
  if (journal !== null) {
    return JSON.parse(journal).entries.map(({ tag }) => ({
      tag,
      up: read(join(directory, `${tag}.sql`)),
      downPath: join(directory, `${tag}.down.sql`),
    }));
  }
  return readdirSync(directory)
    .sort()
    .filter((tag) => existsSync(join(directory, tag, 'migration.sql')))
    .map((tag) => ({
      tag,
      up: read(join(directory, tag, 'migration.sql')),
      downPath: join(directory, tag, 'down.sql'),
    }));
}

function downFile(path) {
  if (!existsSync(path)) return null;
  const text = readFileSync(path, 'utf8');
  return /^-- Reversible: no\b/m.test(text) ? null : text;
}

/** Every fact of the schema as a line. Column order does not count. */
function fingerprint(database) {
  const all = (sql, ...values) => database.prepare(sql).all(...values);
  const facts = [];
  for (const { type, name, tbl_name, sql } of all(
    "select * from sqlite_schema where name not like 'sqlite\\_%' escape '\\' and name <> 'libsql_wasm_func_table'",
  )) {
    if (type !== 'table') {
      facts.push(`${type} ${name} on ${tbl_name}: ${plain(sql, tbl_name)}`);
      continue;
    }
    facts.push(`table ${name}`);
    for (const part of parts(plain(sql, name))) facts.push(`part of ${name}: ${part}`);
    for (const column of all('select * from pragma_table_xinfo(?)', name)) {
      facts.push(
        `column ${name}.${column.name} ${column.type} ${column.notnull} ${column.dflt_value} ${column.pk} ${column.hidden}`,
      );
    }
    for (const key of all('select * from pragma_foreign_key_list(?)', name)) {
      facts.push(`key ${name} ${key.seq} ${key.from} ${key.table}.${key.to} ${key.on_update} ${key.on_delete}`);
    }
    for (const index of all('select * from pragma_index_list(?)', name)) {
      const columns = all('select * from pragma_index_xinfo(?) where key = 1', index.name);
      const shown = columns.map((column) => `${column.name} ${column.desc} ${column.coll}`).join(', ');
      const made = index.origin === 'c' ? index.name : '';
      facts.push(`index ${made} of ${name} ${index.unique} ${index.origin} ${index.partial} (${shown})`);
    }
  }
  return facts.sort();
}

/** Without quotes around names, the table in front of its columns, and the blanks between. */
function plain(sql, table) {
  let text = (sql ?? '').replaceAll(/--.*$/gm, '').replaceAll(/[`"[\]]/g, '');
  text = text.replaceAll(`${table}.`, '');
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?([(),]) ?/g, '$1')
    .trim()
    .toLowerCase();
}

/**
 * What the commas of a CREATE TABLE separate, and what stands behind its brackets. Left out: names of constraints, and
 * foreign keys, which may stand at the column or apart, up to whether they are checked at the end only.
 */
function parts(sql) {
  const found = [''];
  let depth = 0;
  for (const character of sql.slice(sql.indexOf('(') + 1)) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if ((character === ',' && depth === 0) || depth < 0) found.push('');
    else found.push(found.pop() + character);
    if (depth < 0) depth = Number.POSITIVE_INFINITY;
  }
  const references =
    / ?references [^(]*(\([^)]*\))?( ?on (update|delete) (no action|set null|set default|cascade|restrict))*/;
  return found
    .map((part) => part.trim().replace(/^constraint \S+ /, ''))
    .map((part) => part.replace(references, '').replace(/^foreign key\([^)]*\) ?/, ''))
    .filter((part) => part !== '');
}

function compare(expected, found) {
  const without = (list, other) => {
    const rest = [...other];
    return list.filter((line) => {
      const at = rest.indexOf(line);
      if (at !== -1) rest.splice(at, 1);
      return at === -1;
    });
  };
  return [
    ...without(expected, found).map((line) => `missing: ${line}`),
    ...without(found, expected).map((line) => `unexpected: ${line}`),
  ];
}

/** The inverse as the down files have it, found on a database of its own. */
async function loadInverse() {
  const outfile = join(mkdtempSync(join(process.cwd(), 'node_modules/.cache/bench-')), 'inverse.mjs');
  await build({
    stdin: {
      contents: ['database/open', 'database/replay', 'database/pieces', 'database/catalog', 'sql/parse-operations']
        .concat('rollback/sqlite/undo')
        .map((name) => `export * from './src/${name}.ts';`)
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
  const { piecesOf, applyMigration, readCatalog, parseOperations, findUndo } = lockstep;
  return async (history) => {
    const engine = await lockstep.openEngine('sqlite', { projectFolder: process.cwd() });
    let done = 0;
    return async (applied, tag, up) => {
      for (; done < applied.length; done++) await applyMigration(engine, { tag, pieces: piecesOf(applied[done]) });
      const before = await readCatalog(engine);
      const problem = await applyMigration(engine, { tag, pieces: piecesOf(up) });
      done++;
      if (problem !== null) return null;
      await engine.run('pragma foreign_keys = off; begin');
      const undo = await findUndo({
        engine,
        operations: await parseOperations('sqlite', up),
        before,
        after: await readCatalog(engine),
        read: () => readCatalog(engine),
      });
      await engine.run('rollback; pragma foreign_keys = on');
      for (const { text } of undo.remaining) failures.push(`${history} ${tag} remaining: ${text}`);
      return undo.statements.join('\n--> statement-breakpoint\n');
    };
  };
}
