import { type Catalog, type CatalogObject, keyOf, qualifiedName } from '../../../database/catalog.js';
import { type Token, tokenize } from '../../../sql/tokens.js';
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
import { columnsIn, isSymbol, isWord, namesIn, parentheses, slice } from '../text-parts.js';
import { parseType, type UserTypes, userTypes } from './types.js';
import { valuesOf } from './values.js';

/** The tables that take rows of their own: no partitions, which get theirs through the parent, and no foreign tables. */
export function tablesOf(catalog: Catalog): RowTable[] {
  const types = userTypes(catalog);
  const groups = objectsByTable(catalog.values());
  const tables = [...catalog.values()].filter(
    ({ kind, facts }) => kind === 'table' && facts.kind !== 'foreign' && (facts['partition bound'] ?? null) === null,
  );
  return tables.map((table) => describe(table, groups.get(ownerKey(table.schema, table.name)) ?? [], catalog, types));
}

function describe(table: CatalogObject, objects: CatalogObject[], catalog: Catalog, types: UserTypes): RowTable {
  const columns = columnsOf(objects).map((column) => describeColumn(column, types));
  const names = columns.map(({ name }) => name);
  const uniques = objects.flatMap((object) => uniqueOf(object, names));
  return {
    key: keyOf(table),
    label: qualifiedName(table),
    sql: `${quote(table.schema ?? 'public')}.${quote(table.name)}`,
    isPartitioned: typeof table.facts['partition by'] === 'string',
    columns: withPartitionBounds(table, columns, catalog),
    primaryKey: listOf(objects.find(({ kind }) => kind === 'primary key')?.besides.columns),
    uniques,
    foreignKeys: objects.filter(({ kind }) => kind === 'foreign key').flatMap(foreignKeyOf),
    checks: [
      ...objects.filter(({ kind }) => kind === 'check').map(({ facts }) => checkOf(String(facts.definition), names)),
      ...columnsOf(objects).flatMap((column) => domainChecks(column, types)),
    ],
  };
}

function describeColumn({ name, facts }: CatalogObject, types: UserTypes): RowColumn {
  const type = parseType(String(facts.type));
  const domain = type.isArray ? undefined : types.find(type);
  const isDomain = domain?.kind === 'domain';
  const base = isDomain ? domain.type : String(facts.type);
  const value = typeof facts.default === 'string' ? facts.default : null;
  return {
    name,
    notNull: facts['not null'] === true || (isDomain && domain.notNull),
    default: value ?? '',
    isGenerated: typeof facts.generated === 'string',
    expression: String(facts.generated ?? ''),
    isNumbered: typeof facts.identity === 'string' || value?.startsWith('nextval(') === true,
    isForced: false,
    values: valuesOf(type, types),
    probe: (sql) => `${sql}::${base}`,
  };
}

function uniqueOf({ kind, facts, besides }: CatalogObject, columns: string[]): Unique[] {
  const definition = String(facts.definition);
  const nullsDistinct = !definition.toUpperCase().includes('NULLS NOT DISTINCT');
  if (kind === 'primary key' || kind === 'unique') return [{ columns: listOf(besides.columns), nullsDistinct }];
  const tokens = tokenize('postgresql', definition);
  const isUniqueIndex = kind === 'index' && isWord(tokens[1], 'unique');
  if (!isUniqueIndex && kind !== 'exclusion constraint') return [];
  const place = parentheses(
    tokens,
    tokens.findIndex((token) => isWord(token, 'using')),
  );
  if (place === null) return [];
  const parts = slice(definition, tokens[place.open], tokens[place.close]);
  return [{ columns: columnsIn('postgresql', parts, columns), nullsDistinct }];
}

/** `FOREIGN KEY (a, b) REFERENCES public.users(id, other) ON DELETE CASCADE`, as the server writes it. */
function foreignKeyOf({ facts }: CatalogObject): ForeignKey[] {
  const definition = String(facts.definition);
  const tokens = tokenize('postgresql', definition);
  const at = tokens.findIndex((token) => isWord(token, 'references'));
  const open = tokens.findIndex((token, place) => place > at && isSymbol(token, '('));
  const target = tokens.slice(at + 1, open).filter(({ kind }) => kind === 'word' || kind === 'name');
  const name = target.at(-1)?.value;
  if (at < 0 || name === undefined) return [];
  const schema = target.length > 1 ? (target[0]?.value ?? null) : null;
  return [
    {
      columns: namesIn(tokens, 0),
      target: keyOf({ kind: 'table', schema, table: null, name }),
      targetColumns: namesIn(tokens, open),
      onDelete: actionIn(tokens, 'delete'),
      onUpdate: actionIn(tokens, 'update'),
    },
  ];
}

/** `ON DELETE SET NULL (a)`. */
function actionIn(tokens: Token[], event: 'delete' | 'update'): string {
  const at = tokens.findIndex((token, place) => isWord(token, event) && isWord(tokens[place - 1], 'on'));
  const [first, second] = at < 0 ? [] : tokens.slice(at + 1, at + 3).map(({ value }) => value);
  if (first === undefined) return 'no action';
  return first === 'set' || first === 'no' ? `${first} ${second}` : first;
}

/** `CHECK ((a > 0)) NOT VALID`. */
function checkOf(definition: string, columns: string[]): Check {
  const tokens = tokenize('postgresql', definition);
  const place = parentheses(tokens);
  const sql = place === null ? 'true' : slice(definition, tokens[place.open], tokens[place.close]);
  return { sql, columns: columnsIn('postgresql', sql, columns) };
}

/** The checks of a domain, about the column in place of VALUE. */
function domainChecks({ name, facts }: CatalogObject, types: UserTypes): Check[] {
  const domain = types.find(parseType(String(facts.type)));
  if (domain?.kind !== 'domain') return [];
  return domain.checks.map((check) => {
    const { sql } = checkOf(check, []);
    const values = tokenize('postgresql', sql).filter((token) => isWord(token, 'value'));
    const text = values
      .toReversed()
      .reduce((done, { start, end }) => done.slice(0, start) + quote(name) + done.slice(end), sql);
    return { sql: text, columns: [name] };
  });
}

/** Rows of a partitioned table must fit one of its partitions: what their bounds begin with does. */
function withPartitionBounds(table: CatalogObject, columns: RowColumn[], catalog: Catalog): RowColumn[] {
  if (typeof table.facts['partition by'] !== 'string') return columns;
  const keys = columnsIn(
    'postgresql',
    table.facts['partition by'],
    columns.map(({ name }) => name),
  );
  const parent = `${table.schema ?? ''}.${table.name}`;
  const bounds = [...catalog.values()]
    .filter(
      ({ kind, facts }) =>
        kind === 'table' && listOf(facts.inherits).some((name) => name.replaceAll('"', '') === parent),
    )
    .map(({ facts }) => String(facts['partition bound']));
  return columns.map((column) => {
    const at = keys.indexOf(column.name);
    const firsts = at < 0 ? [] : bounds.flatMap((bound) => boundValues(bound, at));
    if (firsts.length === 0) return column;
    const values = { ...column.values, awkward: [...new Set(firsts)], plain: [...new Set(firsts)] };
    return { ...column, values };
  });
}

/** `FOR VALUES FROM ('2024-01-01', 1) TO (…)`: the part at a place of the lower bound; all of `IN ('a', 'b')`. */
function boundValues(bound: string, at: number): string[] {
  const tokens = tokenize('postgresql', bound);
  const place = parentheses(tokens);
  if (place === null || isWord(tokens[place.open - 1], 'with')) return [];
  const inside = tokens.slice(place.open + 1, place.close).filter((token) => token.kind !== 'symbol');
  const isList = isWord(tokens[place.open - 1], 'in');
  return (isList ? inside : inside.slice(at, at + 1))
    .filter(({ kind }) => kind === 'string' || kind === 'number')
    .map((token) => slice(bound, token, token));
}

export function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
