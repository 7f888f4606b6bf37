import { shownName } from '../../sql/built/names.js';
import { findColumn, findTable } from '../../sql/built/schema.js';
import type { Column } from '../../sql/table-parts.js';
import { stepsOf } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const uuidKey: ReviewRule = {
  name: 'review/uuid-key',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A table is made whose key the database counts up, instead of a uuid.',
    why: 'Keys that are counted are guessed, tell how many rows there are, and clash when databases are merged or rows are made before they are sent. The key of a table cannot be changed later without every table that refers to it. Generators here make uuid keys. On SQLite and MySQL counted keys are the engines’ own way, and not found.',
    bad: `CREATE TABLE "orders" ("id" serial PRIMARY KEY);`,
    good: `CREATE TABLE "orders" ("id" uuid PRIMARY KEY DEFAULT gen_random_uuid());`,
    accept: 'The project counts its keys on purpose: turn the rule off for all of it.',
  },
  check(migration) {
    const { after } = migration;
    return stepsOf(migration, 'create table').flatMap(({ operation }) => {
      const table = findTable(after, operation);
      const key = table?.constraints.find(({ type }) => type === 'primary key');
      if (table === null || operation.temporary || key?.type !== 'primary key' || key.columns.length !== 1) return [];
      const column = findColumn(after, table, key.columns[0] ?? '');
      if (column === null || !isCounted(column)) return [];
      const target = `${shownName('postgresql', operation.schema, operation.table)}.${column.name}`;
      return [
        {
          operation,
          target,
          message: `The key ${target} is counted up by the database (${column.type}), and not a uuid.`,
          fix: `uuid('${column.name}').primaryKey().defaultRandom(); or turn the rule off where keys are counted on purpose.`,
        },
      ];
    });
  },
};

function isCounted({ autoIncrement, identity, default: value }: Column): boolean {
  return autoIncrement || identity !== null || (value ?? '').toLowerCase().startsWith('nextval(');
}
