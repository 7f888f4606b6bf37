import type { Dialect } from '../../../src/project/dialects.js';
import { applyOperation } from '../../../src/sql/built/apply.js';
import { type BuiltSchema, emptySchema } from '../../../src/sql/built/schema.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';

/** The schema behind the SQL of each migration, one after the other; their tags are 0000, 0001… */
export async function built(dialect: Dialect, ...history: string[]): Promise<BuiltSchema> {
  let schema = emptySchema(dialect);
  for (const [at, sql] of history.entries()) {
    const operations = await parseOperations(dialect, sql);
    schema = operations.reduce((state, operation) => applyOperation(state, operation, `000${at}`), schema);
  }
  return schema;
}

/** A schema as lines, to be compared as a whole. */
export function shown({ tables, views, enums }: BuiltSchema): string[] {
  return [
    ...[...tables.values()].flatMap((table) => [
      `${[table.schema, table.name].filter((part) => part !== null).join('.')} by ${table.madeBy}${table.emptySince === null ? '' : `, empty since ${table.emptySince}`}`,
      ...table.columns.map(
        ({ name, type, notNull, default: value }) =>
          `  ${name} ${type}${notNull ? ' not null' : ''}${value === null ? '' : ` = ${value}`}`,
      ),
      ...table.constraints.map((constraint) => {
        const of = 'columns' in constraint ? ` (${constraint.columns.join(', ')})` : '';
        const to =
          constraint.type === 'foreign key'
            ? ` to ${constraint.references.table} (${constraint.references.columns.join(', ')})`
            : '';
        return `  ${constraint.type} ${constraint.name}${of}${to}${constraint.notValid ? ' not valid' : ''}`;
      }),
      ...table.indexes.map(
        ({ name, unique, columns }) => `  ${unique ? 'unique ' : ''}index ${name} (${columns.join(', ')})`,
      ),
      ...table.triggers.map((name) => `  trigger ${name}`),
      ...table.policies.map((name) => `  policy ${name}`),
    ]),
    ...[...views.values()].map(({ name, isMaterialized }) => `${isMaterialized ? 'materialized ' : ''}view ${name}`),
    ...[...enums.values()].map(({ name, values }) => `enum ${name} (${values.join(', ')})`),
  ];
}
