import { snakeCase } from '../../src/scaffold/fields/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FoundTable } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import type { Column } from '../columns/column.js';
import { uniqueNotes } from '../constraint/place.js';

/** What the user has to know and to run. */
export function nextSteps(
  columns: Column[],
  found: FoundTable,
  _types: DialectTypes,
  context: GeneratorContext,
): string[] {
  const { table } = found;
  const unique = columns.flatMap((column) => (column.unique ? column.name : []));
  const extensions = [...new Set(columns.flatMap(({ extension }) => extension ?? []))];
  const names = columns.map(({ name }) => snakeCase(name)).join('_');
  return [
    ...extensions.map((one) => `The database needs the extension first: CREATE EXTENSION IF NOT EXISTS ${one};`),
    ...columns.flatMap((column) => rowsNote(column, table.name, context.project.dialect)),
    ...(unique.length > 0 ? uniqueNotes(unique, { found, context }) : []),
    context.generateCommand(`add_${names}_to_${snakeCase(table.name)}`.slice(0, 60).replace(/_+$/, '')),
  ];
}

/** What a required column without a value means for the rows that a table has. */
function rowsNote(column: Column, table: string, dialect: GeneratorContext['project']['dialect']): string[] {
  const what = `${table}.${column.name}`;
  const value = column.default;
  const code = value?.kind === 'call' ? value.call : null;
  // `$defaultFn` runs in the application: the database knows no default.
  const inDatabase = value !== null && !code?.startsWith('$');
  if (dialect === 'sqlite' && inDatabase && code !== null) {
    return [
      `${what} has a default that is an expression: SQLite adds such a column only to a table without rows. Give it a constant default, or add it without one.`,
    ];
  }
  if (!column.required || inDatabase) return [];
  const mend = column.target
    ? 'add it without required, fill it (lockstep new backfill), then require it'
    : 'give it a default (default=VALUE), or add it without required, fill it (lockstep new backfill), then require it';
  if (dialect === 'mysql' && !column.target) {
    return [
      `${what} is required and has no default: MySQL fills the rows that are there with an empty value. To choose it, ${mend}.`,
    ];
  }
  return [`${what} is required and has no default: the migration fails where ${table} has rows. There, ${mend}.`];
}
