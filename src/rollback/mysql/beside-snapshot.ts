import { type Catalog, type CatalogObject, type Fact, keyOf } from '../../database/catalog.js';
import { partsText } from './definition.js';
import { fromCatalog, newIds } from './from-catalog.js';
import type { Model, ModelColumn, ModelForeignKey, ModelIndex } from './model.js';
import { fromSnapshot } from './snapshot.js';

/**
 * A live MySQL schema beside one of drizzle-kit's snapshots, where there is no server to replay migrations on: both as
 * far as a snapshot knows. Definitions of views, expressions of checks and generated columns, comments, collations and
 * options of tables are not compared: a server rewrites them, or a snapshot has none.
 */
export function besideSnapshot(
  snapshot: Record<string, unknown>,
  live: Catalog,
): { expected: Catalog; found: Catalog } {
  return { expected: reduced(fromSnapshot(snapshot)), found: reduced(fromCatalog(live, newIds())) };
}

function reduced(model: Model): Catalog {
  const objects: CatalogObject[] = [...model.views.values()].map(({ name }) => object('view', null, name, {}));
  for (const { table, columns, primaryKey, indexes, foreignKeys, checks } of model.tables.values()) {
    objects.push(object('table', null, table, {}));
    for (const column of columns) objects.push(object('column', table, column.definition.name, columnFacts(column)));
    if (primaryKey !== null) objects.push(object('primary key', table, '', indexFacts(primaryKey)));
    for (const index of indexes) {
      // The server makes and takes those of foreign keys away itself.
      if (!index.isGenerated) objects.push(object('index', table, index.name, indexFacts(index)));
    }
    for (const key of foreignKeys) objects.push(object('foreign key', table, key.name, keyFacts(key)));
    for (const { name } of checks) if (name !== null) objects.push(object('check', table, name, {}));
  }
  return new Map(objects.map((one): [string, CatalogObject] => [keyOf(one), one]).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function columnFacts({ definition }: ModelColumn): Record<string, Fact> {
  const { type, notNull, autoIncrement, generated, onUpdate } = definition;
  const isSerial = type.toLowerCase() === 'serial';
  return {
    type: typeOf(type),
    'not null': notNull || isSerial,
    default: generated === null ? defaultOf(definition.default) : null,
    'auto increment': autoIncrement || isSerial,
    generated: generated === null ? null : generated.stored ? 'stored' : 'virtual',
    'on update': onUpdate === null ? null : defaultOf(onUpdate),
  };
}

/** Other words for the same type, and lengths that are shown or not. MariaDB's json is a longtext with a check. */
const words: [RegExp, string][] = [
  [/^serial$/, 'bigint unsigned'],
  [/^(?:bool|boolean)$/, 'tinyint(1)'],
  [/^(tinyint)\((?!1\))\d+\)/, '$1'],
  [/^(smallint|mediumint|int|bigint|year)\(\d+\)/, '$1'],
  [/^(?:numeric|dec|fixed)\b/, 'decimal'],
  [/^decimal(?=$| )/, 'decimal(10,0)'],
  [/^decimal\((\d+)\)/, 'decimal($1,0)'],
  [/^(?:real|double precision)\b/, 'double'],
  [/^(char|binary|bit)(?=$| )/, '$1(1)'],
  [/^integer\b/, 'int'],
];

function typeOf(type: string): string {
  const plain = type
    .replace(/ character set \S+/i, '')
    .replaceAll(/\s*,\s*/g, ',')
    .trim();
  // The values of an enum have a case.
  const lower = /^(?:enum|set)\s*\(/i.test(plain)
    ? plain.replace(/^\w+\s*/, (word) => word.trim().toLowerCase())
    : plain.toLowerCase();
  return words.reduce((found, [pattern, by]) => found.replace(pattern, by), lower);
}

/** `(now())`, `CURRENT_TIMESTAMP`, `'0'` and `0`, `true` and `1` are the same. */
function defaultOf(value: string | null): string | null {
  if (value === null || /^null$/i.test(value)) return null;
  let plain = value.trim();
  while (plain.startsWith('(') && plain.endsWith(')')) plain = plain.slice(1, -1).trim();
  const quoted = /^'(.*)'$/s.exec(plain)?.[1];
  if (quoted !== undefined) return quoted.replaceAll("''", "'").replaceAll('\\\\', '\\');
  const now = /^(?:now|current_timestamp|localtimestamp|localtime)\s*(?:\(\s*(\d*)\s*\))?$/i.exec(plain);
  if (now !== null) return `now(${now[1] ?? ''})`;
  if (/^(?:true|false)$/i.test(plain)) return plain.toLowerCase() === 'true' ? '1' : '0';
  return plain.toLowerCase();
}

function indexFacts({ unique, parts }: ModelIndex): Record<string, Fact> {
  const isExpression = parts.some(({ column }) => column === null);
  return { unique, columns: isExpression ? 'an expression' : partsText(parts).toLowerCase() };
}

function keyFacts({ columns, references, onDelete, onUpdate }: ModelForeignKey): Record<string, Fact> {
  // The server does the same for both words, and where nothing is said.
  const action = (said: string | null): string => (said === null || said === 'no action' ? 'restrict' : said);
  return {
    columns,
    references: `${references.table} (${references.columns.join(', ')})`,
    'on delete': action(onDelete),
    'on update': action(onUpdate),
  };
}

function object(kind: string, table: string | null, name: string, facts: Record<string, Fact>): CatalogObject {
  return { kind, schema: null, table, name, facts, besides: {} };
}
