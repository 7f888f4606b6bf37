import type { CatalogObject, Fact } from '../../database/catalog.js';

/** A name in double quotes, as drizzle-kit writes all of them. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}

/** `"users"`, `"billing"."invoices"`: the schema only where it is not the usual one. */
export function qualified(schema: string | null, name: string): string {
  return schema === null || schema === 'public' ? identifier(name) : `${identifier(schema)}.${identifier(name)}`;
}

/** `"public"."mood"`: drizzle-kit names the schema of a type always. */
export function typeName({ schema, name }: { schema: string | null; name: string }): string {
  return `${identifier(schema ?? 'public')}.${identifier(name)}`;
}

/** The table that an object is part of. */
export function tableOf(object: Pick<CatalogObject, 'schema' | 'table'>): string {
  return qualified(object.schema, object.table ?? '');
}

/** A function's name is followed by its arguments in the catalog: `touch(a integer)`. */
export function signature({ schema, name }: { schema: string | null; name: string }): string {
  const at = name.indexOf('(');
  return at === -1 ? qualified(schema, name) : `${qualified(schema, name.slice(0, at))}${name.slice(at)}`;
}

/** A fact as text; null where it is not text. */
export function textOf(fact: Fact | undefined): string | null {
  return typeof fact === 'string' ? fact : null;
}

/** A fact that is a list; empty where there is none. */
export function listOf(fact: Fact | undefined): string[] {
  return Array.isArray(fact) ? fact : [];
}

const shortNames: [long: RegExp, short: string][] = [
  [/^character varying/, 'varchar'],
  [/^character(?=\(|$)/, 'char'],
  [/^timestamp(\(\d+\))? without time zone/, 'timestamp$1'],
  [/^time(\(\d+\))? without time zone/, 'time$1'],
];

/** A type as drizzle-kit writes it, from the catalog's: `varchar(10)`, `"public"."mood"[]`. */
export function typeText(type: string): string {
  for (const [long, short] of shortNames) if (long.test(type)) return type.replace(long, short);
  const plain = /^([a-z_][a-z0-9_]*)\.([a-z_][a-z0-9_]*)((?:\([^)]*\))?(?:\[\])*)$/.exec(type);
  return plain === null ? type : `"${plain[1]}"."${plain[2]}"${plain[3]}`;
}

/** A default as drizzle-kit writes it: a literal needs no cast to the type of its column. */
export function defaultText(expression: string, type: string): string {
  const cast = /^('(?:[^']|'')*')::(.+)$/s.exec(expression);
  return cast?.[1] !== undefined && cast[2] === type.replace(/\([\d,]*\)/, '') ? cast[1] : expression;
}

/** A definition by the engine as a statement. */
export function statement(text: string): string {
  return `${text.trim().replace(/;$/, '')};`;
}

/** `(fillfactor=70)`, as ` WITH (fillfactor='70')`. */
export function optionsText(options: string[]): string {
  return options.length === 0 ? '' : ` WITH (${options.map(optionText).join(', ')})`;
}

export function optionText(option: string): string {
  const at = option.indexOf('=');
  return `${option.slice(0, at)} = '${option.slice(at + 1).replaceAll("'", "''")}'`;
}
