import { shownName } from '../../sql/built/names.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import type { Column } from '../../sql/table-parts.js';
import { isSymbol, isWord } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { mayHaveRows, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';
import { isNullText } from '../values.js';

export const unaddableColumn: ReviewRule = {
  name: 'review/unaddable-column',
  severity: 'error',
  dialects: ['sqlite'],
  docs: {
    what: 'A column is added that SQLite does not add to a table with rows, or to no table at all.',
    why: 'ALTER TABLE … ADD COLUMN writes nothing into the rows: a default that is not constant (CURRENT_TIMESTAMP, an expression), a stored generated column and, with foreign keys on, a reference with a default are refused as soon as there is a row. UNIQUE and PRIMARY KEY are refused on an empty table too (SQLite 3.45).',
    bad: `ALTER TABLE "users" ADD COLUMN "joined_at" text DEFAULT CURRENT_TIMESTAMP NOT NULL;`,
    good: `-- Without the default, then filled in; the code gives new rows their value ($defaultFn).
ALTER TABLE "users" ADD COLUMN "joined_at" text;
UPDATE "users" SET "joined_at" = CURRENT_TIMESTAMP WHERE "joined_at" IS NULL;`,
    accept: 'The table is empty wherever the migration will be applied.',
  },
  check(migration) {
    return stepsOf(migration, 'add column').flatMap((step) => {
      const { operation } = step;
      const { column, definition } = operation;
      const reason = whyNever(definition);
      const onRows = mayHaveRows(migration, tableBefore(step, operation)) ? whyNotOnRows(definition) : null;
      if (reason === null && onRows === null) return [];
      const shown = shownName('sqlite', operation.schema, operation.table);
      const table = tableIdentifier('sqlite', operation);
      const name = identifier('sqlite', column);
      const isFilled = definition.default !== null && reason === null;
      return [
        {
          operation,
          target: `${shown}.${column}`,
          message:
            reason !== null
              ? `SQLite adds no column that is ${reason}: the migration fails, whether ${shown} has rows or not.`
              : `SQLite adds no column with ${onRows} to a table with rows: the migration fails as soon as ${shown} has one.`,
          fix:
            reason === 'unique'
              ? 'Add the column without it, and a unique index behind it.'
              : 'Add the column without it, nullable, and fill it in; or rebuild the table.',
          statements: [
            `ALTER TABLE ${table} ADD COLUMN ${name} ${definition.type};`,
            ...(isFilled ? [`UPDATE ${table} SET ${name} = ${definition.default} WHERE ${name} IS NULL;`] : []),
            ...(reason === 'unique'
              ? [
                  `CREATE UNIQUE INDEX ${identifier('sqlite', `${operation.table}_${column}_unique`)} ON ${table} (${name});`,
                ]
              : []),
          ],
        },
      ];
    });
  },
};

function whyNever({ constraints }: Column): string | null {
  if (constraints.some(({ type }) => type === 'primary key')) return 'the primary key';
  return constraints.some(({ type }) => type === 'unique') ? 'unique' : null;
}

function whyNotOnRows({ constraints, default: value, generated }: Column): string | null {
  if (generated !== null) return generated.stored ? 'a stored value' : null;
  if (isNullText('sqlite', value) || value === null) return null;
  if (!isConstant(value)) return `a default that is not constant (${value})`;
  return constraints.some(({ type }) => type === 'foreign key') ? 'a reference and a default' : null;
}

/** A literal, with or without sign and brackets. */
function isConstant(value: string): boolean {
  const tokens = tokenize('sqlite', value).filter((token) => !isSymbol(token, '(', ')'));
  const unsigned = isSymbol(tokens[0], '-', '+') ? tokens.slice(1) : tokens;
  const [only] = unsigned;
  if (unsigned.length !== 1 || only === undefined) return false;
  return only.kind !== 'word' || isWord(only, 'true', 'false', 'null');
}
