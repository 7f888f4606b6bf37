import { parseArgs } from 'node:util';
import type { Engine } from '../../database/engine.js';
import { type BroughtBack, bringBack } from '../../rollback/bring-back.js';
import { type Drift, findDrift } from '../../runner/drift.js';
import type { Command } from '../command.js';
import { driftOptionsOf } from '../database/compare.js';
import { differencesText, leftOutText } from '../database/drift-text.js';
import { databaseHelp, formatOf, openDatabase } from '../database/run.js';
import { style } from '../style.js';

export const command: Command = {
  name: 'drift',
  summary: 'Compare the schema of a database with what its applied migrations build',
  help: `Compares the schema of a live database with what its applied migrations build: they are replayed on PGlite or libSQL, in
the process, or on a server that LOCKSTEP_PROOF_URL names. What differs was made past the migrations; the SQL that takes it
back is shown, and not run. The database itself is only read.

Usage: lockstep drift [OPTIONS]

${databaseHelp}

Left out: schemas that no migration builds in (those of schemaFilter in the config are looked at), tables that tablesFilter
leaves out, extensions and event triggers that a platform brought along, roles, partitions made at run time.

Exit code: 0 no drift, 1 drift, or it cannot be said what the database should be, 2 wrong usage or no database.

Examples:
  lockstep drift
  lockstep drift --url "$PRODUCTION_URL" --format json
`,
  async run(argv, io) {
    const { values } = parseArgs({
      args: argv,
      options: { url: { type: 'string' }, config: { type: 'string' }, format: { type: 'string', default: 'text' } },
    });
    const format = formatOf(values.format);
    const opened = await openDatabase(io, values, { mustExist: true, readOnly: true });
    const { connection } = opened;
    try {
      return await findDrift(driftOptionsOf(opened, io), async (drift, engine) => {
        const ok = drift.differences.length === 0;
        const back = ok || engine === null ? null : await wayBack(drift, engine);
        if (format === 'json') {
          const database = { target: connection.target, engine: connection.label };
          io.out(`${JSON.stringify({ ok, database, ...asJson(drift, back) }, null, 2)}\n`);
        } else io.out(textOf(drift, back));
        return ok ? 0 : 1;
      });
    } finally {
      await connection.close();
    }
  },
};

function wayBack({ expected, found, narrow }: Drift, engine: Engine): Promise<BroughtBack> {
  return bringBack(engine, expected, found, narrow);
}

function asJson({ differences, applied, engine, otherSchemas }: Drift, back: BroughtBack | null) {
  return {
    applied,
    comparedOn: engine,
    differences: differences.map(({ key, kind, text }) => ({ key, kind, text })),
    sql: back?.statements ?? [],
    withoutSql: back?.remaining ?? [],
    filled: back?.filled ?? [],
    otherSchemas,
  };
}

function textOf(drift: Drift, back: BroughtBack | null): string {
  const { differences, applied, engine } = drift;
  const count = `${applied} applied ${applied === 1 ? 'migration builds' : 'migrations build'}`;
  const lines =
    differences.length === 0
      ? [`${style('green', '✓', process.stdout)} No drift: the schema is what ${count} (${engine}).`]
      : [
          `${style('red', '✗', process.stdout)} The schema is not what ${count} (${engine}):`,
          ...differencesText(differences),
        ];
  if (applied === 0 && differences.length > 0) {
    lines.push(
      '',
      'The ledger has no migration of the project: lockstep baseline lets a database join that was built by other means.',
    );
  }
  if (back !== null && back.statements.length > 0) {
    lines.push(
      '',
      'What takes it back, not run. What it drops is lost, and what it makes is empty:',
      '',
      ...back.statements,
    );
    const filled = back.filled.map(
      ({ table, column, value }) => `-- in the rows that there are, ${table}.${column} is ${value}`,
    );
    lines.push(...filled, '', 'Or keep the change: put it into the schema, lockstep generate, and lockstep baseline.');
  }
  if (back === null && differences.length > 0) {
    lines.push(
      '',
      'Compared with a snapshot, which knows nothing of SQL that was written by hand. LOCKSTEP_PROOF_URL names a server for',
      'an exact answer, and for the SQL that takes it back.',
    );
  }
  if (back !== null && back.remaining.length > 0 && differences.length > 0) {
    lines.push('', 'For these no SQL was found:', ...back.remaining.map((text) => `  ${text}`));
  }
  return `${[...lines, ...leftOutText(drift)].join('\n')}\n`;
}
