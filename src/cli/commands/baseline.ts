import { parseArgs } from 'node:util';
import { type Baseline, baseline } from '../../runner/baseline.js';
import { usualTimes } from '../../runner/types.js';
import type { Command } from '../command.js';
import { driftOptionsOf } from '../database/compare.js';
import { differencesText, leftOutText } from '../database/drift-text.js';
import { databaseHelp, eventsOn, formatOf, openDatabase } from '../database/run.js';
import { style } from '../style.js';

export const command: Command = {
  name: 'baseline',
  summary: 'Let an existing database join: note migrations as applied, once its schema is proven to be theirs',
  help: `For a database that was built by other means (drizzle-kit push, another tool, by hand). Its schema is compared with what the
migrations build, replayed on PGlite, libSQL or the server of LOCKSTEP_PROOF_URL. Where they are equal, the migrations are
noted in the ledger as applied, all at once; where not, the differences are shown and nothing is written.
Only the schema is compared: rows that migrations write are not looked at.

Usage: lockstep baseline [--to TAG] [--dry-run] [--accept DIFFERENCE]… [OPTIONS]

  --to TAG                 the last migration that the database has; the beginning of its tag is enough (default: all)
  --dry-run                compare, and say what would be noted
  --accept DIFFERENCE      goes on in spite of this difference, named as its line begins: "index users.users_email_idx"
${databaseHelp}

Exit code: 0 noted, or nothing was to be; 1 the schemas differ, or it cannot be said; 2 wrong usage or no database.

Examples:
  lockstep baseline --dry-run
  lockstep baseline --to 0004
  lockstep baseline --accept "index users.users_email_idx"
`,
  async run(argv, io) {
    const { values } = parseArgs({
      args: argv,
      options: {
        url: { type: 'string' },
        config: { type: 'string' },
        format: { type: 'string', default: 'text' },
        to: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        accept: { type: 'string', multiple: true, default: [] },
      },
    });
    const format = formatOf(values.format);
    const opened = await openDatabase(io, values, { mustExist: true });
    const { connection } = opened;
    try {
      const dryRun = values['dry-run'];
      const result = await baseline({
        ...driftOptionsOf(opened, io),
        to: values.to,
        dryRun,
        accept: values.accept,
        waitFor: usualTimes.waitFor,
        on: eventsOn(io, 'apply'),
      });
      const ok = result.differences.length === 0;
      if (format === 'json') {
        const database = { target: connection.target, engine: connection.label };
        io.out(
          `${JSON.stringify({ ok, written: ok && !dryRun && result.noted.length > 0, database, ...asJson(result) }, null, 2)}\n`,
        );
      } else io.out(textOf(result, dryRun));
      return ok ? 0 : 1;
    } finally {
      await connection.close();
    }
  },
};

function asJson({ noted, before, differences, accepted, drift }: Baseline) {
  return {
    noted,
    before,
    differences: differences.map(({ key, kind, text }) => ({ key, kind, text })),
    accepted: accepted.map(({ key, kind, text }) => ({ key, kind, text })),
    comparedOn: drift?.engine ?? null,
    otherSchemas: drift?.otherSchemas ?? [],
  };
}

function textOf({ noted, before, differences, accepted, isEmpty, drift }: Baseline, dryRun: boolean): string {
  const builds = `${drift?.applied === 1 ? 'the migration builds' : `the ${drift?.applied ?? 0} migrations build`} (${drift?.engine ?? ''})`;
  if (differences.length > 0) {
    const mend = isEmpty
      ? ['None of their tables is there: lockstep migrate builds them.']
      : [
          'Bring the database there, write the migration that is missing, name an earlier --to TAG, or accept a difference by',
          'name: --accept "KIND NAME".',
        ];
    return `${[
      `${style('red', '✗', process.stdout)} The schema is not what ${builds}. Nothing was written:`,
      ...differencesText(differences),
      '',
      ...mend,
      ...(drift === null ? [] : leftOutText(drift)),
    ].join('\n')}\n`;
  }
  if (noted.length === 0)
    return `Nothing to note: ${before} ${before === 1 ? 'migration is' : 'migrations are'} in the ledger.\n`;
  const lines = [
    ...(accepted.length === 0 ? [] : ['Accepted:', ...differencesText(accepted), '']),
    `${style('green', '✓', process.stdout)} The schema is what ${builds}${accepted.length === 0 ? '' : ', but for what was accepted'}.`,
    `${dryRun ? 'Would note' : 'Noted'} as applied: ${noted.length} ${noted.length === 1 ? 'migration' : 'migrations'}, up to ${noted.at(-1)}. Rows were not looked at.`,
  ];
  return `${[...lines, ...(drift === null ? [] : leftOutText(drift))].join('\n')}\n`;
}
