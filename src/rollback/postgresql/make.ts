import { type CatalogObject, keyOf } from '../../database/catalog.js';
import { columnDefinition, namesOf, serialSequence, setvalText } from './columns.js';
import { commentText, ofTable } from './drop-text.js';
import { neutralValue } from './fill.js';
import { makeObject, makeSequence } from './make-object.js';
import { inTable, isSequenceThere, makeTable } from './make-table.js';
import { privilegesOf } from './privileges.js';
import { partsOf, run, type Script } from './script.js';
import { ranks, type Step, statementsStep } from './steps.js';
import { identifier, listOf, optionsText, qualified, statement, tableOf, textOf } from './text.js';

/** What makes an object of the schema before again, with all that is part of it. */
export function stepsToMake(script: Script, object: CatalogObject): Step[] {
  const { kind, facts } = object;
  switch (kind) {
    case 'table': {
      // A partition has the parts of its table.
      const others = textOf(facts['partition bound']) === null ? partsOf(script.before, object) : [];
      const apart = others.filter((part) => !inTable(part));
      return [...makeTable(script, object), ...apart.flatMap((part) => stepsToMake(script, part))];
    }
    case 'column':
      return [makeColumn(object), ...privilegesOf(object)];
    case 'sequence':
      return [...sequenceSteps(script, object), ...privilegesOf(object)];
    case 'view':
    case 'materialized view':
      return [
        statementsStep(ranks.makeView, [viewText(object)]),
        ...privilegesOf(object),
        ...partsOf(script.before, object).flatMap((part) => stepsToMake(script, part)),
      ];
    case 'primary key':
    case 'unique':
    case 'check':
    case 'exclusion constraint':
      return [statementsStep(ranks.makeConstraint, [constraintText(object)]), ...identifyingIndex(object)];
    case 'foreign key':
      return [statementsStep(ranks.makeForeignKey, [constraintText(object)])];
    case 'index': {
      const text = (textOf(facts.definition) ?? '').replace(' ON ONLY ', ' ON ');
      return [statementsStep(ranks.makeIndex, [statement(text)]), ...identifyingIndex(object)];
    }
    case 'statistics':
      return [statementsStep(ranks.makeIndex, [statement(textOf(facts.definition) ?? '')])];
    case 'trigger':
      return [
        statementsStep(ranks.makeTrigger, [statement(textOf(facts.definition) ?? '')]),
        ...(facts.enabled === 'yes' ? [] : [statementsStep(ranks.settings, [triggerStateText(object)])]),
      ];
    case 'rule':
      return [statementsStep(ranks.makeRule, [statement(textOf(facts.definition) ?? '')])];
    case 'policy':
      return [statementsStep(ranks.makePolicy, [policyText(object)])];
    case 'function':
    case 'procedure':
    case 'window function': {
      // As it is defined anew, not instead of another.
      const text = (textOf(facts.definition) ?? '').replace(/^CREATE OR REPLACE /, 'CREATE ');
      return [functionStep(text), ...privilegesOf(object)];
    }
    case 'comment':
      return [statementsStep(ranks.comment, [commentText(object, textOf(facts.text))])];
    default:
      return [...makeObject(object), ...privilegesOf(object)];
  }
}

/** An index that tells those who follow the changes of its table which row is meant. */
export function identifyingIndex(object: CatalogObject): Step[] {
  if (object.facts['replica identity'] !== true) return [];
  return [statementsStep(ranks.settings, [ofTable(object, `REPLICA IDENTITY USING INDEX ${identifier(object.name)}`)])];
}

/** A body is checked against what is there: it may need what needs the function. */
export function functionStep(text: string): Step {
  return statementsStep(
    ranks.makeFunction,
    [statement(text)],
    ['SET check_function_bodies = off;', statement(text), 'RESET check_function_bodies;'],
  );
}

export function constraintText(object: CatalogObject): string {
  return ofTable(object, `ADD CONSTRAINT ${identifier(object.name)} ${textOf(object.facts.definition)}`);
}

/** Its usual name would be made up again: `nextval` reads it by that. */
function sequenceSteps(script: Script, sequence: CatalogObject): Step[] {
  const owner = textOf(sequence.facts['owned by']);
  const [schema = null, table = null, name = ''] = owner === null ? [] : namesOf(owner);
  const key = keyOf({ kind: 'column', schema, table, name });
  const column = script.before.get(key);
  const isColumnThere = script.now.has(key) && !script.gone.has(key);
  // It comes with its column.
  if (column !== undefined && !isColumnThere && serialSequence(script.before, column) !== null) return [];
  const steps = [makeSequence(sequence)];
  if (owner === null) return steps;
  const text = qualified(sequence.schema, sequence.name);
  steps.push(statementsStep(ranks.ownSequence, [`ALTER SEQUENCE ${text} OWNED BY ${owner};`]));
  if (column !== undefined && isColumnThere) {
    const { start, increment } = sequence.facts;
    steps.push(statementsStep(ranks.ownSequence, [setvalText(column, text, String(start), String(increment))]));
  }
  return steps;
}

function makeColumn(column: CatalogObject): Step {
  return {
    rank: ranks.makeColumn,
    async take(script) {
      const isSerial = serialSequence(script.before, column) !== null && !isSequenceThere(script, column);
      const add = (definition: string): string => ofTable(column, `ADD COLUMN ${definition}`);
      const { facts, schema, table, name } = column;
      const needsValue =
        facts['not null'] === true &&
        [facts.default, facts.generated, facts.identity].every((fact) => textOf(fact) === null);
      const value = needsValue ? neutralValue(script.before, script.now, column) : null;
      if (value === null) return (await run(script, [add(columnDefinition(column, { isSerial }))])) === null;
      // With a default the rows have it at once: an UPDATE would fire triggers, and put off checks bar the next ALTER.
      const withValue = columnDefinition({ ...column, facts: { ...facts, default: value } });
      const statements = [add(withValue), ofTable(column, `ALTER COLUMN ${identifier(name)} DROP DEFAULT`)];
      if ((await run(script, statements)) !== null) return false;
      script.filled.push({ schema, table: table ?? '', column: name, value });
      return true;
    },
  };
}

function viewText({ kind, schema, name, facts, besides }: CatalogObject): string {
  const options = listOf(facts.options);
  const isEmpty = kind === 'materialized view' && besides.populated === false;
  const definition = (textOf(facts.definition) ?? '').trim().replace(/;$/, '');
  return `CREATE ${kind.toUpperCase()} ${qualified(schema, name)}${optionsText(options)} AS ${definition}${isEmpty ? ' WITH NO DATA' : ''};`;
}

/** Over the one that is there, so that what depends on it can stay. */
export function replacingViewText(view: CatalogObject): string {
  return viewText(view).replace(/^CREATE /, 'CREATE OR REPLACE ');
}

function policyText(policy: CatalogObject): string {
  const { facts } = policy;
  const roles = listOf(facts.roles).map((role) => (role.startsWith('"') || role === 'public' ? role : `"${role}"`));
  const parts = [
    `CREATE POLICY ${identifier(policy.name)} ON ${tableOf(policy)} AS ${facts.permissive === false ? 'RESTRICTIVE' : 'PERMISSIVE'}`,
    `FOR ${String(facts.command).toUpperCase()} TO ${roles.join(', ')}`,
    ...expression('USING', facts.using),
    ...expression('WITH CHECK', facts['with check']),
  ];
  return `${parts.join(' ')};`;
}

function expression(word: string, fact: unknown): string[] {
  if (typeof fact !== 'string') return [];
  return [`${word} (${fact})`];
}

const states: Record<string, string> = {
  yes: 'ENABLE',
  no: 'DISABLE',
  replica: 'ENABLE REPLICA',
  always: 'ENABLE ALWAYS',
};

export function triggerStateText(trigger: CatalogObject): string {
  return ofTable(trigger, `${states[String(trigger.facts.enabled)] ?? 'ENABLE'} TRIGGER ${identifier(trigger.name)}`);
}
