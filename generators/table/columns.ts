import { LockstepError } from '../../src/errors.js';
import { parseField } from '../../src/scaffold/fields/index.js';
import type { SchemaSource, SourceReader } from '../../src/schema/source/index.js';
import type { DialectTypes, FixedColumn } from '../../src/schema/types/index.js';
import { type Column, decideColumn, type NamedField, namedField, noColumn } from '../columns/column.js';
import type { Conventions } from '../columns/conventions.js';
import type { OwnTable } from '../columns/references.js';
import type { TableAnswers } from './answers.js';

/**
 * The columns of the table: the key, the fields in their order, the timestamps. `listed` are the fields as text.
 * Throws a LockstepError (exit 2) for the first field that makes no sense.
 */
export function decideColumns(
  listed: readonly string[],
  answers: TableAnswers,
  own: Omit<OwnTable, 'key'>,
  schema: SchemaSource,
  types: DialectTypes,
  conventions: Conventions,
  reader: SourceReader,
): Column[] {
  const fields = listed.map(parseField).map((field) => namedField(field, types));
  checkDuplicates(fields, answers, conventions);
  const columns: Column[] = [];
  if (answers.key !== 'none') columns.push(fixedColumn('id', types.keys[answers.key], conventions));
  const primaries = fields.filter(({ field }) => field.primary);
  if (answers.key !== 'none' && primaries[0]) {
    throw new LockstepError(`${primaries[0].field.source}: the table has the key id already.`, {
      fix: 'Leave id out with --key none.',
    });
  }
  for (const { field, name } of fields) {
    const table = { ...own, key: ownKey(columns, primaries.length) };
    const column = decideColumn(field, conventions.column(name), schema, table, types, reader);
    columns.push({ ...column, primary: field.primary && primaries.length > 0 });
  }
  if (answers.timestamps) {
    columns.push(
      fixedColumn('created_at', types.createdAt, conventions),
      fixedColumn('updated_at', types.updatedAt, conventions),
    );
  }
  if (columns.length === 0)
    throw new LockstepError('The table would have no columns.', { fix: 'Give it fields: name:string.' });
  return columns;
}

function checkDuplicates(fields: NamedField[], { key, timestamps }: TableAnswers, conventions: Conventions): void {
  const taken = new Map<string, string>();
  if (key !== 'none')
    taken.set(conventions.column('id').property, 'The table has a key of that name; leave it out with --key none');
  if (timestamps)
    for (const name of ['created_at', 'updated_at'])
      taken.set(
        conventions.column(name).property,
        'The table has timestamps of that name; leave them out with --no-timestamps',
      );
  for (const { field, name } of fields) {
    const { property } = conventions.column(name);
    const why = taken.get(property);
    if (why !== undefined)
      throw new LockstepError(`${field.source}: there is a column ${name} already.`, {
        fix: `${why}, or choose another name.`,
      });
    taken.set(property, `It is given by ${field.source} before`);
  }
}

function fixedColumn(name: string, { builder, options, calls }: FixedColumn, conventions: Conventions): Column {
  return { ...noColumn, ...conventions.column(name), builder, options: { ...options }, fixed: calls };
}

/** The column that a reference to the table itself means, of those that come before it. */
function ownKey(columns: Column[], primaries: number): OwnTable['key'] {
  const key = columns.find(({ fixed, primary }) => primary || fixed.some((code) => code.startsWith('primaryKey')));
  if (!key || primaries > 1) return null;
  return { property: key.property, name: key.name, type: { builder: key.builder, options: key.options } };
}
