import { columnKey, shownName } from '../../sql/built/names.js';
import { type BuiltIndex, findColumn, findTable } from '../../sql/built/schema.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isNew, type ReviewedMigration, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';

export const rebuildDropsParts: ReviewRule = {
  name: 'review/rebuild-drops-parts',
  severity: 'error',
  dialects: ['sqlite'],
  docs: {
    what: 'A rebuilt table had a trigger or an index that the migration does not make again.',
    why: 'Triggers and indexes go with the old table when it is dropped, without a word. drizzle-kit makes those indexes again that are in the schema; it knows no triggers, and no index that was made by hand. Of an index that is not unique it is a warning: queries get slower, and nothing else.',
    bad: `DROP TABLE "users";
ALTER TABLE "__new_users" RENAME TO "users";`,
    good: `DROP TABLE "users";
ALTER TABLE "__new_users" RENAME TO "users";
CREATE TRIGGER "users_touch" AFTER UPDATE ON "users" BEGIN UPDATE "users" SET "updated_at" = unixepoch() WHERE "id" = NEW."id"; END;`,
    accept: 'It is no longer wanted.',
  },
  check(migration) {
    return stepsOf(migration, 'rebuild table').flatMap((step): Risk[] => {
      const { operation } = step;
      const old = tableBefore(step, operation);
      if (old === null || isNew(migration, old)) return [];
      const shown = shownName('sqlite', operation.schema, operation.table);
      const now = findTable(step.after, operation);
      const why = `goes with the old table in the rebuild of ${shown}, and is not made again.`;
      const triggers = old.triggers
        .filter((name) => !isLeft(migration, 'triggers', name))
        .map((name) => ({
          operation,
          target: name,
          message: `Trigger ${name} ${why}`,
          fix: 'Make it again behind the rebuild.',
        }));
      const indexes = old.indexes
        .filter((index) => !isLeft(migration, 'indexes', index.name))
        // Without one of its columns it cannot be made again.
        .filter(({ columns }) => columns.every((name) => name === null || findColumn(step.after, now, name) !== null))
        .map((index) => ({
          operation,
          target: index.name,
          message: `${index.unique ? 'Unique index' : 'Index'} ${index.name} ${why}`,
          severity: index.unique ? ('error' as const) : ('warning' as const),
          fix: 'Make it again behind the rebuild.',
          statements: [made(operation, index)],
        }));
      return [...triggers, ...indexes];
    });
  },
};

/** Whether it is there when the migration is through, or a statement of the migration drops it by name. */
function isLeft(migration: ReviewedMigration, parts: 'triggers' | 'indexes', name: string): boolean {
  const isIt = (other: string): boolean => columnKey('sqlite', other) === columnKey('sqlite', name);
  const isThere = [...migration.after.tables.values()].some((table) =>
    parts === 'triggers' ? table.triggers.some(isIt) : table.indexes.some((index) => isIt(index.name)),
  );
  const dropped = stepsOf(migration, 'drop index', 'drop trigger').map(({ operation }) =>
    operation.kind === 'drop index' ? operation.index : operation.name,
  );
  return isThere || dropped.some(isIt);
}

function made(of: { schema: string | null; table: string }, { name, unique, parts, where }: BuiltIndex): string {
  const condition = where === null ? '' : ` WHERE ${where}`;
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${identifier('sqlite', name)} ON ${tableIdentifier('sqlite', of)} (${parts.join(', ')})${condition};`;
}
