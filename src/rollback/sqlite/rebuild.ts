import type { CatalogObject } from '../../database/catalog.js';
import type { Undo } from '../undo.js';
import { definitionFor } from './definition.js';
import { folded, isSameName, quoted } from './names.js';
import { columnsIn, definitionOf, mentions, referencedTable, type Schema, type Table } from './schema.js';

export interface Rebuild {
  statements: string[];
  filled: Undo['filled'];
}

/**
 * The statements that make a table what it was before, with its rows: a new table, the rows copied, the old one
 * dropped, the new one renamed. Needs foreign keys off. Indexes and triggers are left to the caller.
 *
 * @param temporary a name that nothing in the database has
 */
export function rebuildBack(table: Table, now: Table, before: Schema, temporary: string): Rebuild {
  const [old, made] = [quoted(table.name), quoted(temporary)];
  const { columns, filled } = copiedColumns(table, now, before);
  const targets = columns.map(({ name }) => quoted(name)).join(', ');
  const values = columns.map(({ value }) => value).join(', ');
  return {
    statements: [
      definitionFor(table.definition, table.name, temporary),
      ...(table.isAutoincrement && now.isAutoincrement ? [sequenceFor(table.name, temporary)] : []),
      `INSERT INTO ${made}(${targets}) SELECT ${values} FROM ${old}`,
      `DROP TABLE ${old}`,
      `ALTER TABLE ${made} RENAME TO ${old}`,
    ],
    filled,
  };
}

/** Before the rows are copied, so that numbers of deleted rows are not given again. */
function sequenceFor(table: string, temporary: string): string {
  return (
    `INSERT INTO sqlite_sequence(name, seq) SELECT ${literal(temporary)}, seq FROM sqlite_sequence ` +
    `WHERE name = ${literal(table)}`
  );
}

function copiedColumns(table: Table, now: Table, before: Schema) {
  const columns: { name: string; value: string }[] = [];
  const filled: Undo['filled'] = [];
  for (const column of table.columns) {
    if (column.facts.generated !== null) continue;
    const source = now.columns.find(({ name }) => isSameName(name, column.name));
    if (source !== undefined) {
      columns.push({ name: column.name, value: quoted(source.name) });
      continue;
    }
    const value = valueInstead(table, column, before);
    if (value === null) continue;
    columns.push({ name: column.name, value: value.sql });
    if (value.isInvented) filled.push({ schema: null, table: table.name, column: column.name, value: value.sql });
  }
  // No column of before is left; the rows are.
  const [first] = table.columns.filter(({ facts }) => facts.generated === null);
  if (columns.length === 0 && first !== undefined) {
    columns.push({ name: first.name, value: first.besides.default === null ? 'NULL' : `(${first.besides.default})` });
  }
  return { columns, filled };
}

/**
 * What stands in a column whose values are gone; null where its default or NULL does by itself. A value that decides
 * which row is which, or that others refer to, is not invented: SQLite then refuses to copy rows.
 */
function valueInstead(
  table: Table,
  column: CatalogObject,
  before: Schema,
): { sql: string; isInvented: boolean } | null {
  const isBound = isKeyOrChecked(table, column.name, before);
  // NULL would be taken for the next free number here.
  if (isRowid(table, column))
    return { sql: `'the values of ${column.name.replaceAll("'", "''")} are gone'`, isInvented: false };
  if (column.facts.default !== null || column.facts['not null'] !== true) return null;
  return isBound
    ? { sql: 'NULL', isInvented: false }
    : { sql: neutralValue(String(column.facts.type)), isInvented: true };
}

function isRowid(table: Table, column: CatalogObject): boolean {
  const key = table.constraints.find(({ kind }) => kind === 'primary key');
  const isOnlyKey = key !== undefined && columnsIn(key).length === 1 && columnsIn(key)[0] === column.name;
  return isOnlyKey && column.facts.type === 'integer' && !table.isWithoutRowid;
}

function isKeyOrChecked(table: Table, column: string, before: Schema): boolean {
  const own = table.constraints.some((constraint) =>
    constraint.kind === 'check'
      ? mentions(constraint.name, column)
      : columnsIn(constraint).some((name) => isSameName(name, column)),
  );
  const indexed = [...before.indexes.values()].some(
    (index) => index.table === table.name && index.facts.unique === true && mentions(definitionOf(index), column),
  );
  return own || indexed || isReferencedColumn(table, column, before);
}

function isReferencedColumn(table: Table, column: string, before: Schema): boolean {
  return [...before.tables.values()]
    .flatMap(({ constraints }) => constraints)
    .filter((constraint) => constraint.kind === 'foreign key')
    .filter((key) => folded(referencedTable(key)) === folded(table.name))
    .some(({ facts }) => Array.isArray(facts.columns) && facts.columns.some((name) => isSameName(name, column)));
}

/** SQLite's rules of affinity, by the type's name. */
function neutralValue(type: string): string {
  if (type.includes('int')) return '0';
  if (/char|clob|text/.test(type) || type === 'any') return "''";
  if (type.includes('blob')) return "x''";
  return type === '' ? "''" : '0';
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
