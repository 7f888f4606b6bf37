import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readCatalog } from '../../../src/database/catalog.js';
import { differences } from '../../../src/database/difference.js';
import { openEngine } from '../../../src/database/open.js';
import { applyMigration } from '../../../src/database/replay.js';
import { hasPostgres, postgresUrl } from '../../helpers/servers.js';
import { emptyDatabase } from '../engines.js';
import { base } from './schema.js';

const root = resolve(import.meta.dirname, '../../..');
/** Roles belong to the server, which is not the test's alone; nor has every server pg_trgm. */
const schema = base
  .replace('create role app;', '')
  .replace('create extension pg_trgm;', '')
  .replaceAll(' to app ', ' to public ');

/** A folder in which only this driver is the project's. Without pg the one beside lockstep would be taken. */
function projectWith(driver: 'pg' | 'postgres'): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-server-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'node_modules/pg'), { recursive: true });
  symlinkSync(
    join(root, 'node_modules', driver),
    join(folder, 'node_modules', driver === 'pg' ? 'pg-real' : driver),
    'junction',
  );
  const source = driver === 'pg' ? "module.exports = require('pg-real');" : 'module.exports = {};';
  writeFileSync(join(folder, 'node_modules/pg/index.js'), source);
  return folder;
}

describe.skipIf(!hasPostgres()).each(['pg', 'postgres'] as const)('a PostgreSQL server through %s', (driver) => {
  const open = (url = postgresUrl) => openEngine('postgresql', { projectFolder: projectWith(driver), url });

  test('has the same catalog as PGlite, whatever its version, but for the text of views', async () => {
    const embedded = await emptyDatabase('postgresql');
    const engine = await open();
    await embedded.run(schema);
    await engine.run(schema);

    const found = differences(await readCatalog(embedded), await readCatalog(engine));
    await engine.close();

    expect(engine.label).toMatch(/^PostgreSQL \d+/);
    // Since PostgreSQL 16 the text of a view over one table names its columns without it.
    expect(found.filter(({ object }) => object.kind !== 'view').map(({ text }) => text)).toEqual([]);
  });

  test('has its catalog read again and again, inside a transaction and after all is deallocated', async () => {
    const engine = await open();
    await engine.run('create table users (id int)');
    const before = [...(await readCatalog(engine))];

    await engine.run('begin; create table posts (id int)');
    const inside = await readCatalog(engine);
    await engine.run('rollback');
    await engine.run('discard all');
    const after = [...(await readCatalog(engine))];
    await engine.close();

    expect(inside.has('table posts')).toBe(true);
    expect(after).toEqual(before);
  });

  test('says what failed, and makes no roles', async () => {
    const engine = await open();
    const grant = {
      tag: '0000_a',
      pieces: [{ sql: '\nselect 1;\ngrant usage on schema public to lockstep_nobody', line: 3 }],
    };

    const failure = await applyMigration(engine, grant);
    const unknown = await applyMigration(engine, { tag: 'b', pieces: [{ sql: 'select 1;\nselect nope', line: 3 }] });
    await engine.close();

    expect(failure).toMatchObject({ code: '42704', message: 'role "lockstep_nobody" does not exist' });
    expect(unknown).toMatchObject({ code: '42703', line: 4 });
  });

  test('loses the scratch database when it is closed', async () => {
    const engine = await open();
    const [row] = await engine.query('select current_database() as name');
    await engine.close();
    await engine.close();

    const other = await open();
    const names = (await other.query('select datname from pg_database')).map(({ datname }) => datname);
    await other.close();

    expect(row?.name).toMatch(/^lockstep_[0-9a-f]{12}$/);
    expect(names).not.toContain(row?.name);
  });

  test('that cannot be reached is named without the password', async () => {
    const failure = await open('postgres://root:secret@127.0.0.1:1/shop').catch((thrown: unknown) => thrown);

    expect(failure).toMatchObject({
      name: 'LockstepError',
      exitCode: 2,
      message: expect.stringContaining('127.0.0.1:1'),
    });
    expect(String(failure)).not.toContain('secret');
  });
});

test('a server of another dialect is not taken', async () => {
  const engine = await openEngine('postgresql', { projectFolder: root, url: 'mysql://root@127.0.0.1:3306' });
  await engine.close();

  expect(engine.label).toMatch(/^PGlite /);
});
