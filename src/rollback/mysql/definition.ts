import type { IndexPart, TableName } from '../../sql/operation.js';
import type { Column } from '../../sql/table-parts.js';
import type { ModelForeignKey, ModelIndex, ModelTable, ModelView } from './model.js';

/** `` `name` ``, quoted as MySQL does. */
export function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}

/** `` `table` `` or `` `schema`.`table` ``. */
export function quotedTable({ schema, table }: TableName): string {
  return schema === null ? quoted(table) : `${quoted(schema)}.${quoted(table)}`;
}

/** `` `email` varchar(255) NOT NULL DEFAULT 'x' ``, in the order in which drizzle-kit 0.31.11 writes it. */
export function columnText(column: Column): string {
  const { generated } = column;
  return [
    quoted(column.name),
    column.type,
    ...(column.collation === null ? [] : [`COLLATE ${column.collation}`]),
    ...(column.autoIncrement && !isSerial(column) ? ['AUTO_INCREMENT'] : []),
    ...(generated === null
      ? []
      : [`GENERATED ALWAYS AS (${generated.expression}) ${generated.stored ? 'STORED' : 'VIRTUAL'}`]),
    ...(column.notNull ? ['NOT NULL'] : []),
    ...(column.default === null ? [] : [`DEFAULT ${column.default}`]),
    ...(column.onUpdate === null ? [] : [`ON UPDATE ${column.onUpdate}`]),
    ...(column.comment === null ? [] : [`COMMENT ${column.comment}`]),
  ].join(' ');
}

/** SERIAL is short for BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE. */
export function isSerial(column: Column): boolean {
  return column.type.toLowerCase() === 'serial';
}

/** `` (`a`,lower(`b`)) `` */
export function partsText(parts: readonly IndexPart[]): string {
  return `(${parts.map((part) => partText(part)).join(',')})`;
}

/** As written, but with the column's present name and with quotes. */
function partText({ column, text }: IndexPart): string {
  return column === null ? text : `${quoted(column)}${suffixOf(text)}`;
}

/** Prefix and order, the part of an index part that is not its column. */
export function suffixOf(text: string): string {
  return /\(\d+\)\s*(?:asc|desc)?$|\s+(?:asc|desc)$/i.exec(text)?.[0] ?? '';
}

/** What stands behind ADD in ALTER TABLE for an index. */
export function addIndexText(index: ModelIndex): string {
  if (index.name === 'PRIMARY') return `PRIMARY KEY${partsText(index.parts)}`;
  return `${kindText(index)} ${quoted(index.name)}${usingText(index)} ${partsText(index.parts)}`;
}

/** An index of its own: `CREATE INDEX`, a unique one as the constraint that drizzle-kit writes. */
export function createIndexText(table: TableName, index: ModelIndex): string {
  const on = quotedTable(table);
  if (index.name === 'PRIMARY') return `ALTER TABLE ${on} ADD PRIMARY KEY${partsText(index.parts)};`;
  return `CREATE ${kindText(index)} ${quoted(index.name)}${usingText(index)} ON ${on} ${partsText(index.parts)};`;
}

/** Full text and spatial indexes are said by their kind, the others behind their name. */
const kinds = ['fulltext', 'spatial'];

function kindText({ unique, method }: ModelIndex): string {
  if (method !== null && kinds.includes(method)) return `${method.toUpperCase()} INDEX`;
  return unique ? 'UNIQUE INDEX' : 'INDEX';
}

function usingText({ method }: ModelIndex): string {
  return method === null || kinds.includes(method) ? '' : ` USING ${method}`;
}

/** The whole ALTER TABLE that adds a foreign key. */
export function addForeignKeyText(table: TableName, key: ModelForeignKey): string {
  const name = key.isUnnamed ? '' : ` CONSTRAINT ${quoted(key.name)}`;
  const from = key.columns.map(quoted).join(',');
  const to = key.references.columns.map(quoted).join(',');
  const onDelete = key.onDelete === null ? '' : ` ON DELETE ${key.onDelete}`;
  const onUpdate = key.onUpdate === null ? '' : ` ON UPDATE ${key.onUpdate}`;
  const references = `${quotedTable(key.references)}(${to})`;
  return `ALTER TABLE ${quotedTable(table)} ADD${name} FOREIGN KEY (${from}) REFERENCES ${references}${onDelete}${onUpdate};`;
}

/**
 * CREATE TABLE with columns, primary key, unique constraints and checks, as drizzle-kit writes it. Other indexes and
 * foreign keys are statements of their own.
 */
export function createTableText(table: ModelTable): string {
  const lines = [
    ...table.columns.map(({ definition }) => columnText(definition)),
    ...(table.primaryKey === null ? [] : [`PRIMARY KEY${partsText(table.primaryKey.parts)}`]),
    ...inTable(table).map((index) =>
      index.unique ? `CONSTRAINT ${quoted(index.name)} UNIQUE${partsText(index.parts)}` : addIndexText(index),
    ),
    ...table.checks.map(({ name, expression }) => `${constraint(name)}CHECK(${expression})`),
  ];
  const options = table.options === '' ? '' : ` ${table.options}`;
  return `CREATE TABLE ${quotedTable(table)} (\n${lines.map((line) => `\t${line}`).join(',\n')}\n)${options};`;
}

/** The indexes that CREATE TABLE has to make: a unique constraint, and what AUTO_INCREMENT needs. */
export function inTable(table: ModelTable): ModelIndex[] {
  const counting = table.columns.find(({ definition }) => definition.autoIncrement)?.definition.name;
  return table.indexes.filter((index) => {
    if (isMadeBySerial(table, index)) return false;
    return (index.unique && index.method === null) || (counting !== undefined && index.parts[0]?.column === counting);
  });
}

/** SERIAL makes its unique index itself. */
export function isMadeBySerial(table: ModelTable, index: ModelIndex): boolean {
  const serial = table.columns.find(({ definition }) => isSerial(definition))?.definition.name;
  return serial !== undefined && index.name === serial && index.unique && index.parts.length === 1;
}

/** `` CONSTRAINT `name`  `` where there is a name. */
export function constraint(name: string | null): string {
  return name === null ? '' : `CONSTRAINT ${quoted(name)} `;
}

/** The whole CREATE VIEW. */
export function createViewText(view: ModelView): string {
  return `${view.head} ${quotedTable({ schema: view.schema, table: view.name })}${view.tail};`;
}
