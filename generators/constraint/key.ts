import { LockstepError } from '../../src/errors.js';
import { array, call, chainOf, object, raw, string, takesCall } from '../../src/scaffold/edit/index.js';
import { distinct } from '../index/decide.js';
import { editOptions, type OptionCode } from '../options/edit.js';
import { existingOptions } from '../options/existing.js';
import { freeName } from '../options/names.js';
import { refuseUnindexable } from '../options/unindexable.js';
import type { ConstraintAnswers } from './answers.js';
import { copyNotes, type Decided, type Place, qualifiedName, quotedName, uniqueNotes } from './place.js';

type KeyAnswers = Extract<ConstraintAnswers, { kind: 'unique' | 'primary-key' }>;

/**
 * A unique constraint or a primary key: at the column when it is one that the table has written out and drizzle's own
 * name for it will do, else in the table options.
 * Throws a LockstepError (exit 2) for columns that have it already.
 */
export function planKey({ kind, columns: typed, name: asked }: KeyAnswers, place: Place): Decided {
  const { found, schema, types, context } = place;
  const columns = distinct(typed, found, schema, context);
  refuseTwin(
    kind,
    columns.map(({ property }) => property),
    place,
  );
  const what = kind === 'unique' ? 'a unique constraint' : 'a primary key';
  refuseUnindexable(what, columns, found, context, 'Choose other columns.');
  const names = columns.map(({ databaseName }) => databaseName);
  const made = `${found.name}_${names.join('_')}_${kind === 'unique' ? 'unique' : 'pk'}`;
  // The constraint comes with an index of its name.
  const name = freeName(asked, made, 'index', found, schema, types, context);
  const properties = columns.map(({ property }) => property);
  const [first, ...more] = columns;
  // drizzle makes the name of the table's whole name, which a creator's prefix is part of.
  const isOwnName = asked === undefined && name === made;
  const change = editOptions(found, schema, types, context, (code) =>
    first && more.length === 0 && isOwnName && !first.spread && takesCall(found.table, first.property)
      ? { kind: 'column', property: first.property, call: call(kind === 'unique' ? 'unique' : 'primaryKey') }
      : { kind: 'option', name, properties, code: optionCode(kind, name, asked !== undefined, properties, code) },
  );
  return { change, name, notes: notes(kind, names, place) };
}

function optionCode(kind: KeyAnswers['kind'], name: string, named: boolean, properties: string[], code: OptionCode) {
  const own = properties.map((property) => raw(code.own(property)));
  if (kind === 'unique') return chainOf(call(code.core('unique'), string(name)), call('on', ...own));
  const entries: Parameters<typeof object>[0] = [['columns', array(own)]];
  if (named) entries.unshift(['name', string(name)]);
  return chainOf(call(code.core('primaryKey'), object(entries)));
}

function refuseTwin(kind: KeyAnswers['kind'], properties: string[], { found }: Place): void {
  const { table } = found;
  const options = existingOptions(found);
  const same = (columns: string[]): boolean =>
    columns.length === properties.length && columns.every((column) => properties.includes(column));
  const twin = options.find(({ builder, columns, where }) =>
    kind === 'primary-key'
      ? builder === 'primaryKey'
      : ['unique', 'uniqueIndex', 'primaryKey'].includes(builder) && where === null && same(columns),
  );
  if (!twin) return;
  const { path, line, builder, columns } = twin;
  const what =
    builder === 'primaryKey'
      ? `a primary key (${columns.join(', ')})`
      : `a unique ${builder === 'unique' ? 'constraint' : 'index'} of ${columns.join(', ')}`;
  throw new LockstepError(`${table.name} has ${what} already, in ${path}:${line}.`, {
    path,
    line,
    fix:
      kind === 'primary-key'
        ? 'A table has one primary key. For a second rule: lockstep new constraint TABLE unique COLUMN…'
        : 'It makes sure of the same; there is nothing to add.',
  });
}

function notes(kind: KeyAnswers['kind'], names: string[], place: Place): string[] {
  const { found, context } = place;
  const list = names.map((name) => quotedName(name, place)).join(', ');
  const table = qualifiedName(found.schema, found.name, place);
  const told = [
    `The migration fails where rows repeat; look first: SELECT ${list}, count(*) FROM ${table} GROUP BY ${list} HAVING count(*) > 1;`,
  ];
  if (kind === 'primary-key') {
    const nulls = names.map((name) => `${quotedName(name, place)} IS NULL`).join(' OR ');
    told.push(`A key has no nulls: SELECT count(*) FROM ${table} WHERE ${nulls};`);
  }
  if (context.project.dialect === 'postgresql')
    told.push(`Reads and writes of ${found.name} wait while its index is built.`);
  return [...told, ...(kind === 'unique' ? uniqueNotes(names, place) : copyNotes(place))];
}
