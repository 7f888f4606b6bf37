import { addIndexText, columnText, constraint, createIndexText, quoted, quotedTable } from './definition.js';
import { fillingOf } from './fill.js';
import { isSame, type ModelColumn, type ModelIndex } from './model.js';
import { renameSteps } from './rename-steps.js';
import type { TableChanges } from './table-changes.js';

/** The statements that make the table what it was, once it has its old name. */
export function tableStatements(changes: TableChanges): string[] {
  const { table, droppedChecks, addedChecks } = changes;
  const alter = `ALTER TABLE ${quotedTable(table.before)}`;
  return [
    ...droppedChecks.flatMap(({ name }) => (name === null ? [] : [`${alter} DROP CONSTRAINT ${quoted(name)};`])),
    ...(isAtOnce(changes) ? atOnce(changes, alter) : oneByOne(changes, alter)),
    ...addedChecks
      .filter(({ expression }) => expression !== '')
      .map(({ name, expression }) => `${alter} ADD ${constraint(name)}CHECK (${expression});`),
  ];
}

/**
 * The key of an AUTO_INCREMENT column cannot go before it stops counting, nor can the column come before its key; a
 * column can be null only once it is out of the primary key. In one ALTER TABLE the order does not matter.
 */
function isAtOnce({ primaryKey, table, modified, droppedIndexes, addedIndexes }: TableChanges): boolean {
  const counts = ({ definition }: ModelColumn): boolean => definition.autoIncrement;
  const { columns, before, after } = table;
  const isCounted = (index: ModelIndex): boolean =>
    [...before.columns, ...after.columns].some(
      (column) => counts(column) && isSame(index.parts[0]?.column ?? '', column.definition.name),
    );
  return (
    primaryKey !== null ||
    columns.lost.some(counts) ||
    columns.made.some(counts) ||
    modified.some((both) => counts(both.before) !== counts(both.after)) ||
    [...droppedIndexes, ...addedIndexes].some(isCounted)
  );
}

function atOnce(changes: TableChanges, alter: string): string[] {
  const { table, primaryKey, modified, droppedIndexes, addedIndexes, renamedIndexes } = changes;
  const { lost, made, kept } = table.columns;
  const added = known(lost).map((column) => addition(column, changes));
  const clauses = [
    ...droppedIndexes.map(({ name }) => `DROP INDEX ${quoted(name)}`),
    ...(primaryKey?.after == null ? [] : ['DROP PRIMARY KEY']),
    ...made.map(({ definition }) => `DROP COLUMN ${quoted(definition.name)}`),
    ...kept.flatMap((both) => {
      const [from, to] = [both.after.definition.name, both.before.definition.name];
      const isModified = modified.includes(both) && both.before.definition.type !== '';
      const wanted = columnText(both.before.definition);
      if (isModified) return [from === to ? `MODIFY COLUMN ${wanted}` : `CHANGE COLUMN ${quoted(from)} ${wanted}`];
      return from === to ? [] : [`RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`];
    }),
    ...added.map(({ definition }) => `ADD COLUMN ${definition}`),
    ...(primaryKey?.before == null || primaryKey.before.parts.length === 0
      ? []
      : [`ADD ${addIndexText(primaryKey.before)}`]),
    ...renamedIndexes.map(({ from, to }) => `RENAME INDEX ${quoted(from)} TO ${quoted(to)}`),
    ...addedIndexes.filter(({ parts }) => parts.length > 0).map((index) => `ADD ${addIndexText(index)}`),
  ];
  const statement = clauses.length === 0 ? [] : [`${alter} ${clauses.join(', ')};`];
  return [...statement, ...added.flatMap(({ filled }) => filled)];
}

function oneByOne(changes: TableChanges, alter: string): string[] {
  const { table, modified, droppedIndexes, usedIndexes, renamedIndexes } = changes;
  const on = quotedTable(table.before);
  const { lost, made, kept } = table.columns;
  const renames = kept.map((both) => ({ from: both.after.definition.name, to: both.before.definition.name }));
  const comes = [...lost.map(({ definition }) => definition.name), ...renames.map(({ to }) => to)];
  const isFirst = ({ definition: { name, generated } }: ModelColumn): boolean =>
    generated !== null || comes.some((other) => isSame(other, name));
  const drop = ({ definition }: ModelColumn): string => `${alter} DROP COLUMN ${quoted(definition.name)};`;
  const dropIndex = ({ name }: ModelIndex): string => `DROP INDEX ${quoted(name)} ON ${on};`;
  const addedIndexes = changes.addedIndexes.filter(({ parts }) => parts.length > 0);
  const replaced = usedIndexes.filter((index) => addedIndexes.some(({ name }) => isSame(name, index.name)));
  const added = [...known(lost)].sort(generatedLast).map((column) => addition(column, changes));
  return [
    ...droppedIndexes.filter((index) => !usedIndexes.includes(index)).map(dropIndex),
    // What is generated depends on the others.
    ...made
      .filter(isFirst)
      .sort((a, b) => generatedLast(b, a))
      .map(drop),
    ...renameSteps(renamedIndexes).map(({ from, to }) => `${alter} RENAME INDEX ${quoted(from)} TO ${quoted(to)};`),
    ...renameSteps(renames).map(({ from, to }) => `${alter} RENAME COLUMN ${quoted(from)} TO ${quoted(to)};`),
    ...added.flatMap(({ definition, filled }) => [`${alter} ADD ${definition};`, ...filled]),
    ...modified
      .filter((both) => both.before.definition.type !== '')
      .map((both) => `${alter} MODIFY COLUMN ${columnText(both.before.definition)};`),
    ...addedIndexes.map((index) => {
      const isReplacing = replaced.some(({ name }) => isSame(name, index.name));
      if (isReplacing) return `${alter} DROP INDEX ${quoted(index.name)}, ADD ${addIndexText(index)};`;
      return createIndexText(table.before, index);
    }),
    ...usedIndexes.filter((index) => !replaced.includes(index)).map(dropIndex),
    ...made.filter((column) => !isFirst(column)).map(drop),
  ];
}

/** Its definition in ADD COLUMN, and what fills it where the server would not, or with what it takes back. */
function addition(column: ModelColumn, { table }: TableChanges): { definition: string; filled: string[] } {
  const { definition } = column;
  const filling = fillingOf(definition);
  if (filling === null || filling.isImplicit || isKeyed(table.before, definition.name)) {
    return { definition: columnText(definition), filled: [] };
  }
  const on = quotedTable(table.before);
  return {
    definition: columnText({ ...definition, notNull: false }),
    filled: [
      `UPDATE ${on} SET ${quoted(definition.name)} = ${filling.value};`,
      `ALTER TABLE ${on} MODIFY COLUMN ${columnText(definition)};`,
    ],
  };
}

/** Whether the values of a column have to differ, or to be those of another table. */
export function isKeyed({ primaryKey, indexes, foreignKeys }: TableChanges['table']['before'], name: string): boolean {
  const unique = [...(primaryKey === null ? [] : [primaryKey]), ...indexes.filter((index) => index.unique)];
  const isIn = (columns: (string | null)[]): boolean =>
    columns.some((column) => column !== null && isSame(column, name));
  return (
    unique.some(({ parts }) => isIn(parts.map(({ column }) => column))) ||
    foreignKeys.some(({ columns }) => isIn(columns))
  );
}

function known(columns: readonly ModelColumn[]): ModelColumn[] {
  return columns.filter(({ definition }) => definition.type !== '');
}

function generatedLast(a: ModelColumn, b: ModelColumn): number {
  return Number(a.definition.generated !== null) - Number(b.definition.generated !== null);
}
