import { type CatalogObject, keyOf } from '../../database/catalog.js';
import { type Dependent, dependentsOf } from './dependents.js';
import { dropRank, dropText, ofTable } from './drop-text.js';
import { stepsToMake } from './make.js';
import { atomically, partsOf, refusals, run, type Script } from './script.js';
import { ranks, type Step, statementsStep } from './steps.js';
import { defaultText, identifier, textOf } from './text.js';

/** Drops an object, what depends on it first. What was there before is made again later. */
export function dropStep(object: CatalogObject): Step {
  return { rank: dropRank(object), take: (script) => dropObject(script, object) };
}

/**
 * Drops an object and, where the engine names others that depend on it, those first; never a table or column that was
 * there before, whose rows nothing would bring back. All of it or nothing.
 *
 * @returns false where the engine refuses.
 */
export async function dropObject(script: Script, object: CatalogObject): Promise<boolean> {
  const text = dropText(object);
  if (script.gone.has(keyOf(object))) return true;
  if (text === null) return false;
  const failure = await run(script, [text]);
  if (failure === null) return taken(script, object);
  // It went with something else: a sequence with its column, a comment with its table.
  if (refusals.missing.has(failure.code)) return true;
  if (!refusals.dependents.has(failure.code)) return false;
  return atomically(script, async () => {
    const dependents = await dependentsOf(script.engine, object);
    const others = dependents.filter((dependent) => !isPartOf(dependent, object));
    for (const dependent of others) if (!(await takeOff(script, dependent))) return false;
    return others.length > 0 && (await run(script, [text])) === null && taken(script, object);
  });
}

/** Takes off something that stands in the way. False where it may not go or the engine refuses. */
export async function takeOff(script: Script, dependent: Dependent): Promise<boolean> {
  if (dependent.kind === 'default') return takeOffDefault(script, dependent);
  const key = keyOf({ ...dependent, kind: dependent.kind === 'generated' ? 'column' : dependent.kind });
  const object = script.now.get(key) ?? {
    ...dependent,
    kind: dependent.kind === 'generated' ? 'column' : dependent.kind,
    facts: {},
    besides: {},
  };
  if (script.before.has(key) && holdsRows(dependent)) return false;
  return dropObject(script, object);
}

function holdsRows({ kind }: Dependent): boolean {
  return ['table', 'column', 'sequence'].includes(kind);
}

async function takeOffDefault(script: Script, { schema, table, name }: Dependent): Promise<boolean> {
  const column = { schema, table, name, kind: 'column' };
  if ((await run(script, [ofTable(column, `ALTER COLUMN ${identifier(name)} DROP DEFAULT`)])) !== null) return false;
  const before = script.before.get(keyOf(column));
  const old = textOf(before?.facts.default);
  if (old !== null) script.pending.push(setDefault(column, old, textOf(before?.facts.type) ?? ''));
  return true;
}

export function setDefault(column: Dependent, expression: string, type: string): Step {
  const action = `ALTER COLUMN ${identifier(column.name)} SET DEFAULT ${defaultText(expression, type)}`;
  return statementsStep(ranks.setDefault, [ofTable(column, action)]);
}

/** Goes with the object itself. */
function isPartOf(dependent: Dependent, { kind, schema, name }: CatalogObject): boolean {
  if (!['table', 'view', 'materialized view'].includes(kind)) return false;
  return (
    dependent.schema === schema && (dependent.table === name || (dependent.kind === kind && dependent.name === name))
  );
}

/** It is off: with its parts it is made again where it was there before. */
function taken(script: Script, object: CatalogObject): true {
  script.gone.add(keyOf(object));
  for (const part of partsOf(script.now, object)) script.gone.add(keyOf(part));
  const old = script.before.get(keyOf(object));
  if (old !== undefined) make(script, old);
  return true;
}

/** Plans what makes an object of the schema before, once in a pass. */
export function make(script: Script, object: CatalogObject): void {
  const key = keyOf(object);
  if (script.scheduled.has(key)) return;
  script.scheduled.add(key);
  script.pending.push(...stepsToMake(script, object));
}
