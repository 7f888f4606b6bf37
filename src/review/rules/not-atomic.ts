import type { Operation } from '../../sql/operation.js';
import { isNew, type ReviewedMigration, type Step, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const notAtomic: ReviewRule = {
  name: 'review/not-atomic',
  severity: 'warning',
  dialects: ['mysql'],
  docs: {
    what: 'A file with several statements, at least one of which changes the schema, where a later one is about something that is there already. For a table that the file itself makes, the proof has shown that they run.',
    why: 'MySQL commits before and after every statement that changes the schema: if a later one fails, the earlier ones stay, and nothing rolls them back. drizzle-kit migrate then starts the file from its beginning and fails on what is there already; `lockstep migrate` remembers how far it came and goes on there.',
    bad: `ALTER TABLE \`users\` ADD COLUMN \`age\` int;
ALTER TABLE \`users\` ADD UNIQUE INDEX \`users_email\` (\`email\`);`,
    good: `-- One statement per table, which is all or nothing:
ALTER TABLE \`users\` ADD COLUMN \`age\` int, ADD UNIQUE INDEX \`users_email\` (\`email\`);`,
    accept:
      'The migration is applied by `lockstep migrate`, or each statement has been tried on a copy of the database.',
  },
  check(migration) {
    const { tag, before, steps, lockstep } = migration;
    // What was made in an empty database can be thrown away and made again.
    if (before.tables.size === 0 && !before.isPartial) return [];
    const effective = steps.filter(({ operation, inBlock }) => !inBlock && !isOfSession(operation));
    const count = new Set(effective.map(({ operation }) => operation.statement)).size;
    const first = effective.find(({ operation }) => !isOfRows(operation));
    const start = effective[0]?.operation.statement;
    const mayStop = effective.some((step) => step.operation.statement !== start && !isOfNewTable(migration, step));
    if (first === undefined || !mayStop) return [];
    const message = `MySQL commits each of the ${count} statements by itself: if one fails, those before it stay, and drizzle-kit migrate cannot go on behind them.`;
    return [
      {
        operation: first.operation,
        target: tag,
        message,
        fix: `Apply it with ${lockstep('migrate')}, which goes on where it stopped.`,
      },
    ];
  },
};

function isOfNewTable(migration: ReviewedMigration, { operation, before }: Step): boolean {
  if (operation.kind === 'create table') return true;
  if (!('table' in operation) || operation.table === null) return false;
  return isNew(migration, tableBefore({ before }, { schema: operation.schema, table: operation.table }));
}

function isOfSession({ kind }: Operation): boolean {
  return ['set', 'select', 'lock', 'maintenance', 'transaction control'].includes(kind);
}

function isOfRows({ kind }: Operation): boolean {
  return ['insert', 'update', 'delete'].includes(kind);
}
