import { shellWord } from '../../shell-word.js';
import { shownName } from '../../sql/built/names.js';
import { findColumn } from '../../sql/built/schema.js';
import type { OperationOf } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isInUse } from '../in-use.js';
import { stepsOf, tableBefore } from '../migration.js';
import { typeChange } from '../postgresql/type-change.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const typeRewrite: ReviewRule = {
  name: 'review/type-rewrite',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A column of a table that is in use changes to a type whose values are stored in another way.',
    why: 'PostgreSQL rewrites the table and builds its indexes anew, and nobody reads or writes it until it is through (an ACCESS EXCLUSIVE lock). Free are varchar to a longer varchar or text, text to varchar without a length, numeric to more digits with the same scale, timestamp, time and interval to more precision, timestamp to timestamptz and back where the session is in UTC, cidr to inet. Also then an index with an expression or a condition on the column is built anew, and a check on it tests every row.',
    bad: `ALTER TABLE "orders" ALTER COLUMN "id" SET DATA TYPE bigint;`,
    good: `ALTER TABLE "orders" ADD COLUMN "id_new" bigint;
-- A trigger, or the application, writes both; batches fill the rows that are there:
UPDATE "orders" SET "id_new" = "id" WHERE "id_new" IS NULL;
-- In a later release the new column takes the name of the old one:
ALTER TABLE "orders" RENAME COLUMN "id" TO "id_old";
ALTER TABLE "orders" RENAME COLUMN "id_new" TO "id";`,
    accept: 'The table is small, or not in use at the time.',
  },
  check(migration) {
    return stepsOf(migration, 'alter column type').flatMap((step): Risk[] => {
      const { operation, before } = step;
      const table = tableBefore(step, operation);
      if (!isInUse(migration, table)) return [];
      const from = findColumn(before, table, operation.column)?.type ?? null;
      const change = typeChange(table, operation, from);
      if (change.does === 'nothing') return [];
      const name = shownName('postgresql', operation.schema, operation.table);
      const target = `${name}.${operation.column}`;
      const nobody = 'without reads and writes in the meantime';
      if (change.does === 'rebuilds') {
        const { indexes, checks } = change;
        const again = [
          indexes.length > 0 ? `${listed(indexes)} ${indexes.length === 1 ? 'is' : 'are'} built` : '',
          checks.length > 0 ? `every row is tested for ${listed(checks)}` : '',
        ];
        const message = `${target} becomes ${operation.type}, and that is stored alike; but ${again.filter(Boolean).join(' and ')} again, ${nobody}.`;
        return [{ operation, target, message, fix: fixOfRebuild(indexes) }];
      }
      const was = from === null ? '' : `, was ${from}`;
      return [
        {
          operation,
          target,
          message: `${name} is rewritten with its indexes, ${nobody}: ${operation.column} becomes ${operation.type}${was}.${utcOnly(from, operation.type)}`,
          fix: `Add a column of the new type, write both, fill it (${migration.lockstep(`new backfill ${[name, `${operation.column}_new`, '--from', operation.column].map(shellWord).join(' ')}`)}), and change over in a later release.`,
          statements: expand(operation),
        },
      ];
    });
  },
};

function fixOfRebuild(indexes: string[]): string {
  return indexes.length > 0
    ? 'Drop the index CONCURRENTLY first, and build it CONCURRENTLY afterwards.'
    : 'Drop the check first, and add it NOT VALID afterwards; validate it in the next migration.';
}

function isOf(type: string | null, ...names: string[]): boolean {
  return names.some((name) => type?.toLowerCase().replace(/\s*\(\d\)/, '') === name);
}

function utcOnly(from: string | null, to: string): string {
  const zoned = ['timestamptz', 'timestamp with time zone'];
  const plain = ['timestamp', 'timestamp without time zone'];
  const isBetween = (isOf(from, ...zoned) && isOf(to, ...plain)) || (isOf(from, ...plain) && isOf(to, ...zoned));
  return isBetween ? " Only with SET TIME ZONE 'UTC' before it, and no USING, the rows stay as they are." : '';
}

function expand(operation: OperationOf<'alter column type'>): string[] {
  const table = tableIdentifier('postgresql', operation);
  const [old, next] = [operation.column, `${operation.column}_new`].map((name) => identifier('postgresql', name));
  return [
    `ALTER TABLE ${table} ADD COLUMN ${next} ${operation.type};`,
    `UPDATE ${table} SET ${next} = ${operation.using ?? `${old}::${operation.type}`} WHERE ${next} IS NULL;`,
    `ALTER TABLE ${table} RENAME COLUMN ${old} TO ${identifier('postgresql', `${operation.column}_old`)};`,
    `ALTER TABLE ${table} RENAME COLUMN ${next} TO ${old};`,
  ];
}
