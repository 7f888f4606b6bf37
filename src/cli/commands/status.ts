import { parseArgs } from 'node:util';
import { ledgerTable } from '../../runner/ledger.js';
import { isUpToDate, readStatus } from '../../runner/status.js';
import type { Command } from '../command.js';
import { databaseHelp, formatOf, openDatabase } from '../database/run.js';
import { statusText } from '../database/status-text.js';

export const command: Command = {
  name: 'status',
  summary: 'Say which migrations a database has: applied, pending, out of order, edited, half-applied',
  help: `Compares the ledger of a database with the migrations of the project. It only reads: a user who may do no more is enough,
and a ledger that is not there is not made.

Usage: lockstep status [--strict] [--all] [OPTIONS]

  --strict                 exit 1 when anything is not applied as its file has it
  --all                    every migration; without, the applied ones but the newest are counted
${databaseHelp}

Exit code: 0; with --strict 1 when anything is pending, out of order, edited, half-applied or unknown; 1 also when the ledger
cannot be read; 2 wrong usage or no database.

Examples:
  lockstep status
  lockstep status --strict            in CI, after migrating
  lockstep status --format json --url "$PRODUCTION_URL"
`,
  async run(argv, io) {
    const { values } = parseArgs({
      args: argv,
      options: {
        url: { type: 'string' },
        config: { type: 'string' },
        format: { type: 'string', default: 'text' },
        strict: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
      },
    });
    const format = formatOf(values.format);
    const { connection, history, place } = await openDatabase(io, values, { mustExist: true, readOnly: true });
    try {
      const { comparison: _, ...status } = await readStatus(connection, history, place);
      const ok = isUpToDate(status);
      const table = ledgerTable(connection.dialect, place);
      if (format === 'json') {
        const database = { target: connection.target, engine: connection.label };
        io.out(`${JSON.stringify({ ok, database, ...status, ledger: { table, ...status.ledger } }, null, 2)}\n`);
      } else io.out(statusText(status, table, values.all));
      return values.strict && !ok ? 1 : 0;
    } finally {
      await connection.close();
    }
  },
};
