import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { StatementFailed } from '../../src/database/engine.js';
import { openEngine } from '../../src/database/open.js';
import { LockstepError } from '../../src/errors.js';
import { hasMysql, mysqlUrl } from '../helpers/servers.js';

const projectFolder = resolve(import.meta.dirname, '../..');

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-engine-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Puts a module of this name into the project. */
function addPackage(folder: string, name: string, source: string): void {
  const at = join(folder, 'node_modules', name);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name, main: 'index.cjs' }));
  writeFileSync(join(at, 'index.cjs'), source);
}

test.each([
  ['postgresql', 'database', /^PGlite /],
  ['sqlite', 'database.db', /^libSQL \(SQLite /],
] as const)('%s can be kept on disk and opened again', async (dialect, name, label) => {
  const keptAt = join(temporaryFolder(), name);
  const first = await openEngine(dialect, { projectFolder, keptAt });
  await first.run("create table a (id int, b text); insert into a values (1, 'x')");
  await first.close();
  await first.close();

  const again = await openEngine(dialect, { projectFolder, keptAt });

  expect(again.label).toMatch(label);
  expect(await again.query('select * from a')).toEqual([{ id: 1, b: 'x' }]);
  await again.close();
});

test('what the project has installed is taken first', async () => {
  const folder = temporaryFolder();
  addPackage(folder, '@electric-sql/pglite', "exports.PGlite = class { static create() { throw new Error('own') } }");

  await expect(openEngine('postgresql', { projectFolder: folder })).rejects.toThrow('own');
});

test('a package that the project lacks is taken from beside lockstep', async () => {
  const engine = await openEngine('sqlite', { projectFolder: temporaryFolder() });

  expect(await engine.query('select 1 as one')).toEqual([{ one: 1 }]);
  await engine.close();
});

test('a driver of the project that is broken fails as it is, and is not passed over', async () => {
  const folder = temporaryFolder();
  addPackage(folder, '@libsql/client', "throw new Error('built for another Node.js')");

  await expect(openEngine('sqlite', { projectFolder: folder })).rejects.toThrow('built for another Node.js');
});

test('libSQL is found where the package manager hides what its client depends on', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'node_modules/@libsql'), { recursive: true });
  symlinkSync(
    join(projectFolder, 'node_modules/@libsql/client'),
    join(folder, 'node_modules/@libsql/client'),
    'junction',
  );

  const engine = await openEngine('sqlite', { projectFolder: folder });

  expect(engine.label).toMatch(/^libSQL /);
  await engine.close();
});

test.each([
  ['postgresql', '@electric-sql/pglite'],
  ['sqlite', '@libsql/client'],
  ['mysql', 'mysql2'],
])('%s without its package says how to install it', async (dialect, name) => {
  const folder = temporaryFolder();
  const url = "'mysql://root@127.0.0.1:3306'";
  await build({
    stdin: {
      contents: `import { openEngine } from './src/database/open.ts';
        openEngine('${dialect}', { projectFolder: '/', url: ${url} }).catch((e) => console.log(e.name, e.exitCode, e.fix));`,
      resolveDir: projectFolder,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    // The engines must not be found; what lockstep itself needs is there.
    external: ['@electric-sql/*', '@libsql/*', 'better-sqlite3', 'mysql2', 'pg', 'postgres'],
    outfile: join(folder, 'open.mjs'),
  });

  const output = execFileSync(process.execPath, [join(folder, 'open.mjs')], { encoding: 'utf8' });

  expect(output).toBe(`LockstepError 2 npm i -D ${name}\n`);
});

test('a refused statement has its code, its line and what the engine adds', async () => {
  const engine = await openEngine('postgresql', { projectFolder });
  const failure = await engine.run('select 1;\nselect nam from pg_type').catch((thrown: unknown) => thrown);
  const hint = await engine.run('select coun(*) from pg_type').catch((thrown: unknown) => thrown);
  await engine.close();

  expect(failure).toBeInstanceOf(StatementFailed);
  expect(failure).toMatchObject({ code: '42703', line: 2, message: 'column "nam" does not exist' });
  expect(hint).toMatchObject({ code: '42883', details: [expect.stringContaining('No function matches')] });
});

test('MySQL without a server says which variable names one', async () => {
  const failure = await openEngine('mysql', { projectFolder }).catch((thrown: unknown) => thrown);

  expect(failure).toBeInstanceOf(LockstepError);
  expect(failure).toMatchObject({ exitCode: 2, fix: expect.stringContaining('LOCKSTEP_PROOF_URL=') });
});

test('a server that cannot be reached is named without the password', async () => {
  const url = 'mysql://root:secret@127.0.0.1:1/shop';
  const failure = await openEngine('mysql', { projectFolder, url }).catch((thrown: unknown) => thrown);

  expect(failure).toBeInstanceOf(LockstepError);
  expect(failure).toMatchObject({ exitCode: 2, message: expect.stringContaining('127.0.0.1:1') });
  expect(String(failure)).not.toContain('secret');
});

test.skipIf(!hasMysql())(
  'the scratch database of a server is gone afterwards, whatever was left open in it',
  async () => {
    const engine = await openEngine('mysql', { projectFolder, url: mysqlUrl });
    const [row] = await engine.query('select database() as name');
    await engine.run('create table a (id int); start transaction; insert into a values (1)');
    await engine.close();

    const other = await openEngine('mysql', { projectFolder, url: mysqlUrl });
    const names = (await other.query('show databases')).map(({ Database }) => Database);
    await other.close();

    expect(row?.name).toMatch(/^lockstep_[0-9a-f]{12}$/);
    expect(names).not.toContain(row?.name);
  },
);
