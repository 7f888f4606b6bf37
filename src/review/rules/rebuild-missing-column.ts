import { shownName } from '../../sql/built/names.js';
import { findColumn } from '../../sql/built/schema.js';
import { stepsOf, tableBefore } from '../migration.js';
import { mayMeetRows } from '../rows.js';
import type { ReviewRule } from '../rule.js';

export const rebuildMissingColumn: ReviewRule = {
  name: 'review/rebuild-missing-column',
  severity: 'error',
  dialects: ['sqlite'],
  docs: {
    what: "A table's rebuild copies a column that the old table does not have.",
    why: 'drizzle-kit 0.31 writes such a copy where a column is added in the same migration as a change that needs a rebuild. SQLite builds that take an unknown name in double quotes for a text (better-sqlite3, bun:sqlite) put the name of the column into every row and say nothing; the others fail: no such column.',
    bad: `INSERT INTO "__new_users"("id", "name", "age") SELECT "id", "name", "age" FROM "users"; -- users has no age yet`,
    good: `INSERT INTO "__new_users"("id", "name") SELECT "id", "name" FROM "users"; -- age gets its default`,
    accept: 'Never where the table has rows: take the column out of both lists, or put an expression in its place.',
  },
  check(migration) {
    return stepsOf(migration, 'rebuild table').flatMap((step) => {
      const { operation, before } = step;
      const table = tableBefore(step, operation);
      if (table === null || table.isPartial) return [];
      const shown = shownName('sqlite', operation.schema, operation.table);
      const hasRows = mayMeetRows(migration, step, table);
      return (operation.copied ?? []).flatMap(({ column, from, expression }) => {
        if (from === null || isRowId(from) || findColumn(before, table, from) !== null) return [];
        const isText = expression.startsWith('"');
        // As a text it harms nobody where there is no row.
        if (isText && !hasRows) return [];
        return [
          {
            operation,
            target: `${shown}.${column}`,
            message: `The rebuild of ${shown} copies ${expression}, which ${shown} does not have: ${isText ? `every row gets the text '${from}', or the migration fails, depending on how SQLite was built.` : 'the migration fails.'}`,
            fix: `Take ${column} out of both lists of the INSERT, or give the rows a value in the SELECT.`,
          },
        ];
      });
    });
  },
};

/** SQLite's own names of the row's number. */
function isRowId(name: string): boolean {
  return ['rowid', 'oid', '_rowid_'].includes(name.toLowerCase());
}
