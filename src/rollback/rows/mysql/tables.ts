import { type Catalog, type CatalogObject, keyOf, qualifiedName } from '../../../database/catalog.js';
import {
  type Check,
  columnsOf,
  type ForeignKey,
  listOf,
  objectsByTable,
  ownerKey,
  type RowColumn,
  type RowTable,
  type Unique,
} from '../table.js';
import { columnsIn } from '../text-parts.js';
import { valuesOf } from './values.js';

/** The tables that take rows. */
export function tablesOf(catalog: Catalog): RowTable[] {
  const groups = objectsByTable(catalog.values());
  return [...catalog.values()]
    .filter(({ kind }) => kind === 'table')
    .map((table) => describe(table, groups.get(ownerKey(table.schema, table.name)) ?? []));
}

function describe(table: CatalogObject, objects: CatalogObject[]): RowTable {
  const columns = columnsOf(objects).map(describeColumn);
  const names = columns.map(({ name }) => name);
  const primaryKey = objects
    .filter(({ kind }) => kind === 'primary key')
    .flatMap(({ facts }) => listOf(facts.columns).map((part) => columnOf(part, names)));
  return {
    key: keyOf(table),
    label: qualifiedName(table),
    sql: quote(table.name),
    isPartitioned: false,
    columns,
    primaryKey,
    uniques: objects.flatMap((object) => uniqueOf(object, names)),
    foreignKeys: objects.filter(({ kind }) => kind === 'foreign key').map(foreignKeyOf),
    checks: objects.filter(({ kind }) => kind === 'check').map(({ facts }) => checkOf(String(facts.definition), names)),
  };
}

function describeColumn({ name, facts }: CatalogObject): RowColumn {
  const type = String(facts.type);
  const extra = String(facts.extra ?? '');
  const values = valuesOf(type);
  return {
    name,
    notNull: facts['not null'] === true,
    default: String(facts.default ?? ''),
    isGenerated: typeof facts.generated === 'string',
    expression: String(facts.generated ?? ''),
    isNumbered: extra.includes('auto_increment'),
    isForced: false,
    values,
    probe: (sql) => sql,
  };
}

function uniqueOf({ kind, facts }: CatalogObject, names: string[]): Unique[] {
  if (kind !== 'primary key' && !(kind === 'index' && facts.unique === true)) return [];
  const parts = listOf(facts.columns);
  const columns = names.filter((name) =>
    parts.some((part) => columnOf(part, names) === name || columnsIn('mysql', part, [name]).length > 0),
  );
  return [{ columns, nullsDistinct: true }];
}

/** `name(10) desc` without length and order. */
function columnOf(part: string, names: string[]): string {
  const bare = part.replace(/ desc$/, '').replace(/\(\d+\)$/, '');
  return names.find((name) => name === part) ?? bare;
}

function foreignKeyOf({ facts }: CatalogObject): ForeignKey {
  const said = String(facts.references);
  const open = said.lastIndexOf(' (');
  return {
    columns: listOf(facts.columns),
    target: keyOf({ kind: 'table', schema: null, table: null, name: said.slice(0, open) }),
    targetColumns: said.slice(open + 2, -1).split(', '),
    onDelete: String(facts['on delete']),
    onUpdate: String(facts['on update']),
  };
}

function checkOf(clause: string, columns: string[]): Check {
  // MySQL 8 writes the strings of a check as _utf8mb4\'a\'.
  const sql = clause.includes("_utf8mb4\\'") ? clause.replaceAll("\\'", "'") : clause;
  return { sql: `(${sql})`, columns: columnsIn('mysql', sql, columns) };
}

export function quote(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``;
}
