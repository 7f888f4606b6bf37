import { columnKey, shownName } from '../../sql/built/names.js';
import { type BuiltTable, findColumn } from '../../sql/built/schema.js';
import type { OperationOf } from '../../sql/operation.js';
import type { Column } from '../../sql/table-parts.js';
import { isNewColumn } from '../column-changes.js';
import { isNew, stepsOf, tableBefore } from '../migration.js';
import { mayMeetRows } from '../rows.js';
import type { ReviewRule } from '../rule.js';
import { columnsNamed } from '../values.js';

export const rebuildLosesValues: ReviewRule = {
  name: 'review/rebuild-loses-values',
  severity: 'error',
  dialects: ['sqlite'],
  docs: {
    what: 'A rebuilt table keeps a column, and its copy does not take the values over.',
    why: 'A column that the INSERT of the copy leaves out gets its default or NULL in every row, one that the SELECT fills with something else gets that, and SELECT * copies by place, whatever the columns are called. The old values go with the old table; nothing fails, and no statement says UPDATE.',
    bad: `CREATE TABLE "__new_users" ("id" integer PRIMARY KEY, "name" text, "email" text);
INSERT INTO "__new_users" ("id", "name") SELECT "id", "name" FROM "users";`,
    good: `CREATE TABLE "__new_users" ("id" integer PRIMARY KEY, "name" text, "email" text);
INSERT INTO "__new_users" ("id", "name", "email") SELECT "id", "name", "email" FROM "users";`,
    accept: 'The values are not needed, or the expression of the copy makes the same of them.',
  },
  check(migration) {
    return stepsOf(migration, 'rebuild table').flatMap((step) => {
      const { operation } = step;
      const table = tableBefore(step, operation);
      if (table === null || isNew(migration, table) || !mayMeetRows(migration, step, table)) return [];
      const shown = shownName('sqlite', operation.schema, operation.table);
      return operation.columns.flatMap((column) => {
        const old = findColumn(step.before, table, column.name);
        if (old === null || old.generated !== null || isNewColumn(migration, operation, operation, old.name)) return [];
        const instead = whatInstead(operation, table, old, column);
        if (instead === null) return [];
        return [
          {
            operation,
            target: `${shown}.${old.name}`,
            message: `The rebuild of ${shown} loses the values of ${old.name}: ${instead}.`,
            fix:
              column.generated === null
                ? `Name ${old.name} in both lists of the INSERT.`
                : 'Add the generated column under another name.',
          },
        ];
      });
    });
  },
};

/** What the rows get in a column that is kept; `null` where its values are taken over, by itself or by another one. */
function whatInstead(
  operation: OperationOf<'rebuild table'>,
  table: BuiltTable,
  old: Column,
  { generated, default: value, ...column }: Column,
): string | null {
  const isIt = (name: string | null): boolean =>
    name !== null && columnKey('sqlite', name) === columnKey('sqlite', old.name);
  const { copied } = operation;
  if (copied === null) {
    const from = takenByPlace(operation, table, isIt);
    return from === null || isIt(from) ? null : `SELECT * copies by place, and every row gets its ${from} in it`;
  }
  const copy = copied.find(({ column }) => isIt(column));
  if (copy !== undefined && copy.from !== null && !isIt(copy.from)) return `every row gets its ${copy.from} in it`;
  if (copied.some(({ expression }) => columnsNamed('sqlite', table, expression).some(isIt))) return null;
  if (generated !== null) return 'every row gets what its expression makes';
  if (copy !== undefined) return `every row gets ${copy.expression} in it`;
  const isNumbered = column.type.toLowerCase() === 'integer' && isOnlyKey(operation, column.name);
  return `the copy leaves it out, and every row gets ${isNumbered ? 'a new number' : (value ?? 'NULL')} in it`;
}

/** With the type integer: SQLite numbers the rows itself. */
function isOnlyKey({ columns, constraints }: OperationOf<'rebuild table'>, column: string): boolean {
  return [...columns.flatMap((one) => one.constraints), ...constraints].some(
    (key) => key.type === 'primary key' && key.columns.length === 1 && key.columns[0] === column,
  );
}

/** The old column in the place of a new one; `null` where that is not told, or SQLite refuses the copy. */
function takenByPlace(
  { columns, steps }: OperationOf<'rebuild table'>,
  table: BuiltTable,
  isIt: (name: string) => boolean,
): string | null {
  const insert = steps.find(({ kind }) => kind === 'insert');
  const named = insert?.kind === 'insert' ? insert.columns : [];
  const targets =
    named.length > 0 ? named : columns.filter((column) => column.generated === null).map(({ name }) => name);
  if (table.isPartial || targets.length !== table.columns.length) return null;
  return table.columns[targets.findIndex(isIt)]?.name ?? null;
}
