import type { Operation } from '../../sql/operation.js';
import type { ReviewRule } from '../rule.js';

export const notAtomic: ReviewRule = {
  name: 'review/not-atomic',
  severity: 'warning',
  dialects: ['mysql'],
  docs: {
    what: 'A file with several statements, at least one of which changes the schema, for a database that has one already.',
    why: 'MySQL commits before and after every statement that changes the schema: if a later one fails, the earlier ones stay, and nothing rolls them back. drizzle-kit migrate then starts the file from its beginning and fails on what is there already; `lockstep migrate` remembers how far it came and goes on there.',
    bad: `ALTER TABLE \`users\` ADD COLUMN \`age\` int;
ALTER TABLE \`users\` ADD UNIQUE INDEX \`users_email\` (\`email\`);`,
    good: `-- One statement per table, which is all or nothing:
ALTER TABLE \`users\` ADD COLUMN \`age\` int, ADD UNIQUE INDEX \`users_email\` (\`email\`);`,
    accept:
      'The migration is applied by `lockstep migrate`, or each statement has been tried on a copy of the database.',
  },
  check({ tag, before, steps, lockstep }) {
    // What was made in an empty database can be thrown away and made again.
    if (before.tables.size === 0 && !before.isPartial) return [];
    const effective = steps.filter(({ operation, inBlock }) => !inBlock && !isOfSession(operation));
    const count = new Set(effective.map(({ operation }) => operation.statement)).size;
    const first = effective.find(({ operation }) => !isOfRows(operation));
    if (first === undefined || count < 2) return [];
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

function isOfSession({ kind }: Operation): boolean {
  return ['set', 'select', 'lock', 'maintenance', 'transaction control'].includes(kind);
}

function isOfRows({ kind }: Operation): boolean {
  return ['insert', 'update', 'delete'].includes(kind);
}
