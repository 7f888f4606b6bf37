import { LockstepError } from '../../src/errors.js';
import { camelCase, didYouMean, plural, singular, words } from '../../src/scaffold/fields/index.js';
import { type FoundTable, findTable } from '../../src/schema/source/index.js';
import { dialectTypes } from '../../src/schema/types/index.js';
import { misfit } from '../constraint/referred-key.js';
import { columnOf, existingColumns } from '../existing-column.js';
import { existingOptions } from '../options/existing.js';
import type { RelationField } from './answers.js';
import { type ForeignKey, foreignKeys } from './foreign-keys.js';
import { noKey, several, unique, wrongSide } from './no-link.js';
import type { State } from './state.js';
import { isSame } from './tables.js';

/** How the rows of two tables find each other: the columns of one that refer to those of the other, or of itself. */
export interface Link extends ForeignKey {
  /** A foreign key says so. */
  declared: boolean;
}

/**
 * The columns that a relation goes over: those that are named, else those of the only foreign key that fits.
 * Throws a LockstepError (exit 2) with the choices when there are several, and with what to name when there is none.
 */
export function findLink(field: RelationField, found: FoundTable, state: State): Link {
  if (field.columns) return namedLink(field, field.columns, found, state);
  const target = field.target === undefined ? null : tableOf(field.target, state);
  const link = field.kind === 'one' ? oneLink(field, target, found, state) : manyLink(field, target, found, state);
  if (link) return { ...link, declared: true };
  throw noKey(field, target ?? guessed(field.name, state)[0] ?? null, found, state);
}

export const tableOf = (typed: string, { schema, context }: State): FoundTable =>
  findTable(typed, schema, context, didYouMean);

/** The tables that a relation of this name may lead to: `author`, `authors`; `blogPosts`. */
export function guessed(name: string, { tables }: State): FoundTable[] {
  const list = words(name);
  const forms = [list, plural(list), singular(list)].map((form) => form.join('_'));
  return tables.all.filter(
    ({ table }) =>
      table.exportName !== null && [table.name, table.exportName].some((one) => forms.includes(words(one).join('_'))),
  );
}

function oneLink(field: RelationField, target: FoundTable | null, found: FoundTable, state: State): ForeignKey | null {
  const own = foreignKeys(found, state.tables).filter(({ to }) => target === null || isSame(to, target));
  const byColumn = own.filter(
    ({ columns: [column = ''], columns }) => columns.length === 1 && meant(column) === camelCase(field.name),
  );
  if (byColumn[0] && byColumn.length === 1) return byColumn[0];
  const near = target ? [target] : guessed(field.name, state);
  const byTable = own.filter(({ to }) => near.some((one) => isSame(one, to)));
  if (byTable.length > 1) throw several(field, byTable);
  if (byTable[0]) return byTable[0];
  // The other table refers to this one, and no two of its rows to the same.
  const back = near.flatMap((one) => foreignKeys(one, state.tables).filter(({ to }) => isSame(to, found)));
  if (back.length > 1) throw several(field, back);
  const [only] = back;
  if (only) return unique(field, only);
  if (own.length > 1) throw several(field, own);
  return own[0] ?? null;
}

function manyLink(field: RelationField, target: FoundTable | null, found: FoundTable, state: State): ForeignKey | null {
  const near = target ? [target] : guessed(field.name, state);
  const holders = near.length > 0 ? near : state.tables.all;
  const back = holders.flatMap((one) => foreignKeys(one, state.tables).filter(({ to }) => isSame(to, found)));
  if (back.length > 1) throw several(field, back);
  if (back[0]) return back[0];
  const own = foreignKeys(found, state.tables).find(({ to }) => near.some((one) => isSame(one, to)));
  if (own) throw wrongSide(field, own);
  return null;
}

/** `authorId`, `author_id`: what the column says the relation is called. */
export function meant(column: string): string {
  const list = words(column);
  return camelCase((list.length > 1 && list.at(-1) === 'id' ? list.slice(0, -1) : list).join('_'));
}

function namedLink(
  field: RelationField,
  typed: NonNullable<RelationField['columns']>,
  found: FoundTable,
  state: State,
): Link {
  const { schema, context, tables } = state;
  const target = field.target === undefined ? targetOf(field, typed.refer, found, state) : tableOf(field.target, state);
  const has = (one: FoundTable): boolean => {
    const names = existingColumns(one, schema, context).flatMap(({ property, databaseName }) => [
      property,
      databaseName,
    ]);
    return typed.refer.every((column) => names.includes(column));
  };
  const holder = field.kind === 'many' ? target : has(found) || !has(target) ? found : target;
  const to = holder === found && !isSame(found, target) ? target : found;
  if (field.kind === 'many' && !has(target) && has(found)) {
    throw wrongSide(field, { from: found, columns: typed.refer, to: target, keys: [] });
  }
  const columns = typed.refer.map((one) => columnOf(one, holder, schema, context).property);
  const key = foreignKeys(holder, tables).find(
    (one) =>
      isSame(one.to, to) &&
      one.columns.length === columns.length &&
      one.columns.every((column, at) => column === columns[at]),
  );
  const keys = typed.keys.map((one) => columnOf(one, to, schema, context).property);
  const wanted = keys.length > 0 ? keys : (key?.keys ?? primaryKey(to));
  if (wanted.length !== columns.length) {
    throw new LockstepError(
      `${field.source}: ${columns.join(', ')} of ${holder.table.name} cannot refer to the primary key of ${to.table.name}${wanted.length > 0 ? ` (${wanted.join(', ')})` : ', which has none that can be read'}.`,
      {
        path: to.table.path,
        line: to.table.line,
        fix: `Name what it refers to: ${field.name}:${field.kind}:${target.table.name}:${typed.refer.join(',')}=COLUMN`,
      },
    );
  }
  const link = {
    from: holder,
    columns,
    to,
    keys: wanted,
    declared: key?.keys.every((one, at) => one === wanted[at]) ?? false,
  };
  checkTypes(field, link, state);
  // Columns that are named may be meant to be one in the code's own sense; a foreign key says what they are.
  return field.kind === 'one' && holder !== found && link.declared ? { ...link, ...unique(field, link) } : link;
}

function targetOf(field: RelationField, refer: string[], found: FoundTable, state: State): FoundTable {
  const { schema, context, tables } = state;
  const names = existingColumns(found, schema, context);
  const own = refer.map((typed) => names.find((one) => one.property === typed || one.databaseName === typed)?.property);
  const key = foreignKeys(found, tables).find(
    ({ columns }) => columns.length === own.length && columns.every((one, at) => one === own[at]),
  );
  const [near] = guessed(field.name, state);
  if (field.kind === 'one' && key) return key.to;
  if (near) return near;
  throw new LockstepError(`${field.source}: it does not say which table it leads to.`, {
    fix: `Name it: ${field.name}:${field.kind}:TABLE:${refer.join(',')}`,
  });
}

export function primaryKey(found: FoundTable): string[] {
  return existingOptions(found).find(({ builder }) => builder === 'primaryKey')?.columns ?? [];
}

function checkTypes(field: RelationField, { from, columns, to, keys }: Link, { schema, context }: State): void {
  const types = dialectTypes[context.project.dialect];
  for (const [at, property] of columns.entries()) {
    const own = from.table.columns.find((one) => one.property === property);
    const key = to.table.columns.find((one) => one.property === keys[at]);
    const why = misfit(own, key, { found: from, schema, types, context });
    if (why === null) continue;
    throw new LockstepError(
      `${field.source}: ${from.table.name}.${property} cannot refer to ${to.table.name}.${keys[at]}: their types are ${why}.`,
      { path: from.table.path, line: from.table.line, fix: 'Name columns of the same type.' },
    );
  }
}
