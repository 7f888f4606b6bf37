import { type Catalog, type CatalogObject, keyOf } from '../../database/catalog.js';
import { defaultText, identifier, qualified, textOf, typeText } from './text.js';

/** A column as `CREATE TABLE` and `ADD COLUMN` define it. `isSerial`: its sequence is made with it. */
export function columnDefinition(column: CatalogObject, { isSerial = false, isKey = false } = {}): string {
  const { facts } = column;
  const type = textOf(facts.type) ?? 'text';
  const notNull = facts['not null'] === true ? notNullText(column) : null;
  const generated = textOf(facts.generated);
  const parts = [
    identifier(column.name),
    isSerial ? serialTypes[type] : typeText(type),
    textOf(facts.collation) === null ? null : `COLLATE ${textOf(facts.collation)}`,
    isKey ? 'PRIMARY KEY' : null,
    isSerial || textOf(facts.default) === null ? null : `DEFAULT ${defaultText(textOf(facts.default) ?? '', type)}`,
    generated === null ? null : generatedText(generated),
    textOf(facts.identity) === null ? null : identityText(textOf(facts.identity) ?? ''),
    notNull,
  ];
  return parts.filter((part) => part !== null && part !== undefined).join(' ');
}

/** Since PostgreSQL 18 it has a name: the usual one is made up again, any other is said. */
function notNullText({ table, name, besides }: CatalogObject): string {
  const constraint = textOf(besides['not null constraint']);
  if (constraint === null || constraint === `${table}_${name}_not_null`) return 'NOT NULL';
  return `CONSTRAINT ${identifier(constraint)} NOT NULL`;
}

/** `lower(name) stored`, as the catalog has it. */
export function generatedText(fact: string): string {
  const at = fact.lastIndexOf(' ');
  return `GENERATED ALWAYS AS (${fact.slice(0, at)}) ${fact.slice(at + 1).toUpperCase()}`;
}

interface Identity {
  mode: 'ALWAYS' | 'BY DEFAULT';
  /** Qualified and quoted where it has to be. */
  sequence: string;
  options: string;
}

const identityFact =
  /^(always|by default) \((.*) (?:smallint|integer|bigint) start (-?\d+) increment (-?\d+) min (-?\d+) max (-?\d+) cache (\d+)( cycle)?\)$/s;

/** What the catalog says of an identity column; null where it is none. */
export function identityOf(fact: string | null): Identity | null {
  const parts = fact === null ? null : identityFact.exec(fact);
  if (parts === null) return null;
  const [, mode, sequence = '', start, increment, min, max, cache, cycle] = parts;
  return {
    mode: mode === 'always' ? 'ALWAYS' : 'BY DEFAULT',
    sequence,
    options: `INCREMENT BY ${increment} MINVALUE ${min} MAXVALUE ${max} START WITH ${start} CACHE ${cache}${cycle === undefined ? '' : ' CYCLE'}`,
  };
}

export function identityText(fact: string): string {
  const identity = identityOf(fact);
  if (identity === null) return '';
  return `GENERATED ${identity.mode} AS IDENTITY (sequence name ${identity.sequence} ${identity.options})`;
}

const serialTypes: Record<string, string> = { smallint: 'smallserial', integer: 'serial', bigint: 'bigserial' };
const greatest: Record<string, string> = {
  smallint: '32767',
  integer: '2147483647',
  bigint: '9223372036854775807',
};

/** The sequence that `serial` would make for a column, where it is the one that the column has. */
export function serialSequence(catalog: Catalog, column: CatalogObject): CatalogObject | null {
  const { schema, table, name } = column;
  const sequence = catalog.get(keyOf({ kind: 'sequence', schema, table: null, name: `${table}_${name}_seq` }));
  const type = textOf(column.facts.type) ?? '';
  if (sequence === undefined || serialTypes[type] === undefined || column.facts['not null'] !== true) return null;
  const { facts } = sequence;
  const reads = /^nextval\('(.*)'::regclass\)$/s.exec(textOf(column.facts.default) ?? '')?.[1];
  const isUsual =
    facts.type === type &&
    facts.start === '1' &&
    facts.increment === '1' &&
    facts.minimum === '1' &&
    facts.maximum === greatest[type] &&
    facts.cache === '1' &&
    facts.cycle === false;
  const isOwned = namesOf(textOf(facts['owned by']) ?? '').join('.') === [schema, table, name].join('.');
  const isRead =
    reads !== undefined && namesOf(reads.replaceAll("''", "'")).join('.') === [schema, sequence.name].join('.');
  return isUsual && isOwned && isRead ? sequence : null;
}

/** The parts of a name as PostgreSQL writes it: quoted only where it has to be. */
export function namesOf(text: string): string[] {
  return [...text.matchAll(/"((?:[^"]|"")*)"|[^."]+/g)].map(
    ([whole, quoted]) => quoted?.replaceAll('""', '"') ?? whole,
  );
}

/** A sequence goes on after the values that a column has by now. */
export function setvalText(column: CatalogObject, sequence: string, start: string, increment: string): string {
  const values = `SELECT ${increment.startsWith('-') ? 'min' : 'max'}(${identifier(column.name)}) FROM ${qualified(column.schema, column.table ?? '')}`;
  return `SELECT setval('${sequence.replaceAll("'", "''")}', COALESCE((${values}) + (${increment}), ${start}), false);`;
}
