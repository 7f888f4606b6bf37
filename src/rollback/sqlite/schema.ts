import type { Catalog, CatalogObject } from '../../database/catalog.js';
import { tokenize } from '../../sql/tokens.js';
import { folded, isNamed } from './names.js';

/** A table with all that belongs to it, as the catalog has it. */
export interface Table {
  name: string;
  /** The text that SQLite keeps of it. */
  definition: string;
  isVirtual: boolean;
  isWithoutRowid: boolean;
  isAutoincrement: boolean;
  /** In the order of the table. */
  columns: CatalogObject[];
  /** Primary key, uniques, checks and foreign keys. */
  constraints: CatalogObject[];
}

export interface Schema {
  tables: Map<string, Table>;
  /** By {@link folded} name: names of indexes are unique in the database. */
  indexes: Map<string, CatalogObject>;
  views: Map<string, CatalogObject>;
  triggers: Map<string, CatalogObject>;
}

const constraintKinds = new Set(['primary key', 'unique', 'check', 'foreign key']);

/** A catalog by table; the maps' keys are folded names. */
export function schemaOf(catalog: Catalog): Schema {
  const schema: Schema = { tables: new Map(), indexes: new Map(), views: new Map(), triggers: new Map() };
  for (const object of catalog.values())
    if (object.kind === 'table') schema.tables.set(folded(object.name), table(object));
  for (const object of catalog.values()) {
    const owner = object.table === null ? undefined : schema.tables.get(folded(object.table));
    if (object.kind === 'column') owner?.columns.push(object);
    else if (constraintKinds.has(object.kind)) {
      owner?.constraints.push(object);
      if (owner !== undefined && object.facts.autoincrement === true) owner.isAutoincrement = true;
    } else if (object.kind === 'index') schema.indexes.set(folded(object.name), object);
    else if (object.kind === 'view') schema.views.set(folded(object.name), object);
    else if (object.kind === 'trigger') schema.triggers.set(folded(object.name), object);
  }
  for (const { columns } of schema.tables.values()) {
    columns.sort((one, other) => Number(one.besides.position) - Number(other.besides.position));
  }
  return schema;
}

function table(object: CatalogObject): Table {
  return {
    name: object.name,
    definition: definitionOf(object),
    isVirtual: 'definition' in object.facts,
    isWithoutRowid: object.facts['without rowid'] === true,
    isAutoincrement: false,
    columns: [],
    constraints: [],
  };
}

/** The text that SQLite keeps of a table, index, view or trigger. */
export function definitionOf(object: CatalogObject): string {
  return String(object.besides.definition ?? '');
}

/** Whether a text of SQL has this name in it, in quotes or not. */
export function mentions(sql: string, name: string): boolean {
  return tokenize('sqlite', sql).some((token) => token.kind !== 'symbol' && isNamed(token, name));
}

/** The table that a foreign key of the catalog refers to: `(a, b) references t`. */
export function referencedTable(foreignKey: CatalogObject): string {
  const separator = ') references ';
  const at = foreignKey.name.indexOf(separator);
  return at === -1 ? '' : foreignKey.name.slice(at + separator.length);
}

/** The columns that a unique or a foreign key of the catalog is over. */
export function columnsIn(constraint: CatalogObject): string[] {
  const { facts, kind, name } = constraint;
  if (kind === 'primary key' && Array.isArray(facts.columns)) return facts.columns;
  const end = kind === 'foreign key' ? name.indexOf(') references ') : name.length - 1;
  return name.slice(1, end).split(', ');
}
