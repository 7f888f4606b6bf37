import { columnText } from './definition.js';
import { isMadeFor, type TableForeignKey } from './foreign-keys.js';
import type { Identity, KeptTable } from './identity.js';
import { beginsWith, isSame, keyOf, keysOf, type ModelCheck, type ModelColumn, type ModelIndex } from './model.js';
import { renameInExpression } from './rewrite.js';

/** What has to happen to one table to make it what it was, foreign keys aside. */
export interface TableChanges {
  table: KeptTable;
  droppedChecks: ModelCheck[];
  addedChecks: ModelCheck[];
  droppedIndexes: ModelIndex[];
  /** Those of {@link droppedIndexes} that a foreign key uses until there is another one. */
  usedIndexes: ModelIndex[];
  addedIndexes: ModelIndex[];
  renamedIndexes: { from: string; to: string }[];
  /** Null where it stays as it is. */
  primaryKey: { before: ModelIndex | null; after: ModelIndex | null } | null;
  modified: { before: ModelColumn; after: ModelColumn }[];
}

/** Compares a table before and after. */
export function changesOf(
  table: KeptTable,
  identity: Identity,
  keptKeys: readonly TableForeignKey[],
  addedKeys: readonly TableForeignKey[],
): TableChanges {
  const { before, after, columns } = table;
  const checks = unpaired(before.checks, after.checks, ({ id }) => id, checkText);
  const old = (index: ModelIndex): string => identity.index(before, index);
  const now = (index: ModelIndex): string => identity.index(after, index);
  const renamed = before.indexes.flatMap((index) => {
    const found = after.indexes.find(({ id }) => id === index.id);
    const isOther = found !== undefined && !isSame(found.name, index.name);
    const isEqual = isOther && identity.index(before, index, false) === identity.index(after, found, false);
    return isEqual ? [{ before: index, after: found }] : [];
  });
  const wanted = before.indexes.filter((index) => !renamed.some((both) => both.before === index));
  const present = after.indexes.filter((index) => !renamed.some((both) => both.after === index));
  const droppedIndexes = present.filter((index) => !wanted.some((other) => old(other) === now(index)));
  const addedIndexes = wanted.filter((index) => {
    const isThere = present.some((other) => now(other) === old(index));
    return !isThere && !isMadeAgain(index, table, addedKeys);
  });
  const [oldKey, newKey] = [before.primaryKey, after.primaryKey];
  const isSameKey = (oldKey === null ? '' : old(oldKey)) === (newKey === null ? '' : now(newKey));
  return {
    table,
    droppedChecks: checks.made,
    addedChecks: checks.lost,
    droppedIndexes,
    usedIndexes: usedBy(table, droppedIndexes, keptKeys),
    addedIndexes,
    renamedIndexes: renamed.map((both) => ({ from: both.after.name, to: both.before.name })),
    primaryKey: isSameKey ? null : { before: oldKey, after: newKey },
    modified: columns.kept.filter((both) => isModified(both, table)),
  };
}

/** Adding a foreign key brings it back. */
function isMadeAgain(index: ModelIndex, { before }: KeptTable, added: readonly TableForeignKey[]): boolean {
  return index.isGenerated && added.some(({ table, key }) => table === before && isMadeFor(index, key));
}

/** "Cannot drop index: needed in a foreign key constraint". */
function usedBy({ after }: KeptTable, dropped: readonly ModelIndex[], keys: readonly TableForeignKey[]): ModelIndex[] {
  const needed = keys.flatMap(({ table, key }) => [
    ...(table === after ? [key.columns] : []),
    ...(keyOf(key.references) === keyOf(after) ? [key.references.columns] : []),
  ]);
  const rest = keysOf(after).filter((index) => !dropped.includes(index));
  const unserved = needed.filter((columns) => !rest.some((index) => beginsWith(index, columns)));
  return dropped.filter((index) => unserved.some((columns) => beginsWith(index, columns)));
}

function isModified({ before, after }: TableChanges['modified'][number], table: KeptTable): boolean {
  const names = new Map(
    table.columns.kept
      .filter((both) => both.before.definition.name !== both.after.definition.name)
      .map((both) => [both.after.definition.name.toLowerCase(), both.before.definition.name]),
  );
  const { generated } = after.definition;
  const { name, type } = before.definition;
  // Taken in without its definition: all that is known of it is that it was there.
  if (type === '' && after.definition.type === '') return before.definition.default !== after.definition.default;
  const between = { from: table.after.table, to: table.before.table };
  const expression = generated && renameInExpression(generated.expression, names, between);
  const back = { ...after.definition, name, generated: generated && { ...generated, expression: expression ?? '' } };
  return plain(columnText(back)) !== plain(columnText(before.definition));
}

/** The server quotes names where it renames them. */
function plain(text: string): string {
  return text.replaceAll('`', '');
}

function checkText({ name, expression }: ModelCheck): string {
  return `${name?.toLowerCase() ?? ''} ${expression}`;
}

/** What is in one of the lists only, by id or else by what it says. */
function unpaired<Part>(
  before: readonly Part[],
  after: readonly Part[],
  idOf: (part: Part) => number,
  textOf: (part: Part) => string,
): { lost: Part[]; made: Part[] } {
  const isPair = (a: Part, b: Part): boolean => idOf(a) === idOf(b) || textOf(a) === textOf(b);
  return {
    lost: before.filter((part) => !after.some((other) => isPair(part, other))),
    made: after.filter((part) => !before.some((other) => isPair(other, part))),
  };
}
