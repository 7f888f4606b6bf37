import { type CatalogObject, type Fact, keyOf } from '../../database/catalog.js';
import { changeColumn } from './change-column.js';
import { changeTable } from './change-table.js';
import { changeType } from './change-type.js';
import { commentText, ofTable } from './drop-text.js';
import { functionStep, identifyingIndex, replacingViewText, triggerStateText } from './make.js';
import { eventTriggerState, memberships, roleText, sequenceOptions } from './make-object.js';
import { grants } from './privileges.js';
import { rebuildTable } from './rebuild-table.js';
import { run, type Script } from './script.js';
import { ranks, type Step, statementsStep } from './steps.js';
import { dropObject, dropStep, make } from './take-off.js';
import { identifier, listOf, optionText, qualified, textOf } from './text.js';

/** What makes an object as it was: `changed` are the names of the facts that differ. */
export function stepsToChange(script: Script, now: CatalogObject, changed: Set<string>): Step[] {
  const before = script.before.get(keyOf(now));
  if (before === undefined) return [];
  switch (now.kind) {
    case 'column':
      return changeColumn(script, now, changed);
    case 'table':
      if (changed.has('kind') || changed.has('partition by')) {
        return [
          { rank: ranks.alterTable, take: (work) => rebuildTable(work, before) },
          ...changeTable(script.before, before, now, changed),
        ];
      }
      return changeTable(script.before, before, now, changed);
    case 'enum':
    case 'domain':
    case 'composite type':
    case 'range type':
      return changeType(script, now, changed);
    case 'comment':
      return [statementsStep(ranks.comment, [commentText(before, textOf(before.facts.text))])];
    default:
      return [...changeDefinition(before, now, changed), ...changePrivileges(before, now, changed)];
  }
}

function changePrivileges(before: CatalogObject, now: CatalogObject, changed: Set<string>): Step[] {
  if (!changed.has('privileges')) return [];
  const statements = grants(before, listOf(before.facts.privileges), listOf(now.facts.privileges));
  return statements.length === 0 ? [] : [statementsStep(ranks.privileges, statements)];
}

function changeDefinition(before: CatalogObject, now: CatalogObject, changed: Set<string>): Step[] {
  const others = [...changed].filter((fact) => fact !== 'privileges');
  if (others.length === 0) return [];
  if (others.every((fact) => fact === 'replica identity')) return identifyingIndex(before);
  const is = (...facts: string[]): boolean => others.every((fact) => facts.includes(fact));
  switch (now.kind) {
    case 'sequence':
      return changeSequence(before, changed);
    case 'view':
      return is('options')
        ? [statementsStep(ranks.settings, viewOptions(before, now))]
        : [replace(before, now, replacingViewText(before))];
    case 'materialized view':
      return is('options') ? [statementsStep(ranks.settings, viewOptions(before, now))] : [dropStep(now)];
    case 'function':
    case 'procedure':
    case 'window function':
      return [replace(before, now, textOf(before.facts.definition) ?? '')];
    case 'trigger':
      return is('enabled') ? [statementsStep(ranks.settings, [triggerStateText(before)])] : [dropStep(now)];
    case 'event trigger':
      return is('enabled')
        ? [statementsStep(ranks.settings, [eventTriggerState(now.name, before.facts.enabled)])]
        : [dropStep(now)];
    case 'foreign key':
    case 'check':
      // Rows that were looked at once need not be forgotten; the definition says NOT VALID where they were not.
      return isValidated(before, now)
        ? [statementsStep(ranks.makeForeignKey, [ofTable(before, `VALIDATE CONSTRAINT ${identifier(before.name)}`)])]
        : [dropStep(now)];
    case 'extension':
      return [
        statementsStep(ranks.makeExtension, [
          `ALTER EXTENSION ${identifier(before.name)} SET SCHEMA ${identifier(textOf(before.facts.schema) ?? 'public')};`,
        ]),
      ];
    case 'role':
      return others.flatMap((fact): Step[] => {
        const text = roleText(before.name, fact, before.facts[fact]);
        if (text !== null) return [statementsStep(ranks.settings, [text])];
        return memberships(before, listOf(before.facts[fact]), listOf(now.facts[fact]));
      });
    case 'schema':
      return [];
    default:
      return [dropStep(now)];
  }
}

function isValidated(before: CatalogObject, now: CatalogObject): boolean {
  return `${before.facts.definition} NOT VALID` === now.facts.definition;
}

/** Over the one that is there where the engine takes it, else instead of it: what depends on it goes and comes back. */
function replace(before: CatalogObject, now: CatalogObject, text: string): Step {
  const rank = now.kind === 'view' ? ranks.makeView : ranks.makeFunction;
  const over = functionStep(text);
  return {
    rank,
    async take(script) {
      if (script.gone.has(keyOf(now))) {
        make(script, before);
        return true;
      }
      const failure = now.kind === 'view' ? await run(script, [text]) : null;
      if (now.kind === 'view' ? failure === null : await over.take(script)) return true;
      return dropObject(script, now);
    },
  };
}

function changeSequence(before: CatalogObject, changed: Set<string>): Step[] {
  const alter = `ALTER SEQUENCE ${qualified(before.schema, before.name)}`;
  const options = ['type', 'start', 'increment', 'minimum', 'maximum', 'cache', 'cycle'];
  const { facts } = before;
  return [
    ...(options.some((option) => changed.has(option))
      ? [
          statementsStep(ranks.setDefault, [
            `${alter} ${facts.type === 'bigint' ? 'AS bigint ' : ''}${sequenceOptions(before)}${facts.cycle === true ? '' : ' NO CYCLE'};`,
          ]),
        ]
      : []),
    ...(changed.has('owned by')
      ? [
          statementsStep(facts['owned by'] === null ? ranks.dropDefault : ranks.ownSequence, [
            `${alter} OWNED BY ${facts['owned by'] ?? 'NONE'};`,
          ]),
        ]
      : []),
    ...(changed.has('unlogged')
      ? [statementsStep(ranks.settings, [`${alter} SET ${facts.unlogged === true ? 'UNLOGGED' : 'LOGGED'};`])]
      : []),
  ];
}

function viewOptions(before: CatalogObject, now: CatalogObject): string[] {
  const alter = `ALTER ${before.kind.toUpperCase()} ${qualified(before.schema, before.name)}`;
  return optionChanges(alter, before.facts.options, now.facts.options);
}

/** `SET (…)` and `RESET (…)` for storage parameters. */
export function optionChanges(alter: string, before: Fact | undefined, now: Fact | undefined): string[] {
  const [wanted, found] = [listOf(before), listOf(now)];
  const name = (option: string): string => option.slice(0, option.indexOf('='));
  const missing = wanted.filter((option) => !found.includes(option));
  const extra = found.filter((option) => !wanted.some((other) => name(other) === name(option)));
  return [
    ...(missing.length === 0 ? [] : [`${alter} SET (${missing.map(optionText).join(', ')});`]),
    ...(extra.length === 0 ? [] : [`${alter} RESET (${extra.map(name).join(', ')});`]),
  ];
}
