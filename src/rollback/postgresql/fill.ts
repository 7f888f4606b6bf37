import type { Catalog, CatalogObject } from '../../database/catalog.js';
import { keyOf } from '../../database/catalog.js';
import { partsOf } from './script.js';
import { listOf, literal, textOf } from './text.js';

const numbers = /^(smallint|integer|bigint|real|double precision|numeric(\(.*\))?)$/;
const texts = /^(text|character varying(\(\d+\))?|character(\(\d+\))?|citext)$/;

const constants: [type: RegExp, value: string][] = [
  [numbers, '0'],
  [texts, "''"],
  [/^boolean$/, 'false'],
  [/^timestamp(\(\d\))? with(out)? time zone$/, 'now()'],
  [/^date$/, 'CURRENT_DATE'],
  [/^time(\(\d\))? without time zone$/, "'00:00'"],
  [/^interval(\(\d\))?$/, "'0'"],
  [/^jsonb?$/, "'{}'"],
  [/^bytea$/, "''"],
  [/\[\]$/, "'{}'"],
];

/**
 * What stands in a column that rows cannot go without and whose values are gone, as SQL; null where none would be right:
 * what a key or check looks at is for a person to say, and the server refuses until then.
 *
 * @param now which enum labels can be used yet: a new one only once it is committed.
 */
export function neutralValue(before: Catalog, now: Catalog, column: CatalogObject): string | null {
  const type = textOf(column.facts.type) ?? '';
  const uses = keysOver(before, column);
  if (type === 'uuid')
    return uses.every((kind) => kind === 'unique' || kind === 'primary key') ? 'gen_random_uuid()' : null;
  if (uses.length > 0) return null;
  const constant = constants.find(([known]) => known.test(type))?.[1];
  if (constant !== undefined) return constant;
  const [schema, name] = type.includes('.') ? type.split('.') : ['public', type];
  if (schema === undefined || name === undefined) return null;
  const key = keyOf({ kind: 'enum', schema, table: null, name });
  const usable = now.get(key);
  const label = listOf(before.get(key)?.facts.values).find(
    (value) => usable === undefined || listOf(usable.facts.values).includes(value),
  );
  return label === undefined ? null : literal(label);
}

/** The kinds of keys and checks that look at a column. */
function keysOver(before: Catalog, column: CatalogObject): string[] {
  const parts = partsOf(before, { schema: column.schema, name: column.table ?? '' });
  const uses = parts.flatMap(({ kind, besides }) => (listOf(besides.columns).includes(column.name) ? [kind] : []));
  const word = new RegExp(`(^|[^\\w"])"?${column.name.replaceAll(/[^\w]/g, '\\$&')}"?($|[^\\w"])`);
  const unique = parts.filter(({ kind, facts }) => {
    const definition = textOf(facts.definition) ?? '';
    return kind === 'index' && definition.startsWith('CREATE UNIQUE') && word.test(definition);
  });
  return [...uses, ...unique.map(() => 'unique')];
}
