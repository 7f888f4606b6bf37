import { columnKey, shownName } from '../../sql/built/names.js';
import { type BuiltTable, findColumn } from '../../sql/built/schema.js';
import type { OfTable } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isNewColumn } from '../column-changes.js';
import { isNew, type ReviewedMigration, type Step, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';

export const renameColumn: ReviewRule = {
  name: 'review/rename-column',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A column that was there before gets another name; on SQLite also by a rebuild.',
    why: 'Drizzle names every column of a table in its queries: each query of the table by a release that is still running fails until the new release is everywhere. The property in the code may be renamed alone, and the column keep its name.',
    bad: `ALTER TABLE "users" RENAME COLUMN "name" TO "full_name";`,
    good: `-- Release 1 writes both and reads the old one:
ALTER TABLE "users" ADD COLUMN "full_name" text;
UPDATE "users" SET "full_name" = "name" WHERE "full_name" IS NULL;
-- Release 2 reads and writes the new one; then, in a later migration:
ALTER TABLE "users" DROP COLUMN "name";`,
    accept: 'The application does not run while the migration is applied, or nothing that runs uses the table.',
  },
  check(migration) {
    const renamed = stepsOf(migration, 'rename column').flatMap((step) =>
      riskOf(migration, step, step.operation, step.operation.column, step.operation.to),
    );
    const rebuilt = stepsOf(migration, 'rebuild table').flatMap((step) =>
      (step.operation.copied ?? []).flatMap(({ column, from }) => {
        const isKept = step.operation.columns.some(
          ({ name }) => columnKey('sqlite', name) === columnKey('sqlite', from ?? ''),
        );
        return from === null || isKept ? [] : riskOf(migration, step, step.operation, from, column);
      }),
    );
    return [...renamed, ...rebuilt];
  },
};

function riskOf(migration: ReviewedMigration, step: Step, of: OfTable, from: string, to: string): Risk[] {
  const { dialect } = migration;
  const table = tableBefore(step, of);
  if (isNew(migration, table) || isNewColumn(migration, step.operation, of, from)) return [];
  if (findColumn(migration.after, tableBefore({ before: migration.after }, of), from) !== null) return [];
  const name = shownName(dialect, of.schema, of.table);
  const target = `${name}.${from}`;
  return [
    {
      operation: step.operation,
      target,
      message: `${target} is called ${to} from here on: every query of ${name} by code that is still running names ${from}, and fails.`,
      fix: `Rename the property in the code alone; or add ${to}, write both, fill it, and drop ${from} in a later release.`,
      ...stepsFor(migration, of, table, from, to),
    },
  ];
}

function stepsFor({ dialect }: ReviewedMigration, of: OfTable, table: BuiltTable | null, from: string, to: string) {
  const column = table?.columns.find(({ name }) => columnKey(dialect, name) === columnKey(dialect, from));
  if (column === undefined) return {};
  const [rows, old, now] = [tableIdentifier(dialect, of), identifier(dialect, from), identifier(dialect, to)];
  return {
    statements: [
      `ALTER TABLE ${rows} ADD COLUMN ${now} ${column.type};`,
      `UPDATE ${rows} SET ${now} = ${old} WHERE ${now} IS NULL;`,
      `ALTER TABLE ${rows} DROP COLUMN ${old};`,
    ],
  };
}
