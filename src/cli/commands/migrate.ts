import { parseArgs } from 'node:util';
import { MigrationFailed } from '../../runner/failed.js';
import { type Migrated, migrate } from '../../runner/migrate.js';
import type { Command } from '../command.js';
import {
  databaseHelp,
  databaseOptions,
  eventsOn,
  formatOf,
  openDatabase,
  runOptionsOf,
  timeHelp,
} from '../database/run.js';

const help = `Applies the migrations that are pending, on the ledger of drizzle: a database that drizzle-kit migrated goes on here, and
the reverse. One migrator at a time, each migration with its row in the ledger in one transaction where the engine allows it.
One that is older than the newest applied is applied, not skipped. What was cut off goes on where it stopped.

Usage: lockstep migrate [--to TAG] [--dry-run] [OPTIONS]

  --to TAG                 the last migration to apply; the beginning of its tag is enough
  --dry-run                say what would be applied, change nothing
${databaseHelp}
${timeHelp}

Exit code: 0 all is applied and in the ledger, 1 a migration failed, or history and ledger contradict each other, 2 wrong
usage or no database.

Examples:
  lockstep migrate
  lockstep migrate --dry-run
  lockstep migrate --to 0004
  lockstep migrate --url "$DIRECT_URL" --lock-timeout 10s
`;

export const command: Command = {
  name: 'migrate',
  summary: 'Apply pending migrations: locked, in order, resumable',
  help,
  async run(argv, io) {
    const { values } = parseArgs({
      args: argv,
      options: { ...databaseOptions, to: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
    });
    const format = formatOf(values.format);
    const opened = await openDatabase(io, values);
    try {
      const dryRun = values['dry-run'];
      const options = runOptionsOf(opened, values, eventsOn(io, 'apply'));
      const migrated = await migrate({ ...options, to: values.to, dryRun });
      if (format === 'json') io.out(`${JSON.stringify({ ok: true, written: !dryRun, ...migrated }, null, 2)}\n`);
      else io.out(said(migrated, dryRun));
      return 0;
    } catch (error) {
      if (format !== 'json' || !(error instanceof MigrationFailed)) throw error;
      const { message, tag, path, line, fix } = error;
      io.out(`${JSON.stringify({ ok: false, written: true, failed: { tag, message, path, line, fix } }, null, 2)}\n`);
      return 1;
    } finally {
      await opened.connection.close();
    }
  },
};

function said({ applied, total }: Migrated, dryRun: boolean): string {
  if (applied.length === 0)
    return `Nothing is pending: ${total} ${total === 1 ? 'migration is' : 'migrations are'} applied.\n`;
  const count = `${applied.length} ${applied.length === 1 ? 'migration' : 'migrations'}`;
  if (!dryRun) return `${count} applied; ${total} in all.\n`;
  const lines = applied.map(
    ({ tag, outOfOrder }) => `  ${tag}${outOfOrder ? '  (older than the newest applied)' : ''}\n`,
  );
  return `Would apply ${count}:\n${lines.join('')}`;
}
