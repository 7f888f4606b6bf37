import { shellWord } from '../../shell-word.js';
import { shownName } from '../../sql/built/names.js';
import { isNewColumn } from '../column-changes.js';
import { isAlways } from '../every-row.js';
import { isNew, mayHaveRows, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';
import { isTemporary } from '../temporary.js';
import { listed } from '../text.js';

export const updateAll: ReviewRule = {
  name: 'review/update-all',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'UPDATE without WHERE of a column that had values before.',
    why: 'Every value of the column is overwritten, and what it was cannot be told afterwards. All rows are locked until the migration is through. A column that the migration itself added has no values to lose: to fill it is not found here.',
    bad: `UPDATE "users" SET "locale" = 'en';`,
    good: `UPDATE "users" SET "locale" = 'en' WHERE "locale" IS NULL;`,
    accept: 'Every value has to change, and the old ones can be had back or are not needed.',
  },
  check(migration) {
    const { lockstep } = migration;
    return stepsOf(migration, 'update').flatMap((step) => {
      const { operation } = step;
      const table = tableBefore(step, operation);
      if (!isAlways(migration.dialect, operation.where) || isNew(migration, table) || !mayHaveRows(migration, table))
        return [];
      if (isTemporary(step, operation, migration)) return [];
      const columns = operation.columns.filter((column) => !isNewColumn(migration, operation, operation, column));
      if (columns.length === 0 && operation.columns.length > 0) return [];
      const name = shownName(migration.dialect, operation.schema, operation.table);
      const [only] = columns;
      const target = only !== undefined && columns.length === 1 ? `${name}.${only}` : name;
      const what = columns.length === 0 ? 'values' : listed(columns);
      const fix =
        only === undefined || columns.length > 1
          ? 'Say by a WHERE which rows have to change.'
          : `Say by a WHERE which rows have to change, or in batches: ${lockstep(`new backfill ${[name, only].map(shellWord).join(' ')} --set …`)}`;
      return [
        {
          operation,
          target,
          message: `${what} of every row of ${name} is overwritten: the statement has no WHERE.`,
          fix,
        },
      ];
    });
  },
};
