import type { Catalog, CatalogObject } from '../../../database/catalog.js';
import { tokenize } from '../../../sql/tokens.js';
import { listOf } from '../table.js';
import { isSymbol } from '../text-parts.js';

/** What `format_type` says, taken apart: `public."Mood"[]`, `timestamp(3) with time zone`. */
export interface ColumnType {
  /** Null for PostgreSQL's own types. */
  schema: string | null;
  /** Without modifiers: `timestamp with time zone`. */
  name: string;
  modifiers: number[];
  isArray: boolean;
}

export type UserType =
  | { kind: 'enum'; labels: string[] }
  | { kind: 'domain'; type: string; notNull: boolean; checks: string[] }
  | { kind: 'composite'; attributes: string[] }
  | { kind: 'range'; subtype: string };

/** The types that the catalog has. */
export interface UserTypes {
  find(type: Pick<ColumnType, 'schema' | 'name'>): UserType | undefined;
}

/** Takes a type apart as PostgreSQL writes it with an empty search path: names of other types are qualified. */
export function parseType(text: string): ColumnType {
  const tokens = tokenize('postgresql', text);
  const modifiers: number[] = [];
  const names: string[] = [];
  const words: string[] = [];
  let schema: string | null = null;
  let depth = 0;
  let isArray = false;
  for (const [at, token] of tokens.entries()) {
    if (isSymbol(token, '(')) depth++;
    else if (isSymbol(token, ')')) depth--;
    else if (isSymbol(token, '[')) isArray = true;
    else if (depth > 0) {
      if (token.kind === 'number') modifiers.push(Number(token.value));
    } else if (token.kind === 'word' || token.kind === 'name') {
      if (isSymbol(tokens[at + 1], '.')) schema = token.value;
      else if (schema !== null) names.push(token.value);
      else words.push(text.slice(token.start, token.end));
    }
  }
  return { schema, name: schema === null ? words.join(' ') : names.join(' '), modifiers, isArray };
}

export function userTypes(catalog: Catalog): UserTypes {
  const types = new Map<string, UserType>();
  for (const object of catalog.values()) {
    const type = userType(object);
    if (type !== null) types.set(JSON.stringify([object.schema, object.name]), type);
  }
  return { find: ({ schema, name }) => types.get(JSON.stringify([schema, name])) };
}

function userType({ kind, facts }: CatalogObject): UserType | null {
  if (kind === 'enum') return { kind, labels: listOf(facts.values) };
  if (kind === 'domain') {
    return { kind, type: String(facts.type), notNull: facts['not null'] === true, checks: listOf(facts.checks) };
  }
  if (kind === 'composite type')
    return { kind: 'composite', attributes: listOf(facts.attributes).map(typeOfAttribute) };
  if (kind === 'range type') return { kind: 'range', subtype: String(facts.subtype) };
  return null;
}

/** `"my name" character varying(3)` without the name. */
function typeOfAttribute(attribute: string): string {
  const [name] = tokenize('postgresql', attribute);
  return attribute.slice(name?.end ?? 0).trim();
}
