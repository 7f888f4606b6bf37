import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';
import type { RowColumn } from './columns.js';
import type { Decided, Parts } from './decide.js';
import { storedType } from './undone.js';

/** A backfill as a migration: one statement, which only sees rows without a value, so that it may run again. */
export async function planAsMigration(decided: Decided, context: GeneratorContext): Promise<Plan> {
  const { name, notUndone, found, column } = decided;
  const { sql, down } = statements(decided, context);
  const changes = await context.planMigration({ name, sql, down });
  const unproven = changes.map(({ after }) => /^-- Not proven: (.*)$/m.exec(after ?? '')?.[1]).find(Boolean);
  return {
    root: context.root,
    changes,
    nextSteps: [
      // An engine here may lack what the database has: a function of an extension.
      ...(unproven === undefined ? [] : [`It is not proven: ${unproven}`]),
      `It locks the rows of ${found.name} that it fills until it ends. For more than some ten thousand: --as script`,
      ...(notUndone === null ? [] : [`Its down leaves the rows as they are: ${notUndone}`]),
      `Read ${changes.map(({ path }) => path).find((path) => /(?<!down)\.sql$/.test(path)) ?? 'the migration'} and its down file, then migrate.`,
      ...(column.isRequired ? [] : [nextRequired(column, context)]),
    ],
  };
}

/** The last step of a column that is to be required: nullable, filled, required. */
export const nextRequired = ({ property, path, databaseName }: RowColumn, context: GeneratorContext): string =>
  `To require it then: .notNull() at ${property} in ${path}, and ${context.generateCommand(`require_${databaseName}`.slice(0, 60))}`;

/** The UPDATE, and the one that takes it back from rows that still hold what they were given. */
export function statements(
  { found, column, columns, value, where, onlyEmpty, notUndone }: Decided,
  { project: { dialect } }: GeneratorContext,
): { sql: string; down: string | null } {
  const mark = dialect === 'mysql' ? '`' : '"';
  const quoted = (one: string): string => mark + one.replaceAll(mark, mark + mark) + mark;
  const text = (parts: Parts): string =>
    parts.map((part) => (part.kind === 'text' ? part.text : quoted(part.column.databaseName))).join('');
  const table = [found.schema, found.name].filter((part) => part !== null).map(quoted);
  const target = quoted(column.databaseName);
  // MySQL would stamp every row as changed now.
  const kept = columns
    .filter(({ file, value: code }) => file.text.slice(code.start, code.end).includes('.onUpdateNow('))
    .map(({ databaseName }) => `, ${quoted(databaseName)} = ${quoted(databaseName)}`)
    .join('');
  const update = (set: string, conditions: string[]): string =>
    `UPDATE ${table.join('.')} SET ${target} = ${set}${kept} WHERE ${conditions.join(' AND ')};`;
  const also = where === null ? [] : [`(${text(where)})`];
  const stored = storedType(column, dialect);
  const compared = stored === null ? `(${text(value)})` : `CAST(${text(value)} AS ${stored})`;
  return {
    sql: update(text(value), [...(onlyEmpty ? [`${target} IS NULL`] : []), ...also]),
    down: notUndone === null ? update('NULL', [`${target} = ${compared}`, ...also]) : null,
  };
}
