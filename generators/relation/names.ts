import { LockstepError } from '../../src/errors.js';
import { camelCase, plural, singular, words } from '../../src/scaffold/fields/index.js';
import type { FoundTable } from '../../src/schema/source/index.js';
import { existingColumns } from '../existing-column.js';
import type { RelationField } from './answers.js';
import { type Link, meant } from './link.js';
import type { State } from './state.js';
import { isSame } from './tables.js';

/** Throws a LockstepError (exit 2) when the table has a relation or a column of the name. */
export function checkFree(name: string, found: FoundTable, source: string, fix: string, state: State): void {
  const taken = takenBy(name, found, state);
  if (!taken) return;
  const { what, path, line } = taken;
  throw new LockstepError(`${source}: ${found.table.name} has ${what} ${name} already, in ${path}:${line}.`, {
    path,
    line,
    fix,
  });
}

/**
 * drizzle-orm 1.0.0-rc.5 refuses a relation that is called like a column; in 0.45 a row would have one property for
 * both.
 */
function takenBy(
  name: string,
  found: FoundTable,
  { existing, schema, context }: State,
): { what: string; path: string; line: number } | null {
  const relation = existing.find((one) => one.name === name && isSame(one.from, found));
  if (relation) return { what: 'a relation', path: relation.path, line: relation.line };
  const column = existingColumns(found, schema, context).find(({ property }) => property === name);
  return column ? { what: 'a column', path: column.path, line: column.line } : null;
}

const nameOf = (list: string[]): string => camelCase(list.join('_'));

/** The relation of the other side: `posts` of users, `editorPosts` where there are several, `children` of `parent`. */
export function backName(
  field: RelationField,
  link: Link,
  kind: 'one' | 'many',
  isOneOfMany: boolean,
  state: State,
): string {
  const tableWords = words(link.from.table.name);
  const plain = nameOf(kind === 'many' ? plural(tableWords) : singular(tableWords));
  const longer = nameOf([...words(field.name), ...words(plain)]);
  const isSelf = isSame(link.from, link.to);
  const own = field.name === 'parent' ? (kind === 'many' ? 'children' : 'child') : `${field.name}Of`;
  const wanted = isSelf ? [own] : isOneOfMany ? [longer] : [plain, longer];
  return chosen(field, wanted, link.to, state);
}

/** The relation of the side that has the columns, called as these say: `author` of `author_id`. */
export function forwardName(field: RelationField, { from, columns, to }: Link, state: State): string {
  const [column = ''] = columns;
  const byColumn = columns.length === 1 && meant(column) !== camelCase(column) ? [meant(column)] : [];
  return chosen(field, [...byColumn, nameOf(singular(words(to.table.name)))], from, state);
}

function chosen(field: RelationField, wanted: string[], found: FoundTable, state: State): string {
  const fix = `Name the relation of ${found.table.name}: ${field.source}:inverse=NAME (or --inverse-name NAME), or leave it out: --no-inverse`;
  if (field.inverse !== undefined) {
    checkFree(field.inverse, found, field.source, fix, state);
    return field.inverse;
  }
  const free = wanted.find((name) => takenBy(name, found, state) === null);
  if (free !== undefined) return free;
  checkFree(wanted[0] ?? '', found, field.source, fix, state);
  return wanted[0] ?? '';
}
