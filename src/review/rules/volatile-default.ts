import { shellWord } from '../../shell-word.js';
import { shownName } from '../../sql/built/names.js';
import type { OperationOf } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isInUse } from '../in-use.js';
import { stepsOf, tableBefore } from '../migration.js';
import { fillsRows } from '../postgresql/add-column.js';
import { volatileCall } from '../postgresql/volatile.js';
import type { ReviewRule } from '../rule.js';

export const volatileDefault: ReviewRule = {
  name: 'review/volatile-default',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A column is added with a default that each row gets another value of.',
    why: 'A default such as gen_random_uuid(), random() or clock_timestamp() has to be written into every row: PostgreSQL rewrites the table and its indexes, and nobody reads or writes it until it is through (an ACCESS EXCLUSIVE lock). A constant, or now(), is noted once and costs nothing. A function of the project counts as volatile unless it was declared STABLE or IMMUTABLE.',
    bad: `ALTER TABLE "users" ADD COLUMN "token" uuid DEFAULT gen_random_uuid();`,
    good: `ALTER TABLE "users" ADD COLUMN "token" uuid;
ALTER TABLE "users" ALTER COLUMN "token" SET DEFAULT gen_random_uuid();
-- Then, in batches: UPDATE "users" SET "token" = gen_random_uuid() WHERE "token" IS NULL …`,
    accept: 'The table is small, or not in use at the time; or the function is not volatile.',
  },
  check(migration) {
    return stepsOf(migration, 'add column').flatMap((step) => {
      const { operation } = step;
      const { definition, column } = operation;
      const value = definition.default ?? '';
      const call = volatileCall(value);
      if (call === null || fillsRows(definition) !== 'volatile default') return [];
      if (!isInUse(migration, tableBefore(step, operation))) return [];
      const table = shownName('postgresql', operation.schema, operation.table);
      const why = call.isKnown ? '' : ' unless it was declared STABLE';
      return [
        {
          operation,
          target: `${table}.${column}`,
          message: `${table} is rewritten, without reads and writes in the meantime: ${call.name}() gives each row another value${why}.`,
          fix: `Add the column without a value, set the default, and fill the rows that are there: ${migration.lockstep(`new backfill ${[table, column].map(shellWord).join(' ')} --set ${shellWord(value)}`)}`,
          statements: inSteps(operation),
        },
      ];
    });
  },
};

function inSteps(operation: OperationOf<'add column'>): string[] {
  const table = `ALTER TABLE ${tableIdentifier('postgresql', operation)}`;
  const column = identifier('postgresql', operation.column);
  return [
    `${table} ADD COLUMN ${column} ${operation.definition.type};`,
    `${table} ALTER COLUMN ${column} SET DEFAULT ${operation.definition.default};`,
  ];
}
