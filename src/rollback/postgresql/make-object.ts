import type { CatalogObject } from '../../database/catalog.js';
import { ranks, type Step, statementsStep } from './steps.js';
import { identifier, listOf, literal, qualified, textOf, typeName, typeText } from './text.js';

/** What makes an object that is part of no table again. */
export function makeObject(object: CatalogObject): Step[] {
  switch (object.kind) {
    case 'schema':
      return [statementsStep(ranks.makeSchema, [`CREATE SCHEMA ${identifier(object.name)};`])];
    case 'extension':
      return [statementsStep(ranks.makeExtension, [extensionText(object)])];
    case 'enum':
    case 'domain':
    case 'composite type':
    case 'range type':
      return [statementsStep(ranks.makeType, [typeDefinition(object)])];
    case 'event trigger':
      return [statementsStep(ranks.makeTrigger, eventTriggerTexts(object))];
    case 'role':
      return [
        statementsStep(ranks.makeRole, [`CREATE ROLE ${identifier(object.name)}${roleOptions(object)};`]),
        ...memberships(object, listOf(object.facts['member of']), []),
      ];
    default:
      // An aggregate: the catalog does not say what it is made of.
      return [];
  }
}

function extensionText({ name, facts }: CatalogObject): string {
  const schema = textOf(facts.schema);
  return `CREATE EXTENSION ${identifier(name)}${schema === null || schema === 'public' ? '' : ` WITH SCHEMA ${identifier(schema)}`};`;
}

/** `CREATE TYPE …` or `CREATE DOMAIN …`. */
export function typeDefinition(type: CatalogObject): string {
  const { kind, facts } = type;
  switch (kind) {
    case 'enum':
      return `CREATE TYPE ${typeName(type)} AS ENUM(${listOf(facts.values).map(literal).join(', ')});`;
    case 'composite type':
      return `CREATE TYPE ${typeName(type)} AS (${listOf(facts.attributes).join(', ')});`;
    case 'range type':
      return `CREATE TYPE ${typeName(type)} AS RANGE (SUBTYPE = ${textOf(facts.subtype)});`;
    default: {
      const parts = [
        `CREATE DOMAIN ${typeName(type)} AS ${typeText(textOf(facts.type) ?? '')}`,
        textOf(facts.collation) === null ? null : `COLLATE ${textOf(facts.collation)}`,
        textOf(facts.default) === null ? null : `DEFAULT ${textOf(facts.default)}`,
        facts['not null'] === true ? 'NOT NULL' : null,
        ...listOf(facts.checks).map(domainCheck),
      ];
      return `${parts.filter((part) => part !== null).join(' ')};`;
    }
  }
}

/** `CONSTRAINT "email_check" CHECK (…)`, from the catalog's `email_check CHECK (…)`. */
export function domainCheck(fact: string): string {
  const { name, definition } = checkParts(fact);
  return `CONSTRAINT ${identifier(name)} ${definition}`;
}

export function checkParts(fact: string): { name: string; definition: string } {
  const at = fact.indexOf(' CHECK (');
  return { name: fact.slice(0, at), definition: fact.slice(at + 1) };
}

export function sequenceOptions({ facts }: CatalogObject): string {
  return [
    facts.type === 'bigint' ? null : `AS ${textOf(facts.type)}`,
    `INCREMENT BY ${facts.increment} MINVALUE ${facts.minimum} MAXVALUE ${facts.maximum} START WITH ${facts.start} CACHE ${facts.cache}`,
    facts.cycle === true ? 'CYCLE' : null,
  ]
    .filter((part) => part !== null)
    .join(' ');
}

export function makeSequence(sequence: CatalogObject): Step {
  const text = `CREATE${sequence.facts.unlogged === true ? ' UNLOGGED' : ''} SEQUENCE ${qualified(sequence.schema, sequence.name)}`;
  return statementsStep(ranks.makeSequence, [`${text} ${sequenceOptions(sequence)};`]);
}

const eventStates: Record<string, string> = { D: 'DISABLE', R: 'ENABLE REPLICA', A: 'ENABLE ALWAYS', O: 'ENABLE' };

function eventTriggerTexts({ name, facts }: CatalogObject): string[] {
  const tags = listOf(facts.tags);
  const when = tags.length === 0 ? '' : ` WHEN TAG IN (${tags.map(literal).join(', ')})`;
  const text = `CREATE EVENT TRIGGER ${identifier(name)} ON ${facts.event}${when} EXECUTE FUNCTION ${facts.function};`;
  return facts.enabled === 'O' ? [text] : [text, eventTriggerState(name, facts.enabled)];
}

export function eventTriggerState(name: string, state: unknown): string {
  return `ALTER EVENT TRIGGER ${identifier(name)} ${eventStates[String(state)] ?? 'ENABLE'};`;
}

const roleFacts: [fact: string, yes: string, no: string, isUsual: boolean][] = [
  ['superuser', 'SUPERUSER', 'NOSUPERUSER', false],
  ['create database', 'CREATEDB', 'NOCREATEDB', false],
  ['create role', 'CREATEROLE', 'NOCREATEROLE', false],
  ['inherit', 'INHERIT', 'NOINHERIT', true],
  ['login', 'LOGIN', 'NOLOGIN', false],
  ['bypass row level security', 'BYPASSRLS', 'NOBYPASSRLS', false],
];

function roleOptions({ facts }: CatalogObject): string {
  const unusual = roleFacts.filter(([fact, , , isUsual]) => facts[fact] !== isUsual);
  return unusual.length === 0
    ? ''
    : ` WITH ${unusual.map(([fact, yes, no]) => (facts[fact] === true ? yes : no)).join(' ')}`;
}

/** `ALTER ROLE …` for one fact of a role. */
export function roleText(name: string, fact: string, wanted: unknown): string | null {
  const known = roleFacts.find(([of]) => of === fact);
  return known === undefined ? null : `ALTER ROLE ${identifier(name)} WITH ${wanted === true ? known[1] : known[2]};`;
}

export function memberships({ name }: CatalogObject, wanted: string[], found: string[]): Step[] {
  const statements = [
    ...found
      .filter((role) => !wanted.includes(role))
      .map((role) => `REVOKE ${identifier(role)} FROM ${identifier(name)};`),
    ...wanted
      .filter((role) => !found.includes(role))
      .map((role) => `GRANT ${identifier(role)} TO ${identifier(name)};`),
  ];
  return statements.length === 0 ? [] : [statementsStep(ranks.privileges, statements)];
}
