import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { databaseName } from '../../src/database/live/name.js';
import { migrate } from '../../src/runner/migrate.js';
import { repositoryRoot } from '../helpers/repository.js';
import { hasTerminal, inTerminal } from '../helpers/terminal.js';
import { writtenProject } from '../helpers/written.js';
import { connected, kinds, runOptions } from '../runner/database.js';

const cli = join(repositoryRoot, 'dist/cli.js');
const kindsOf = (name: string) => kinds.filter((kind) => kind.name === name && kind.isThere);

describe.skipIf(!hasTerminal)('lockstep rollback in a terminal', () => {
  async function migrated({ dialect, make }: (typeof kinds)[number]) {
    const repository = writtenProject({ users: 'create table users (id integer primary key);' }, { dialect });
    repository.write('drizzle/0000_users.down.sql', 'drop table users;');
    const url = await make();
    const connection = await connected(dialect, url);
    await migrate(runOptions(connection, join(repository.folder, 'drizzle')));
    const rollback = (address: string, answers: [question: string, keys: string][]) =>
      inTerminal(repository.folder, [cli, 'rollback', '--accept', '0000', '--url', address], answers);
    return { url, connection, rollback };
  }
  const users = 'select * from users';

  test.each(kindsOf('libSQL'))('asks whether a database of this machine is meant', async (kind) => {
    const { url, connection, rollback } = await migrated(kind);
    const no = await rollback(url, [['Undo 1 migration?', 'n']]);
    expect(no.code, no.shown).toBe(130);
    expect(await connection.query(users)).toEqual([]);
    const yes = await rollback(url, [['Undo 1 migration?', 'y']]);
    expect(yes.code, yes.shown).toBe(0);
    expect(yes.shown).toContain('accepted: Takes away what is there: drop table users');
    await expect(connection.query(users)).rejects.toThrow();
  });

  test.each(kindsOf('PostgreSQL'))('wants the name of one that is elsewhere', async (kind) => {
    const { url, connection, rollback } = await migrated(kind);
    const name = await databaseName(connection);
    const elsewhere = new URL(url);
    // pg goes to the host of the parameter.
    elsewhere.searchParams.set('host', elsewhere.hostname);
    elsewhere.hostname = 'db.example.com';
    const wrong = await rollback(elsewhere.href, [
      ['type the name of the database', 'users\r'],
      ['It is not called that', '\x03'],
    ]);
    expect(wrong.code, wrong.shown).toBe(130);
    expect(wrong.shown).toContain('db.example.com');
    expect(await connection.query(users)).toEqual([]);
    const right = await rollback(elsewhere.href, [['type the name of the database', `${name}\r`]]);
    expect(right.code, right.shown).toBe(0);
    await expect(connection.query(users)).rejects.toThrow();
  });
});
