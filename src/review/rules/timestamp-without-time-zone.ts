import { shownName } from '../../sql/built/names.js';
import { typeOf } from '../../sql/lossless.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isNew, tableBefore } from '../migration.js';
import { newTypes } from '../new-types.js';
import type { ReviewRule } from '../rule.js';

export const timestampWithoutTimeZone: ReviewRule = {
  name: 'review/timestamp-without-time-zone',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A column gets the type timestamp, without time zone.',
    why: 'It keeps what a clock showed, and not when that was: now() is written as the local time of the session’s TimeZone, and sessions with another one read another moment out of it. timestamp with time zone keeps the moment, in as many bytes. Drizzle’s timestamp() is without, unless it is told withTimezone.',
    bad: `CREATE TABLE "orders" ("id" uuid PRIMARY KEY, "placed_at" timestamp);`,
    good: `CREATE TABLE "orders" ("id" uuid PRIMARY KEY, "placed_at" timestamp with time zone);`,
    accept:
      'It is a local time on purpose, as of an alarm clock; or every session is in UTC, for good: turn the rule off then.',
  },
  check(migration) {
    return newTypes(migration).flatMap(({ step, of, column, type }) => {
      if (typeOf('postgresql', type.replaceAll('[]', '')).name !== 'timestamp') return [];
      const target = `${shownName('postgresql', of.schema, of.table)}.${column}`;
      const name = identifier('postgresql', column);
      const isThere = step.operation.kind === 'alter column type' && !isNew(migration, tableBefore(step, of));
      return [
        {
          operation: step.operation,
          target,
          message: `${target} keeps what a clock showed, and not the moment: sessions in other time zones read another one.`,
          fix: `timestamp('${column}', { withTimezone: true })`,
          ...(isThere
            ? {
                statements: [
                  `ALTER TABLE ${tableIdentifier('postgresql', of)} ALTER COLUMN ${name} SET DATA TYPE timestamp with time zone USING ${name} AT TIME ZONE 'UTC';`,
                ],
              }
            : {}),
        },
      ];
    });
  },
};
