import { type CatalogObject, type Fact, keyOf } from '../../database/catalog.js';
import { changeColumnType } from './column-type.js';
import { identityOf, identityText, setvalText } from './columns.js';
import type { Dependent } from './dependents.js';
import { ofTable } from './drop-text.js';
import { grants } from './privileges.js';
import { replaceColumn } from './replace-column.js';
import type { Script } from './script.js';
import { ranks, type Step, statementsStep } from './steps.js';
import { setDefault } from './take-off.js';
import { identifier, listOf, textOf } from './text.js';

/** What makes a column as it was: `changed` are the names of the facts that differ. */
export function changeColumn(script: Script, column: CatalogObject, changed: Set<string>): Step[] {
  const before = script.before.get(keyOf(column));
  if (before === undefined) return [];
  const privileges = grants(before, listOf(before.facts.privileges), listOf(column.facts.privileges));
  const settings = privileges.length === 0 ? [] : [statementsStep(ranks.privileges, privileges)];
  const wasGenerated = textOf(before.facts.generated) !== null;
  if (changed.has('generated') && (wasGenerated || textOf(column.facts.generated)?.endsWith(' stored') !== true)) {
    // Computed anew from the row.
    return [{ rank: ranks.changeType, take: (work) => replaceColumn(work, before) }];
  }
  return [
    ...(changed.has('generated') ? [alter(ranks.dropDefault, before, 'DROP EXPRESSION')] : []),
    ...(changed.has('type') || changed.has('collation')
      ? [{ rank: ranks.changeType, take: (work: Script) => changeColumnType(work, before) }]
      : []),
    ...(changed.has('not null')
      ? [alter(ranks.changeNullness, before, before.facts['not null'] === true ? 'SET NOT NULL' : 'DROP NOT NULL')]
      : []),
    ...(changed.has('default') ? defaultSteps(before, column.facts, changed) : []),
    // The sequence of an identity follows the type of its column.
    ...(changed.has('identity') && !changed.has('type') ? identitySteps(before, column.facts.identity) : []),
    ...settings,
  ];
}

function alter(rank: number, { schema, table, name }: CatalogObject, action: string): Step {
  return statementsStep(rank, [ofTable({ schema, table }, `ALTER COLUMN ${identifier(name)} ${action}`)]);
}

function defaultSteps(before: CatalogObject, now: Record<string, Fact>, changed: Set<string>): Step[] {
  const wanted = textOf(before.facts.default);
  const isCleared = textOf(now.default) !== null && (wanted === null || changed.has('type'));
  return [
    ...(isCleared ? [alter(ranks.dropDefault, before, 'DROP DEFAULT')] : []),
    ...(wanted === null ? [] : [setDefault(asDependent(before), wanted, textOf(before.facts.type) ?? '')]),
  ];
}

function asDependent({ kind, schema, table, name }: CatalogObject): Dependent {
  return { kind, schema, table, name };
}

function identitySteps(before: CatalogObject, found: Fact | undefined): Step[] {
  const fact = textOf(before.facts.identity);
  const wanted = identityOf(fact);
  const current = identityOf(textOf(found));
  if (wanted === null || fact === null) return [alter(ranks.dropIdentity, before, 'DROP IDENTITY')];
  if (current === null) {
    const start = /START WITH (-?\d+)/.exec(wanted.options)?.[1] ?? '1';
    const increment = /INCREMENT BY (-?\d+)/.exec(wanted.options)?.[1] ?? '1';
    return [
      alter(ranks.makeIdentity, before, `ADD ${identityText(fact)}`),
      statementsStep(ranks.ownSequence, [setvalText(before, wanted.sequence, start, increment)]),
    ];
  }
  const actions = [
    ...(current.mode === wanted.mode ? [] : [`SET GENERATED ${wanted.mode}`]),
    ...(current.options === wanted.options
      ? []
      : wanted.options
          .replace(/ CYCLE$/, '')
          .split(/ (?=[A-Z]+ (?:BY|WITH) |MINVALUE|MAXVALUE|CACHE)/)
          .map((option) => `SET ${option}`)),
    ...(current.options.endsWith(' CYCLE') === wanted.options.endsWith(' CYCLE')
      ? []
      : [wanted.options.endsWith(' CYCLE') ? 'SET CYCLE' : 'SET NO CYCLE']),
  ];
  const rename =
    current.sequence === wanted.sequence
      ? []
      : [
          statementsStep(ranks.makeIdentity, [
            `ALTER SEQUENCE ${current.sequence} RENAME TO ${lastName(wanted.sequence)};`,
          ]),
        ];
  return [...(actions.length === 0 ? [] : [alter(ranks.makeIdentity, before, actions.join(' '))]), ...rename];
}

function lastName(qualified: string): string {
  return /(?:"(?:[^"]|"")*"|[^."]+)$/.exec(qualified)?.[0] ?? qualified;
}
