// Migrates real histories with drizzle-kit, with the runner, and with each half by one of them: the ledgers must be equal
// row by row, and the catalogs too.
//
//   node bench/runner-corpus.mjs DIR [NAME]
//
// DIR holds manifest.json with `histories`: folders of migrations. It needs the servers of the tests (POSTGRES_URL,
// MYSQL_URL) and, for the 1.0 line, a registry. What an empty database refuses of a history is left out, with all after it.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { npmInstall } from './commands.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [dir, only] = process.argv.slice(2);
if (dir === undefined) {
  console.error('usage: node bench/runner-corpus.mjs DIR [NAME]');
  process.exit(2);
}
const servers = {
  postgresql: process.env.POSTGRES_URL || 'postgres://postgres@127.0.0.1:5432/postgres',
  mysql: process.env.MYSQL_URL || 'mysql://root@127.0.0.1:3306',
};
const library = await load();
const top = mkdtempSync(join(tmpdir(), 'lockstep-runner-corpus-'));
let failed = false;
/** @type {string | undefined} */
let installed;
try {
  const { histories } = JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8'));
  console.log('| history | dialect | line | used | late | way | ledger | catalog |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const history of histories) {
    if (only === undefined || history.name === only) await compareWays(history);
  }
} finally {
  rmSync(top, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

/** @typedef {{ name: string, path: string, dialect: 'postgresql' | 'sqlite' | 'mysql', line: 'journal' | 'folders' }} History */

/** @param {History} history */
async function compareWays(history) {
  const { name, dialect, line } = history;
  const source = join(dir, history.path);
  const all = library.readLocal(resolve(source)).migrations;
  const { used, refused } = await workingPart(
    history,
    source,
    all.map(({ tag }) => tag),
  );
  await leaveOutOfKit(history, source, used, refused);
  const times = all.filter(({ tag }) => used.includes(tag)).map(({ when }) => when);
  // Stock drizzle of the journal line skips these, when it has applied those before them.
  const late = times.filter((when, at) => line === 'journal' && times.slice(0, at).some((other) => other >= when));
  const half = used.slice(0, Math.floor(used.length / 2));
  const ways = {
    'drizzle-kit': [['kit', used]],
    lockstep: [['ours', used]],
    'drizzle-kit, lockstep': [
      ['kit', half],
      ['ours', used],
    ],
    'lockstep, drizzle-kit': [
      ['ours', half],
      ['kit', used],
    ],
  };
  /** @type {Awaited<ReturnType<typeof stateOf>> | null} */
  let wanted = null;
  for (const [way, steps] of Object.entries(ways)) {
    let said = null;
    let alone = '';
    const state = await withDatabase(dialect, async (url) => {
      for (const [who, tags] of steps) {
        if (who === 'ours') said ??= await migrateWithOurs(dialect, partOf(history, source, tags), url);
        else if (migrateWithKit(history, partOf(history, source, tags), url) !== null) {
          // It has all of them in one transaction, where an enum's new value cannot be used.
          alone = ', one migration at a time';
          for (let count = 1; count <= tags.length; count++)
            said ??= migrateWithKit(history, partOf(history, source, tags.slice(0, count)), url);
        }
      }
      return stateOf(dialect, url);
    });
    wanted ??= state;
    const ledger = said ?? equalRows(wanted.ledger, state.ledger);
    const found = library.differences(wanted.catalog, state.catalog).map(({ text }) => text);
    const catalog = found.length === 0 ? 'equal' : `${found.length} differ: ${found[0]}`;
    if (ledger !== 'equal' || catalog !== 'equal') failed = true;
    console.log(
      `| ${name} | ${dialect} | ${line} | ${used.length} of ${all.length} | ${late.length} | ${way}${alone} | ${ledger} | ${catalog} |`,
    );
  }
  for (const said of refused) console.error(`${name}, left out: ${said}`);
}

/** What an empty database takes of a history: what it refuses is left out, one after the other. */
async function workingPart(history, source, tags) {
  let used = tags;
  const refused = [];
  for (;;) {
    const folder = partOf(history, source, used);
    const said = await withDatabase(history.dialect, (url) => migrateWithOurs(history.dialect, folder, url));
    if (said === null) return { used, refused };
    const tag = used.find((one) => said.startsWith(`${one} `));
    if (tag === undefined) throw new Error(said);
    refused.push(said);
    used = used.filter((one) => one !== tag);
  }
}

/**
 * What drizzle-kit refuses even where it is alone in its transaction, such as an index that is built concurrently, is
 * taken out of `used` too.
 */
async function leaveOutOfKit(history, source, used, refused) {
  await withDatabase(history.dialect, async (url) => {
    if (migrateWithKit(history, partOf(history, source, used), url) === null) return;
    for (let count = 1; count <= used.length; ) {
      const said = migrateWithKit(history, partOf(history, source, used.slice(0, count)), url);
      if (said === null) count++;
      else refused.push(`${used.splice(count - 1, 1)}, by drizzle-kit: ${said}`);
    }
  });
}

/** A project with these migrations of a history. */
function partOf({ dialect, line, name }, source, tags) {
  const project = join(top, `${name}-${tags.length}`);
  const out = join(project, 'drizzle');
  rmSync(project, { recursive: true, force: true });
  mkdirSync(project);
  cpSync(source, out, { recursive: true });
  if (line === 'journal') {
    const path = join(out, 'meta/_journal.json');
    const journal = JSON.parse(readFileSync(path, 'utf8'));
    const entries = journal.entries.filter(({ tag }) => tags.includes(tag));
    writeFileSync(path, JSON.stringify({ ...journal, dialect, entries }));
  } else {
    for (const folder of readdirSync(out)) if (!tags.includes(folder)) rmSync(join(out, folder), { recursive: true });
  }
  return out;
}

async function migrateWithOurs(dialect, folder, url) {
  const connection = await library.connect(dialect, root, { url, from: 'the bench' });
  try {
    await library.migrate({
      ...library.usualTimes,
      connection,
      history: library.readLocal(folder),
      place: library.usualPlace,
      on: () => undefined,
    });
    return null;
  } catch (error) {
    return oneLine(error instanceof Error ? error.message : String(error));
  } finally {
    await connection.close();
  }
}

function migrateWithKit({ dialect, line }, out, url) {
  const project = join(out, '..');
  const modules = line === 'journal' ? join(root, 'node_modules') : packagesOf1();
  rmSync(join(project, 'node_modules'), { recursive: true, force: true });
  symlinkSync(modules, join(project, 'node_modules'), 'junction');
  writeFileSync(join(project, 'package.json'), '{ "private": true }\n');
  const config = { dialect, schema: './schema.ts', out: './drizzle', dbCredentials: { url } };
  writeFileSync(join(project, 'drizzle.config.mjs'), `export default ${JSON.stringify(config)};\n`);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(modules, 'drizzle-kit/bin.cjs'), 'migrate', '--config', 'drizzle.config.mjs'],
    { cwd: project, encoding: 'utf8', timeout: 300_000 },
  );
  return status === 0 ? null : oneLine(`exit ${status} ${/error:.*/s.exec(stderr + stdout)?.[0] ?? stderr + stdout}`);
}

function packagesOf1() {
  if (installed === undefined) {
    const folder = join(top, 'drizzle-1');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
    npmInstall(folder, '--legacy-peer-deps', 'drizzle-kit@1.0.0-rc.5', 'drizzle-orm@1.0.0-rc.5', '@libsql/client@0.18');
    installed = join(folder, 'node_modules');
  }
  return installed;
}

/** The rows of the ledger in their order, and the schema. */
async function stateOf(dialect, url) {
  const connection = await library.connect(dialect, root, { url, from: 'the bench' });
  const order = dialect === 'sqlite' ? 'rowid' : 'id';
  const table = library.ledgerTable(dialect, library.usualPlace);
  const rows = await connection.query(`select * from ${table} order by ${order}`).catch(() => []);
  const ledger = rows.map(({ hash, created_at, name }) => [hash, Number(created_at), name ?? ''].join(' '));
  const catalog = await library.readCatalog({ ...connection, isAlone: false });
  await connection.close();
  return { ledger, catalog };
}

function equalRows(wanted, found) {
  if (wanted.join('\n') === found.join('\n')) return 'equal';
  if ([...wanted].sort().join('\n') === [...found].sort().join('\n')) return 'other order';
  return `${found.length} rows, drizzle-kit ${wanted.length}`;
}

async function withDatabase(dialect, work) {
  const name = `lockstep_bench_${randomBytes(5).toString('hex')}`;
  if (dialect === 'sqlite') return work(`file:${join(top, name)}.db`);
  const address = new URL(servers[dialect]);
  if (dialect === 'mysql') address.pathname = '/information_schema';
  const admin = await library.connect(dialect, root, { url: address.href, from: 'the bench' });
  await admin.run(`create database ${name}`);
  try {
    address.pathname = `/${name}`;
    return await work(address.href);
  } finally {
    await admin.run(`drop database ${name}${dialect === 'postgresql' ? ' with (force)' : ''}`);
    await admin.close();
  }
}

function oneLine(text) {
  return text.replaceAll(/\s+/g, ' ').replaceAll('|', '\\|').trim().slice(0, 160);
}

/** The sources that are used, bundled. */
async function load() {
  const outfile = resolve(root, 'dist/bench/runner-library.mjs');
  await build({
    entryPoints: [join(root, 'bench/runner-library.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    packages: 'external',
    define: { __LOCKSTEP_VERSION__: '"bench"' },
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}
