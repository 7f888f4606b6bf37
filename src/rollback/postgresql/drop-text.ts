import type { CatalogObject } from '../../database/catalog.js';
import { ranks } from './steps.js';
import { identifier, qualified, signature, tableOf, textOf, typeName } from './text.js';

/** How an object of each kind is dropped, and when. */
const drops: Record<string, { rank: number; text(object: CatalogObject): string }> = {
  table: { rank: ranks.dropTable, text: named('TABLE') },
  view: { rank: ranks.dropView, text: named('VIEW') },
  'materialized view': { rank: ranks.dropView, text: named('MATERIALIZED VIEW') },
  sequence: { rank: ranks.dropSequence, text: named('SEQUENCE') },
  index: { rank: ranks.dropIndex, text: named('INDEX') },
  statistics: { rank: ranks.dropConstraint, text: named('STATISTICS') },
  column: { rank: ranks.dropColumn, text: (object) => ofTable(object, `DROP COLUMN ${identifier(object.name)}`) },
  'foreign key': { rank: ranks.dropForeignKey, text: constraint },
  'primary key': { rank: ranks.dropConstraint, text: constraint },
  unique: { rank: ranks.dropConstraint, text: constraint },
  check: { rank: ranks.dropConstraint, text: constraint },
  'exclusion constraint': { rank: ranks.dropConstraint, text: constraint },
  policy: { rank: ranks.dropPolicy, text: onTable('POLICY') },
  trigger: { rank: ranks.dropTrigger, text: onTable('TRIGGER') },
  rule: { rank: ranks.dropRule, text: onTable('RULE') },
  function: { rank: ranks.dropFunction, text: routine('FUNCTION') },
  'window function': { rank: ranks.dropFunction, text: routine('FUNCTION') },
  procedure: { rank: ranks.dropFunction, text: routine('PROCEDURE') },
  aggregate: { rank: ranks.dropFunction, text: (object) => routine('AGGREGATE')(anyArguments(object)) },
  enum: { rank: ranks.dropType, text: type('TYPE') },
  'composite type': { rank: ranks.dropType, text: type('TYPE') },
  'range type': { rank: ranks.dropType, text: type('TYPE') },
  domain: { rank: ranks.dropType, text: type('DOMAIN') },
  schema: { rank: ranks.dropSchema, text: alone('SCHEMA') },
  extension: { rank: ranks.dropExtension, text: alone('EXTENSION') },
  role: { rank: ranks.dropRole, text: alone('ROLE') },
  'event trigger': { rank: ranks.dropEventTrigger, text: alone('EVENT TRIGGER') },
  comment: { rank: ranks.comment, text: (object) => commentText(object, null) },
};

/** The statement that drops an object; null where there is none for its kind. */
export function dropText(object: CatalogObject): string | null {
  return drops[object.kind]?.text(object) ?? null;
}

export function dropRank(object: CatalogObject): number {
  return drops[object.kind]?.rank ?? ranks.comment;
}

const commented: Record<string, string> = {
  'table column': 'COLUMN',
  'view column': 'COLUMN',
  'materialized view column': 'COLUMN',
  'foreign table column': 'COLUMN',
  'composite type column': 'COLUMN',
  'composite type': 'TYPE',
  'table constraint': 'CONSTRAINT',
  'statistics object': 'STATISTICS',
};

/** `COMMENT ON …`; null takes it away. */
export function commentText({ besides }: CatalogObject, text: string | null): string {
  const type = textOf(besides.type) ?? '';
  const identity = textOf(besides.identity) ?? '';
  const said = text === null ? 'NULL' : `'${text.replaceAll("'", "''")}'`;
  if (type === 'domain constraint') {
    return `COMMENT ON CONSTRAINT ${identity.replace(/ on (?!.* on )/, ' ON DOMAIN ')} IS ${said};`;
  }
  return `COMMENT ON ${commented[type] ?? type.toUpperCase()} ${identity} IS ${said};`;
}

function named(kind: string) {
  return ({ schema, name }: CatalogObject) => `DROP ${kind} ${qualified(schema, name)};`;
}

function type(kind: string) {
  return (object: CatalogObject) => `DROP ${kind} ${typeName(object)};`;
}

function alone(kind: string) {
  return ({ name }: CatalogObject) => `DROP ${kind} ${identifier(name)};`;
}

function onTable(kind: string) {
  return (object: CatalogObject) => `DROP ${kind} ${identifier(object.name)} ON ${tableOf(object)};`;
}

function routine(kind: string) {
  return (object: CatalogObject) => `DROP ${kind} ${signature(object)};`;
}

/** `count()` of no arguments is written with a star. */
function anyArguments(object: CatalogObject): CatalogObject {
  return { ...object, name: object.name.replace(/\(\)$/, '(*)') };
}

function constraint(object: CatalogObject): string {
  return ofTable(object, `DROP CONSTRAINT ${identifier(object.name)}`);
}

/** One change of a table. */
export function ofTable(object: Pick<CatalogObject, 'schema' | 'table'>, action: string): string {
  return `ALTER TABLE ${tableOf(object)} ${action};`;
}
