import { expect, test } from 'vitest';
import { command as baseline } from '../../src/cli/commands/baseline.js';
import { command as drift } from '../../src/cli/commands/drift.js';
import { command as migrate } from '../../src/cli/commands/migrate.js';
import { command as rollback } from '../../src/cli/commands/rollback.js';
import { command as status } from '../../src/cli/commands/status.js';
import { upPath, writtenProject } from '../helpers/written.js';
import { kinds } from '../runner/database.js';
import { runCommand } from './run-command.js';

const servers = kinds.filter(({ name, isThere }) => name === 'PostgreSQL' && isThere);

test.each(servers)(
  'through a pooler a database is read, and what needs the lock of a session is refused',
  async ({ make }) => {
    const repository = writtenProject({ users: 'create table users (id integer primary key);' });
    const { folder } = repository;
    const url = await make();
    const pooled = `${url}?pgbouncer=true`;
    await runCommand(migrate, folder, '--url', url);
    expect(await runCommand(status, folder, '--url', pooled)).toMatchObject({
      code: 0,
      out: expect.stringContaining('1 applied.'),
    });
    repository.write(upPath('0000_users'), 'create table users (id bigint primary key);');
    await expect(runCommand(drift, folder, '--url', pooled)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('0000_users was applied with other SQL'),
    });
    for (const command of [migrate, rollback, baseline]) {
      await expect(runCommand(command, folder, '--url', pooled)).rejects.toMatchObject({
        exitCode: 2,
        message: expect.stringContaining('--url leads to PgBouncer (pgbouncer=true). There a session'),
        fix: 'Use the address of the server itself. On the command line: --url "$DIRECT_URL"',
      });
    }
  },
);
