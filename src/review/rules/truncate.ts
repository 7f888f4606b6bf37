import { shownName } from '../../sql/built/names.js';
import { type BuiltSchema, type BuiltTable, referencesTo } from '../../sql/built/schema.js';
import { isNew, mayHaveRows, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';
import { isTemporary } from '../temporary.js';
import { listed } from '../text.js';

export const truncate: ReviewRule = {
  name: 'review/truncate',
  severity: 'error',
  dialects: ['postgresql', 'mysql'],
  docs: {
    what: 'TRUNCATE of a table that may have rows.',
    why: 'All rows are gone. With CASCADE PostgreSQL empties every table that refers to it too, whatever its foreign keys say for DELETE. On MySQL the statement commits what was done before it, and nothing of it can be rolled back.',
    bad: `TRUNCATE "sessions" CASCADE;`,
    good: `DELETE FROM "sessions" WHERE "expires_at" < now();`,
    accept: 'The rows are a cache, or are made again from elsewhere.',
  },
  check(migration) {
    const { dialect } = migration;
    return stepsOf(migration, 'truncate').flatMap((step) => {
      const { operation, before } = step;
      const table = tableBefore(step, operation);
      if (isNew(migration, table) || !mayHaveRows(migration, table)) return [];
      if (isTemporary(step, operation, migration)) return [];
      const target = shownName(dialect, operation.schema, operation.table);
      const others = operation.cascade && table !== null ? emptiedWith(before, table) : [];
      const names = others.map(({ schema, name }) => shownName(dialect, schema, name));
      const cascades = names.length > 0 ? ` So are those of ${listed(names)}, which refer to it (CASCADE).` : '';
      const fix = 'Delete the rows that have to go by a WHERE, in batches where they are many.';
      return [{ operation, target, message: `All rows of ${target} are deleted.${cascades}`, fix }];
    });
  },
};

/** The tables that refer to one, those that refer to them, and so on. */
function emptiedWith(schema: BuiltSchema, first: BuiltTable): BuiltTable[] {
  const found = new Set([first]);
  for (const table of found) for (const { table: from } of referencesTo(schema, table)) found.add(from);
  found.delete(first);
  return [...found];
}
