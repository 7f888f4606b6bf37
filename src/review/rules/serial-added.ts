import { shownName } from '../../sql/built/names.js';
import type { OperationOf } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isInUse } from '../in-use.js';
import { stepsOf, tableBefore } from '../migration.js';
import { fillsRows } from '../postgresql/add-column.js';
import type { ReviewRule } from '../rule.js';

export const serialAdded: ReviewRule = {
  name: 'review/serial-added',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A serial or identity column is added to a table that is in use.',
    why: 'Every row gets a number of its own: PostgreSQL rewrites the table and its indexes, and nobody reads or writes it until it is through (an ACCESS EXCLUSIVE lock).',
    bad: `ALTER TABLE "orders" ADD COLUMN "number" serial NOT NULL;`,
    good: `CREATE SEQUENCE "orders_number_seq";
ALTER TABLE "orders" ADD COLUMN "number" integer;
ALTER SEQUENCE "orders_number_seq" OWNED BY "orders"."number";
ALTER TABLE "orders" ALTER COLUMN "number" SET DEFAULT nextval('orders_number_seq');
-- Then, in batches: UPDATE "orders" SET "number" = nextval('orders_number_seq') WHERE "number" IS NULL …`,
    accept: 'The table is small, or not in use at the time.',
  },
  check(migration) {
    return stepsOf(migration, 'add column').flatMap((step) => {
      const { operation } = step;
      const fills = fillsRows(operation.definition);
      if (fills !== 'serial' && fills !== 'identity') return [];
      if (!isInUse(migration, tableBefore(step, operation))) return [];
      const table = shownName('postgresql', operation.schema, operation.table);
      const { column } = operation;
      return [
        {
          operation,
          target: `${table}.${column}`,
          message: `${table} is rewritten to give every row its ${column}, without reads and writes in the meantime.`,
          fix: 'Add a plain column with a sequence for new rows, and number the others in batches.',
          statements: inSteps(operation),
        },
      ];
    });
  },
};

/** What a serial type is short for (PostgreSQL's documentation, 8.1.4). */
const integers: Record<string, string> = {
  smallserial: 'smallint',
  serial2: 'smallint',
  serial: 'integer',
  serial4: 'integer',
  bigserial: 'bigint',
  serial8: 'bigint',
};

function inSteps({ schema, table: name, column: added, definition }: OperationOf<'add column'>): string[] {
  const table = tableIdentifier('postgresql', { schema, table: name });
  const sequence = tableIdentifier('postgresql', { schema, table: `${name}_${added}_seq` });
  const column = identifier('postgresql', added);
  const type = integers[definition.type.toLowerCase()] ?? definition.type;
  return [
    `CREATE SEQUENCE ${sequence} AS ${type};`,
    `ALTER TABLE ${table} ADD COLUMN ${column} ${type};`,
    `ALTER SEQUENCE ${sequence} OWNED BY ${table}.${column};`,
    `ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT nextval('${sequence.replaceAll("'", "''")}');`,
  ];
}
