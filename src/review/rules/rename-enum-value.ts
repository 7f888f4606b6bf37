import { shownName, tableKey } from '../../sql/built/names.js';
import { literal, tableIdentifier } from '../../sql/quote.js';
import { stepsOf } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const renameEnumValue: ReviewRule = {
  name: 'review/rename-enum-value',
  severity: 'error',
  dialects: ['postgresql'],
  docs: {
    what: 'A value of an enum that was there before gets another name.',
    why: 'All rows have the new name at once. A release that is still running writes the old one, which PostgreSQL refuses, compares with the old one, which is an error too, and reads one that it does not know.',
    bad: `ALTER TYPE "status" RENAME VALUE 'open' TO 'active';`,
    good: `-- Release 1 knows both and writes the old one:
ALTER TYPE "status" ADD VALUE 'active' AFTER 'open';
-- Release 2 writes the new one, and in a later migration:
UPDATE "orders" SET "status" = 'active' WHERE "status" = 'open';`,
    accept: 'The application does not run while the migration is applied, or no running release uses the value.',
  },
  check(migration) {
    const { before } = migration;
    return stepsOf(migration, 'rename enum value').flatMap(({ operation }) => {
      const { schema, name, value, to } = operation;
      const old = before.enums.get(tableKey('postgresql', schema, name));
      const made = stepsOf(migration, 'create enum').some((step) => step.operation.name === name);
      if (old === undefined ? made : !old.values.includes(value)) return [];
      const type = shownName('postgresql', schema, name);
      const typeName = tableIdentifier('postgresql', { schema, table: name });
      return [
        {
          operation,
          target: `${type}.${value}`,
          message: `The value ${value} of ${type} is called ${to} from here on: code that is still running writes and compares ${value}, and fails.`,
          fix: `Add ${to} beside it, let the code know both, and move the rows in a later release.`,
          statements: [
            `ALTER TYPE ${typeName} ADD VALUE ${literal('postgresql', to)} AFTER ${literal('postgresql', value)};`,
          ],
        },
      ];
    });
  },
};
