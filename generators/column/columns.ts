import { LockstepError } from '../../src/errors.js';
import { parseField } from '../../src/scaffold/fields/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import { type FoundTable, lineOf, propertiesOf, type SchemaSource } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import { type Column, decideColumn, namedField } from '../columns/column.js';
import { type OwnTable, typeOf } from '../columns/references.js';
import { tableConventions } from '../table-conventions.js';
import { leadsTo } from './circular.js';

/**
 * The columns that fields mean in a table that is there.
 * Throws a LockstepError (exit 2) for the first that makes no sense or whose name is taken.
 */
export function decideNewColumns(
  fields: readonly string[],
  found: FoundTable,
  schema: SchemaSource,
  types: DialectTypes,
  context: GeneratorContext,
): Column[] {
  const { table } = found;
  const conventions = tableConventions(found, schema, context);
  const taken = new Map<string, { path: string; line: number } | string>();
  for (const { property, name, path, line } of propertiesOf(table, found.file, schema, context)) {
    taken.set(property, { path, line });
    if (name !== null) taken.set(name, { path, line });
  }
  return fields.map((typed) => {
    const { field, name } = namedField(parseField(typed), types);
    const column = conventions.column(name);
    const before = taken.get(column.property) ?? taken.get(column.name);
    if (before !== undefined) {
      const where = typeof before === 'string' ? `given by ${before} before` : `in ${before.path}:${before.line}`;
      throw new LockstepError(`${field.source}: ${table.name} has a column ${column.name} already, ${where}.`, {
        ...(typeof before === 'string' ? {} : before),
        fix: 'Choose another name.',
      });
    }
    taken.set(column.property, field.source);
    taken.set(column.name, field.source);
    if (field.primary) {
      throw new LockstepError(`${field.source}: a table that is there gets no primary key with a column.`, {
        path: table.path,
        line: table.line,
        fix: 'Leave the flag out. A new key is a migration of its own: a column, its values, then the key.',
      });
    }
    const decided = decideColumn(field, column, schema, ownTable(found, schema, context), types, context);
    if (decided.target?.table === null && table.local === '') {
      throw new LockstepError(`${field.source}: ${table.path} exports the table ${table.name} without a name.`, {
        path: table.path,
        line: table.line,
        fix: `Give it a name, which the reference can use: export const ${table.name} = …`,
      });
    }
    checkCircle(decided, found, schema);
    return decided;
  });
}

/** Two tables whose rows need a row of the other first never get one. Throws a LockstepError (exit 2) for such a pair. */
export function checkCircle(
  { name, required, target }: Pick<Column, 'name' | 'required' | 'target'>,
  { table, file }: FoundTable,
  schema: SchemaSource,
): void {
  const other = target?.table;
  if (!required || !other || other === table || !leadsTo(other, table, schema)) return;
  const home = schema.files.find(({ path }) => path === other.path) ?? file;
  const local =
    home.path === table.path
      ? table.local
      : home.imports.flatMap(({ named }) => named).find(({ imported }) => imported === table.exportName)?.local;
  const back = other.columns.find(
    ({ calls, start, end }) =>
      calls.includes('references') &&
      calls.includes('notNull') &&
      local !== undefined &&
      home.text.slice(start, end).includes(`${local}.`),
  );
  if (!back) return;
  const line = lineOf(home.text, back.start);
  throw new LockstepError(
    `${table.name}.${name} and ${other.name}.${back.property} would require each other: neither table could get its first row.`,
    { path: other.path, line, fix: 'Leave out required on one of them.' },
  );
}

/** The table as a reference to itself sees it. */
function ownTable({ table }: FoundTable, schema: SchemaSource, context: GeneratorContext): OwnTable {
  const [key, ...more] = table.columns.filter(({ calls }) => calls.includes('primaryKey'));
  const type = key && more.length === 0 ? typeOf(table, key, schema, context) : null;
  const readable = key && type ? { property: key.property, name: key.name ?? key.property, type } : null;
  const exportName = table.exportName ?? table.local;
  return { name: table.name, exportName, typed: table.name, key: readable };
}
