import { columnKey, shownName } from '../../sql/built/names.js';
import { type BuiltTable, findTable } from '../../sql/built/schema.js';
import type { OfTable, Operation } from '../../sql/operation.js';
import { identifier, identifiers, tableIdentifier } from '../../sql/quote.js';
import type { Constraint } from '../../sql/table-parts.js';
import { isNew, type ReviewedMigration } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const foreignKeyWithoutIndex: ReviewRule = {
  name: 'review/foreign-key-without-index',
  severity: 'warning',
  dialects: ['postgresql', 'sqlite'],
  docs: {
    what: 'A foreign key is added whose columns no index begins with.',
    why: 'PostgreSQL and SQLite make no index for a foreign key (MySQL does): each DELETE of a row that it refers to reads the whole table to look for references, and so does each query that joins over it. The index may come later in the same migration; a primary key or an index that begins with the columns serves as well.',
    bad: `ALTER TABLE "posts" ADD COLUMN "user_id" integer REFERENCES "users" ("id");`,
    good: `ALTER TABLE "posts" ADD COLUMN "user_id" integer REFERENCES "users" ("id");
CREATE INDEX "posts_user_id_idx" ON "posts" ("user_id");`,
    accept:
      'Rows that it refers to are never deleted and their keys never changed, and nothing joins over it; or the table stays small.',
  },
  check(migration) {
    return migration.steps.flatMap(({ operation }) =>
      foreignKeys(operation).flatMap(({ of, columns }) => {
        const table = findTable(migration.after, of);
        return table === null || isServed(migration, table, columns)
          ? []
          : [riskOf(migration, operation, of, table, columns)];
      }),
    );
  },
};

/** The foreign keys that an operation makes. */
function foreignKeys(operation: Operation): { of: OfTable; columns: string[] }[] {
  const keysIn = (of: OfTable, constraints: Constraint[]) =>
    constraints.flatMap((constraint) =>
      constraint.type === 'foreign key'
        ? [{ of: { schema: of.schema, table: of.table }, columns: constraint.columns }]
        : [],
    );
  switch (operation.kind) {
    case 'create table':
    case 'rebuild table':
      return keysIn(operation, [
        ...operation.columns.flatMap(({ constraints }) => constraints),
        ...operation.constraints,
      ]);
    case 'add column':
      return keysIn(operation, operation.definition.constraints);
    case 'add constraint':
      return keysIn(operation, [operation.constraint]);
    default:
      return [];
  }
}

/** Whether a primary key, a unique constraint or a whole index begins with the columns, in any order. */
function isServed({ dialect }: ReviewedMigration, table: BuiltTable, columns: string[]): boolean {
  const wanted = new Set(columns.map((column) => columnKey(dialect, column)));
  const begins = (names: (string | null)[]): boolean => {
    const first = names.slice(0, wanted.size).map((name) => (name === null ? null : columnKey(dialect, name)));
    return first.length === wanted.size && first.every((name) => name !== null && wanted.has(name));
  };
  const keys = table.constraints.filter(({ type }) => type === 'primary key' || type === 'unique');
  return (
    keys.some((key) => 'columns' in key && begins(key.columns)) ||
    table.indexes.some(({ columns: names, where }) => where === null && begins(names))
  );
}

function riskOf(
  migration: ReviewedMigration,
  operation: Operation,
  of: OfTable,
  table: BuiltTable,
  columns: string[],
): Risk {
  const { dialect, lockstep } = migration;
  const name = shownName(dialect, of.schema, of.table);
  const index = `${of.table}_${columns.join('_')}_idx`;
  const concurrently = dialect === 'postgresql' && !isNew(migration, table) ? ' CONCURRENTLY' : '';
  return {
    operation,
    target: `${name}.${columns.join(',')}`,
    message: `No index of ${name} begins with ${listed(columns)}: each DELETE of what the foreign key refers to reads the whole of ${name}.`,
    fix: lockstep(`new index ${name} ${columns.join(' ')}`),
    statements: [
      `CREATE INDEX${concurrently} ${identifier(dialect, index)} ON ${tableIdentifier(dialect, of)} (${identifiers(dialect, columns)});`,
    ],
  };
}
