import type { Catalog, CatalogObject } from '../../database/catalog.js';
import { type Difference, differences } from '../../database/difference.js';
import type { FindUndo, Undo, Undoing } from '../undo.js';
import { stepsToChange } from './change.js';
import { namesOf } from './columns.js';
import { restoreNotNullNames } from './not-null-names.js';
import { referringFirst } from './order.js';
import { undoRenames } from './renames.js';
import { atomically, type Script } from './script.js';
import { takeSteps } from './steps.js';
import { dropStep, make } from './take-off.js';
import { listOf } from './text.js';

/** More has never helped. */
const maxPasses = 4;

/**
 * What undoes a migration on PostgreSQL: the live schema is driven back to the one before, and the statements that did
 * it are the answer. Renames first; then what the catalogs differ in, in passes, because taking off one thing may take
 * another with it.
 */
export const findUndo: FindUndo = async ({ engine, operations, before, after, read }: Undoing): Promise<Undo> => {
  const script: Script = {
    engine,
    before,
    now: after,
    statements: [],
    filled: [],
    gone: new Set(),
    pending: [],
    scheduled: new Set(),
    isStuck: false,
  };
  const differing = (catalog: Catalog): Difference[] => differences(before, catalog);
  // Rows that the migration wrote may still be to be checked, and no table can be altered until they are.
  await engine.run('SET CONSTRAINTS ALL IMMEDIATE');
  if (await undoRenames(script, operations)) script.now = await read(script.statements);
  let remaining = differing(script.now);
  for (let pass = 0; pass < maxPasses && remaining.length > 0; pass++) {
    const found = remaining.map(({ text }) => text).join('\n');
    const helped = await atomically(script, async () => {
      const done = script.statements.length;
      script.gone.clear();
      script.scheduled.clear();
      plan(script, remaining);
      await takeSteps(script);
      if (script.statements.length === done) return false;
      const now = await read(script.statements);
      const left = differing(now);
      // Off and on again, and nothing gained.
      if (left.map(({ text }) => text).join('\n') === found) return false;
      script.now = now;
      remaining = left;
      return true;
    });
    if (!helped) break;
  }
  await restoreNotNullNames(script, script.now);
  return { statements: script.statements, filled: script.filled, remaining };
};

function plan(script: Script, found: Difference[]): void {
  const changes = new Map<string, Set<string>>();
  const rebuilt = new Set(
    found.flatMap(({ kind, object, ...of }) =>
      kind === 'changed' && 'fact' in of && isRebuilt(object, of.fact) ? [nameOf(object)] : [],
    ),
  );
  const tables = found.flatMap(({ kind, object }) =>
    kind === 'unexpected' && object.kind === 'table' ? [object] : [],
  );
  // The rows of a partition are those of its table, which goes on without it.
  const dropped = tables.filter(
    ({ facts }) => !listOf(facts.inherits).some((parent) => rebuilt.has(namesOf(parent).join('.'))),
  );
  script.pending.push(...referringFirst(dropped, script.now).map(dropStep));
  for (const difference of found) {
    if (difference.kind === 'missing') make(script, difference.object);
    else if (tables.includes(difference.object)) continue;
    else if (difference.kind === 'unexpected') script.pending.push(dropStep(difference.object));
    else changes.set(difference.key, (changes.get(difference.key) ?? new Set()).add(difference.fact));
  }
  for (const [key, facts] of changes) {
    const object = script.now.get(key);
    if (object !== undefined) script.pending.push(...stepsToChange(script, object, facts));
  }
}

function isRebuilt({ kind }: CatalogObject, fact: string): boolean {
  return kind === 'table' && (fact === 'kind' || fact === 'partition by');
}

function nameOf({ schema, name }: CatalogObject): string {
  return [schema ?? 'public', name].join('.');
}
