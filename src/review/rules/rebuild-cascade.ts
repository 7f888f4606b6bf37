import { shownName } from '../../sql/built/names.js';
import { type BuiltSchema, type BuiltTable, findTable, referencesTo } from '../../sql/built/schema.js';
import type { ReferentialAction } from '../../sql/table-parts.js';
import { isNew, mayHaveRows, type ReviewedMigration, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';
import { listed } from '../text.js';

export const rebuildCascade: ReviewRule = {
  name: 'review/rebuild-cascade',
  severity: 'warning',
  dialects: ['sqlite'],
  docs: {
    what: 'A table is rebuilt or dropped that others refer to with ON DELETE CASCADE, SET NULL or SET DEFAULT.',
    why: 'With foreign keys on, SQLite’s DROP TABLE deletes the rows first, and that does to the rows of the children what ON DELETE says, in silence. The `PRAGMA foreign_keys=OFF` that drizzle-kit writes around a rebuild is ignored inside a transaction (SQLite’s documentation; seen on 3.40 and libSQL), and drizzle-kit migrate and the migrators of drizzle-orm run the file in one; only that of libSQL turns them off before. `lockstep migrate` turns them off before the transaction, looks afterwards whether every reference still holds, and loses no row.',
    bad: `PRAGMA foreign_keys=OFF;
CREATE TABLE "__new_users" ("id" integer PRIMARY KEY, "age" text);
INSERT INTO "__new_users" SELECT "id", "age" FROM "users";
DROP TABLE "users";
ALTER TABLE "__new_users" RENAME TO "users";`,
    good: `-- The same file by lockstep migrate, or by hand with foreign keys off before BEGIN.
-- Or no rebuild, where SQLite has a statement for the change:
ALTER TABLE "users" ADD COLUMN "age_text" text;`,
    accept:
      'The migration is applied by `lockstep migrate`, or foreign keys are off in every connection that migrates.',
  },
  check(migration) {
    return stepsOf(migration, 'rebuild table', 'drop table').flatMap((step): Risk[] => {
      const { operation, before } = step;
      const table = tableBefore(step, operation);
      if (table === null || isNew(migration, table)) return [];
      const children = childrenOf(migration, before, table);
      if (children.length === 0) return [];
      const target = shownName('sqlite', operation.schema, operation.table);
      const isRebuild = operation.kind === 'rebuild table';
      const ends = [...new Set(children.map(({ action }) => endOf[action]))].join(' or ');
      const names = listed(children.map(({ name }) => name));
      const how = isRebuild
        ? `The rebuild of ${target} drops the old table, and with foreign keys on the rows of ${names} that refer to it ${ends}: drizzle-kit migrate runs it in a transaction, where PRAGMA foreign_keys=OFF is ignored. lockstep migrate turns them off before, and loses none.`
        : `${target} is dropped, and with foreign keys on the rows of ${names} that refer to it ${ends}, though no statement names them.`;
      return [
        {
          operation,
          target,
          message: how,
          ...(isRebuild
            ? { fix: `Apply it with ${migration.lockstep('migrate')}` }
            : {
                severity: 'error' as const,
                fix: `Take the foreign keys out of ${names} first, or say what becomes of their rows.`,
              }),
        },
      ];
    });
  },
};

const endOf: Partial<Record<ReferentialAction, string>> = {
  cascade: 'are deleted',
  'set null': 'lose the reference',
  'set default': 'refer to the default',
};

/** Tables that are still there afterwards and whose rows a DELETE of the parent's rows changes. */
function childrenOf(migration: ReviewedMigration, before: BuiltSchema, table: BuiltTable) {
  return referencesTo(before, table).flatMap(({ table: child, key }) => {
    const stays = findTable(migration.after, { schema: child.schema, table: child.name }) !== null;
    const isChanged = endOf[key.onDelete] !== undefined && mayHaveRows(migration, child);
    return child === table || !stays || !isChanged
      ? []
      : [{ name: shownName('sqlite', child.schema, child.name), action: key.onDelete }];
  });
}
