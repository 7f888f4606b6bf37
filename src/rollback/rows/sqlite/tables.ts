import { type Catalog, type CatalogObject, keyOf, qualifiedName } from '../../../database/catalog.js';
import { tokenize } from '../../../sql/tokens.js';
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
import { columnsIn, isWord, parentheses, slice } from '../text-parts.js';
import { valuesOf } from './values.js';

/** The tables that take rows; a virtual one keeps them elsewhere, as its module likes. */
export function tablesOf(catalog: Catalog): RowTable[] {
  const groups = objectsByTable(catalog.values());
  return [...catalog.values()]
    .filter(({ kind, facts }) => kind === 'table' && facts.definition === undefined)
    .map((table) => describe(table, groups.get(ownerKey(null, table.name)) ?? [], groups));
}

function describe(table: CatalogObject, objects: CatalogObject[], groups: Map<string, CatalogObject[]>): RowTable {
  const primaryKey = primaryKeyOf(objects);
  const names = columnsOf(objects).map(({ name }) => name);
  return {
    key: keyOf(table),
    label: qualifiedName(table),
    sql: quote(table.name),
    isPartitioned: false,
    columns: columnsOf(objects).map((column) => describeColumn(column, primaryKey, table)),
    primaryKey,
    uniques: [
      ...(primaryKey.length > 0 ? [{ columns: primaryKey, nullsDistinct: true }] : []),
      ...objects.flatMap((object) => uniqueOf(object, names)),
    ],
    foreignKeys: objects
      .filter(({ kind }) => kind === 'foreign key')
      .flatMap((key) => foreignKeyOf(key, names, groups)),
    checks: checksOf(String(table.besides.definition), names),
  };
}

function describeColumn({ name, facts }: CatalogObject, primaryKey: string[], table: CatalogObject): RowColumn {
  const type = String(facts.type ?? '');
  const isRowid = primaryKey.length === 1 && primaryKey[0] === name && type === 'integer';
  const affinity = type === '' ? 'blob' : type;
  return {
    name,
    // SQLite takes NULL in a primary key; nobody means it.
    notNull: facts['not null'] === true || primaryKey.includes(name),
    default: String(facts.default ?? ''),
    isGenerated: typeof facts.generated === 'string',
    expression: String(facts.generated ?? ''),
    isNumbered: isRowid && table.facts['without rowid'] !== true,
    isForced: false,
    values: valuesOf(type),
    // A column of a query has the affinity of its CAST.
    probe: (sql) => (affinity === 'any' ? sql : `cast(${sql} as ${affinity.replaceAll(/[^a-z0-9 ]/g, '')})`),
  };
}

/** Unique constraints, of which the catalog has no more than their name: `(a, b)`. */
function uniqueOf({ kind, name, facts }: CatalogObject, columns: string[]): Unique[] {
  if (kind === 'unique') return [{ columns: namesOf(name.slice(1, -1), columns), nullsDistinct: true }];
  if (kind !== 'index' || facts.unique !== true) return [];
  const terms = listOf(facts.columns);
  // The catalog writes names without quotes: an odd one is found as a whole.
  const named = columns.filter(
    (column) => terms.includes(column) || columnsIn('sqlite', terms.join(','), [column]).length > 0,
  );
  return [{ columns: named, nullsDistinct: true }];
}

function foreignKeyOf(
  { name, facts }: CatalogObject,
  columns: string[],
  groups: Map<string, CatalogObject[]>,
): ForeignKey[] {
  const at = name.lastIndexOf(') references ');
  const target = name.slice(at + ') references '.length);
  const [owner, objects] =
    [...groups].find(([key]) => key.toLowerCase() === ownerKey(null, target).toLowerCase()) ?? [];
  if (at < 0 || owner === undefined || objects === undefined) return [];
  const said = listOf(facts.columns);
  const targetColumns = said[0] === 'primary key' ? primaryKeyOf(objects) : said;
  const table = objects[0]?.table ?? target;
  return [
    {
      columns: namesOf(name.slice(1, at), columns),
      target: keyOf({ kind: 'table', schema: null, table: null, name: table }),
      targetColumns: targetColumns.map((column) => sameName(column, columnsOf(objects))),
      onDelete: String(facts['on delete']),
      onUpdate: String(facts['on update']),
    },
  ];
}

/** SQLite keeps a reference as it was written, in any case. */
function sameName(column: string, columns: CatalogObject[]): string {
  return columns.find(({ name }) => name.toLowerCase() === column.toLowerCase())?.name ?? column;
}

/** `a, b` as columns; their names may have commas, too. */
function namesOf(list: string, columns: string[]): string[] {
  const same = (text: string): string | undefined =>
    columns.find((column) => column.toLowerCase() === text.toLowerCase());
  const whole = same(list);
  if (whole !== undefined) return [whole];
  return list.split(', ').flatMap((part) => same(part) ?? []);
}

/** The checks as written: the catalog's normal form has lost the quotes of names. */
function checksOf(definition: string, columns: string[]): Check[] {
  const tokens = tokenize('sqlite', definition);
  return tokens.flatMap((token, at) => {
    const place = isWord(token, 'check') ? parentheses(tokens, at) : null;
    if (place === null || place.open !== at + 1) return [];
    const sql = slice(definition, tokens[place.open], tokens[place.close]);
    return [{ sql, columns: columnsIn('sqlite', sql, columns) }];
  });
}

function primaryKeyOf(objects: CatalogObject[]): string[] {
  return listOf(objects.find(({ kind }) => kind === 'primary key')?.facts.columns);
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
