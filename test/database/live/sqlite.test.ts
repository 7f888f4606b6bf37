import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { StatementFailed } from '../../../src/database/engine.js';
import { connect } from '../../../src/database/live/open.js';
import { packages, temporaryFolder } from '../../runner/database.js';

const target = (url: string) => ({ url, from: 'DATABASE_URL' });

test('a file that is no database, and a folder, are refused before anything is done', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'notes.txt');
  writeFileSync(file, 'Nothing of a database is in here. '.repeat(10));
  await expect(connect('sqlite', packages, target(`file:${file}`))).rejects.toMatchObject({
    exitCode: 2,
    message: `${file} cannot be connected to: file is not a database.`,
    fix: 'The file is no SQLite database, or an encrypted one: correct the address.',
  });
  await expect(connect('sqlite', packages, target(folder))).rejects.toMatchObject({
    exitCode: 2,
    message: `DATABASE_URL is a folder (${folder}); SQLite keeps a database in a file.`,
  });
});

const hasOwn = (): boolean => {
  try {
    return createRequire(import.meta.url)('node:sqlite') !== undefined;
  } catch {
    return false;
  }
};

test.skipIf(!hasOwn())('through node:sqlite it is waited for who writes, and told what is refused', async () => {
  const folder = temporaryFolder();
  for (const name of ['@libsql/client', 'libsql', 'better-sqlite3']) {
    mkdirSync(join(folder, 'node_modules', name), { recursive: true });
    writeFileSync(join(folder, 'node_modules', name, 'index.js'), '');
  }
  const connection = await connect('sqlite', folder, target('file:app.db'));
  expect(await connection.query('pragma busy_timeout')).toEqual([{ timeout: 5000 }]);
  const refused: unknown = await connection.run('alter table nowhere add x integer').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(StatementFailed);
  expect(refused).toMatchObject({ code: 'SQLITE_ERROR', message: 'no such table: nowhere' });

  const other = await connect('sqlite', folder, target('file:app.db'));
  await other.run('begin immediate');
  await connection.run('pragma busy_timeout = 0');
  await expect(connection.run('create table a (id integer)')).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  await other.close();
  await connection.close();
});
