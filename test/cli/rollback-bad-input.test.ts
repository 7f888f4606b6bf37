import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { cli } from '../helpers/repository.js';
import { hasPostgres, mysqlUrl, postgresUrl } from '../helpers/servers.js';
import { breakpoint, downPath, upPath, writtenProject } from '../helpers/written.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY NOT NULL, "email" text);\n';
const note = 'ALTER TABLE "users" ADD COLUMN "note" text;\n';
const sqlite = { dialect: 'sqlite' } as const;

const statements = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('--'));

describe('a migration that PGlite does not run has a down file all the same', () => {
  const refused: [what: string, sql: string, down: string[], says: RegExp][] = [
    [
      'an extension that it lacks',
      `CREATE EXTENSION "pg_cron";${breakpoint}${note}`,
      ['ALTER TABLE "users" DROP COLUMN "note";', 'DROP EXTENSION "pg_cron";'],
      /-- Not proven: PGlite [\d.]+: extension "pg_cron" is not available\n-- To prove it: .*LOCKSTEP_PROOF_URL=postgres:/,
    ],
    [
      'a schema that is not there',
      'CREATE TABLE "billing"."invoices" ("id" integer);',
      ['DROP TABLE "billing"."invoices";'],
      /-- Not proven: PGlite [\d.]+: schema "billing" does not exist\n-- To prove it: /,
    ],
    [
      'SQL that does not parse',
      'CREATE TABLE oops (',
      [],
      /-- Reversible: no \(not written yet: .*\n[\s\S]*-- Not proven: PGlite [\d.]+: syntax error at end of input\n(?!-- To prove it)/,
    ],
  ];
  const names = refused.map((_, at) => `m${at}`);

  test(`${refused.map(([what]) => what).join('; ')}: and the migrations after them`, () => {
    const repository = writtenProject({
      users,
      ...Object.fromEntries(refused.map(([, sql], at) => [names[at], sql])),
      last: 'CREATE TABLE "last" ("id" integer);',
    });

    const { code, stdout } = repository.lockstep(['down']);

    expect(code).toBe(0);
    for (const [at, [, , down, says]] of refused.entries()) {
      const text = repository.read(downPath(`000${at + 1}_${names[at]}`));
      expect(text).toMatch(says);
      expect(statements(text)).toEqual(down);
    }
    expect(stdout).toContain('not provable here: PGlite');
    const proven = repository.lockstep(['prove']);
    // What the engine lacks the files say, for all to review; SQL that is none runs nowhere.
    expect(proven.code).toBe(1);
    expect(proven.stdout).toContain('✗ prove/up-fails  drizzle/0003_m2.sql:1');
    expect(proven.stdout).toMatch(/- 0001_m0 {2}not proven: PGlite [\d.]+: extension "pg_cron"/);
    expect(proven.stdout).toMatch(/✓ 0004_last {2}proven on PGlite/);
    expect(repository.lockstep(['check']).stdout).not.toContain('rollback/');
  });
});

describe('a history with a fault', () => {
  test('a missing SQL file: says which, and does the others', () => {
    const repository = writtenProject({ users, gone: 'SELECT 1;', note }, sqlite);
    repository.remove(upPath('0001_gone'));

    const { code, stdout } = repository.lockstep(['down']);

    expect(code).toBe(1);
    expect(stdout).toContain('✗ 0001_gone: drizzle/0001_gone.sql is missing');
    expect(stdout).toContain('history/missing-sql');
    expect(statements(repository.read(downPath('0002_note')))).toEqual(['ALTER TABLE `users` DROP COLUMN `note`;']);
    expect(repository.lockstep(['prove'])).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('history/missing-sql'),
    });
  });

  test('a snapshot that is no JSON: it is said, and not needed', () => {
    const repository = writtenProject({ users, note }, sqlite);
    repository.write('drizzle/meta/0001_snapshot.json', '{ "version": ');

    const { code, stdout } = repository.lockstep(['down']);

    expect(code).toBe(0);
    expect(stdout).toContain('drizzle/meta/0001_snapshot.json');
    expect(statements(repository.read(downPath('0001_note')))).toEqual(['ALTER TABLE `users` DROP COLUMN `note`;']);
  });

  test('a journal that is no JSON: nothing is written, and it is said where', () => {
    const repository = writtenProject({ users }, sqlite);
    repository.write('drizzle/meta/_journal.json', '{ "entries": [');

    for (const command of ['down', 'prove']) {
      const { code, stdout, stderr } = repository.lockstep([command]);
      expect(`${stdout}${stderr}`).toContain('drizzle/meta/_journal.json');
      expect(code).not.toBe(0);
    }
  });

  test('an order that drizzle would not apply it in', () => {
    const repository = writtenProject({ users, note }, sqlite);
    const journal = JSON.parse(repository.read('drizzle/meta/_journal.json'));
    journal.entries[1].when = 1;
    repository.write('drizzle/meta/_journal.json', JSON.stringify(journal));

    expect(repository.lockstep(['down'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('history/out-of-order'),
    });
  });

  test('no migrations at all', () => {
    const repository = writtenProject({}, sqlite);

    expect(repository.lockstep(['down', '--all'])).toMatchObject({ code: 0 });
    expect(repository.lockstep(['prove', '--all'])).toMatchObject({ code: 0 });
  });
});

describe('LOCKSTEP_PROOF_URL', () => {
  const secret = 's3cret!pass';
  test.each([
    ['of a server that does not answer', `postgres://me:${secret}@127.0.0.1:1/postgres`],
    ['of a host that is none', `postgres://me:${secret}@no-such-host.invalid/postgres`],
    ['with a user that it refuses', `${postgresUrl.replace('postgres@', `nobody_there:${secret}@`)}`],
    ['of a database that is not there', `${postgresUrl.replace('postgres@', `postgres:${secret}@`)}_not_there`],
    ['that is no address', `postgres:me:${secret}`],
    ['without a protocol', `me:${secret}@localhost/postgres`],
    ['of a server of something else', `redis://me:${secret}@localhost:6379`],
  ])('%s: exit code 2, and no password', (_, url) => {
    const repository = writtenProject({ users });

    for (const command of ['down', 'prove']) {
      const { code, stdout, stderr } = repository.lockstep([command], '', { LOCKSTEP_PROOF_URL: url });
      expect(stderr).toContain('LOCKSTEP_PROOF_URL');
      expect(stdout + stderr).not.toContain(secret);
      expect(stdout + stderr).not.toContain(encodeURIComponent(secret));
      expect(stderr).not.toContain('bug in lockstep');
      expect(code).toBe(2);
    }
    expect(repository.git('status', '--porcelain', '-uall', 'drizzle')).not.toContain('.down.sql');
  });

  test('of a server for another project of the repository: nothing to do with this one', () => {
    const repository = writtenProject({ users }, sqlite);
    repository.lockstep(['down']);

    expect(repository.lockstep(['prove'], '', { LOCKSTEP_PROOF_URL: mysqlUrl })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('proven on libSQL'),
    });
  });

  test.runIf(hasPostgres())('of a server: proven on it, and nothing is left there', () => {
    const repository = writtenProject({ users, note });
    const url = { LOCKSTEP_PROOF_URL: postgresUrl };
    repository.lockstep(['down'], '', url);

    expect(repository.lockstep(['prove'], '', url)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/0001_note {2}proven on PostgreSQL \d/),
    });
  });
});

describe('where the files cannot be written', () => {
  test('a down path that is a folder: nothing is written', () => {
    const repository = writtenProject({ users, note }, sqlite);
    mkdirSync(join(repository.folder, downPath('0001_note')));

    const { code, stderr } = repository.lockstep(['down']);

    expect(stderr).toContain(downPath('0001_note'));
    expect(code).not.toBe(0);
    expect(stderr).not.toContain('bug in lockstep');
    expect(() => repository.read(downPath('0000_users'))).toThrow('ENOENT');
  });

  test('a down path that leads out of the project: nothing is written', () => {
    const repository = writtenProject({ users, note }, sqlite);
    const outside = mkdtempSync(join(tmpdir(), 'outside-'));
    onTestFinished(() => rmSync(outside, { recursive: true, force: true }));
    symlinkSync(join(outside, 'stolen.sql'), join(repository.folder, downPath('0001_note')));

    const { code, stderr } = repository.lockstep(['down']);

    expect(code).not.toBe(0);
    expect(stderr).not.toContain('bug in lockstep');
    expect(() => repository.read(downPath('0000_users'))).toThrow('ENOENT');
  });

  test.skipIf(process.platform === 'win32')('a folder that may only be read', () => {
    const repository = writtenProject({ users }, sqlite);
    chmodSync(join(repository.folder, 'drizzle'), 0o555);
    // Nothing is read-only for root: it gives the project to nobody, and runs the command as such.
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
    if (nobody.uid !== undefined) execFileSync('chown', ['-R', '65534:65534', dirname(repository.folder)]);

    const { status, stderr } = spawnSync(process.execPath, [cli, 'down'], {
      cwd: repository.folder,
      encoding: 'utf8',
      ...nobody,
    });

    expect(stderr).toContain('Cannot write drizzle/0000_users.down.sql: there is no permission to write there');
    expect(status).toBe(1);
  });
});

describe('without an engine', () => {
  /** The command, installed beside everything that it needs but the engines. */
  function withoutEngines(): string {
    const root = resolve(import.meta.dirname, '../..');
    const folder = mkdtempSync(join(tmpdir(), 'engineless-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
    cpSync(join(root, 'package.json'), join(folder, 'package.json'));
    mkdirSync(join(folder, 'node_modules'));
    const engines = ['@electric-sql', '@libsql', 'libsql', 'better-sqlite3', '.bin', '.cache'];
    for (const name of readdirSync(join(root, 'node_modules'))) {
      if (engines.includes(name)) continue;
      symlinkSync(join(realpathSync(join(root, 'node_modules')), name), join(folder, 'node_modules', name), 'junction');
    }
    return join(folder, 'dist/cli.js');
  }

  test.each([
    ['postgresql', '@electric-sql/pglite'],
    ['sqlite', '@libsql/client'],
  ] as const)('for %s: what the operations say is written, and what is to be installed', (dialect, name) => {
    const repository = writtenProject({ users, note }, { dialect });
    const command = withoutEngines();
    const run = (...args: string[]) =>
      spawnSync(process.execPath, [command, ...args], { cwd: repository.folder, encoding: 'utf8' });

    expect(run('down').status).toBe(0);
    const text = repository.read(downPath('0001_note'));
    expect(statements(text)).toHaveLength(1);
    expect(text).toMatch(/-- Not proven: .+ is not installed: .+\n-- To prove it: npm (install|i) (--save-dev|-D) /);

    const proven = run('prove');
    expect(proven.stderr).toMatch(new RegExp(`npm (install|i) (--save-dev|-D) ${name}`));
    expect(proven.status).toBe(2);
  });
});

describe('unusual SQL', () => {
  test('line endings of Windows and a byte order mark', () => {
    const sql = `\uFEFF${note}${breakpoint}CREATE INDEX "by_note" ON "users" ("note");\n`.replaceAll('\n', '\r\n');
    const repository = writtenProject({ users, note: sql });

    expect(repository.lockstep(['down']).code).toBe(0);

    expect(statements(repository.read(downPath('0001_note')))).toEqual([
      'DROP INDEX "by_note";',
      'ALTER TABLE "users" DROP COLUMN "note";',
    ]);
    expect(repository.lockstep(['prove']).code).toBe(0);
  });

  test('a COMMIT of its own, in the middle', () => {
    const repository = writtenProject({
      users,
      committed: `BEGIN;${breakpoint}${note}${breakpoint}COMMIT;${breakpoint}CREATE TABLE "after" ("id" integer);`,
      last: 'CREATE TABLE "last" ("id" integer);',
    });

    expect(repository.lockstep(['down']).code).toBe(0);
    expect(repository.lockstep(['prove'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/0001_committed {2}proven[\s\S]*0002_last {2}proven/),
    });

    expect(statements(repository.read(downPath('0001_committed')))).toEqual([
      'DROP TABLE "after";',
      'ALTER TABLE "users" DROP COLUMN "note";',
    ]);
  });

  test('five megabytes of rows', () => {
    const row = `INSERT INTO "users" ("id", "email") VALUES (1, '${'x'.repeat(1000)}');\n`;
    const rows = Array.from({ length: 5000 }, (_, at) => row.replace('(1,', `(${at},`)).join('');
    const repository = writtenProject({ users, rows }, sqlite);

    const { code } = repository.lockstep(['down']);

    expect(code).toBe(0);
    const text = repository.read(downPath('0001_rows'));
    expect(text).toContain('-- Left by the migration, not taken away: the rows that it inserted into users');
    expect(text).toContain('-- and 4980 statements more.');
    expect(text.length).toBeLessThan(30_000);
  });

  test('names with quotes, and SQL in them', () => {
    const repository = writtenProject({
      odd: `CREATE TABLE "a""b; DROP TABLE users; --" ("x'y" integer, "line\nbreak" text);`,
      drop: `ALTER TABLE "a""b; DROP TABLE users; --" DROP COLUMN "line\nbreak";`,
    });

    expect(repository.lockstep(['down']).code).toBe(0);
    expect(repository.lockstep(['prove'])).toMatchObject({ code: 0 });

    expect(repository.read(downPath('0001_drop'))).toContain('the values of a"b; DROP TABLE users; --.line break');
  });
});
