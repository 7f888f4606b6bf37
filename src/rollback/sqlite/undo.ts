import { differences } from '../../database/difference.js';
import type { FindUndo, Undo, Undoing } from '../undo.js';
import { folded, quoted } from './names.js';
import { renamingBack } from './origins.js';
import { renameBack } from './rename-back.js';
import { restore, type Step } from './restore.js';
import { type Schema, schemaOf } from './schema.js';
import { Refused, Script } from './script.js';

/** How an attempt goes about it: each one after a failure goes further. */
interface Manner {
  /** Tables, by folded name, that ALTER TABLE cannot bring back. */
  rebuilt: Set<string>;
  /** All views and triggers are taken off first: SQLite checks them all on a rename, broken ones too. */
  liftsAll: boolean;
  /** Leaves out the steps that SQLite refuses. */
  skipsRefused: boolean;
}

/**
 * What undoes a migration on SQLite. The database is driven back to the schema before: names first, then whatever
 * else differs, tables with ALTER TABLE where SQLite can and else rebuilt with their rows.
 */
export const findUndo: FindUndo = async (undoing) => {
  const { engine } = undoing;
  const manner: Manner = { rebuilt: new Set(), liftsAll: false, skipsRefused: false };
  await engine.run('savepoint lockstep_undo');
  for (;;) {
    const outcome = await attempt(undoing, manner);
    if ('undo' in outcome && (outcome.undo.remaining.length === 0 || manner.skipsRefused)) {
      await engine.run('release lockstep_undo');
      return outcome.undo;
    }
    await engine.run('rollback to lockstep_undo');
    if (manner.skipsRefused) {
      await engine.run('release lockstep_undo');
      return { statements: [], filled: [], remaining: differences(undoing.before, undoing.after) };
    }
    goFurther(manner, outcome, schemaOf(undoing.before));
  }
};

type Outcome = { undo: Undo; altered: string[] } | { refused: Refused };

/** Changes the manner for the next attempt. Ends after as many as there are tables, and two more. */
function goFurther(manner: Manner, outcome: Outcome, before: Schema): void {
  const tables = 'refused' in outcome ? [outcome.refused.table ?? ''] : remainingTables(outcome);
  const more = tables.map(folded).filter((name) => !manner.rebuilt.has(name) && before.tables.has(name));
  for (const name of more) manner.rebuilt.add(name);
  if (more.length > 0) return;
  if (!manner.liftsAll) manner.liftsAll = true;
  else manner.skipsRefused = true;
}

/** The tables that ALTER TABLE was used on and that are still not as before. */
function remainingTables({ undo, altered }: { undo: Undo; altered: string[] }): string[] {
  return undo.remaining.map(({ object }) => object.table ?? object.name).filter((name) => altered.includes(name));
}

async function attempt({ engine, operations, before, after, read }: Undoing, manner: Manner): Promise<Outcome> {
  const script = new Script(engine);
  const [wanted, found] = [schemaOf(before), schemaOf(after)];
  try {
    if (manner.liftsAll) await liftAll(script, found);
    const renaming = renamingBack(operations, wanted, found);
    await renameBack(script, renaming, found);
    const now = script.statements.length === 0 ? after : await read(script.statements);
    const { steps, filled, needsForeignKeysOff } = restore(
      differences(before, now),
      wanted,
      schemaOf(now),
      manner.rebuilt,
    );
    for (const step of steps) await runStep(script, step, manner);
    const remaining =
      script.statements.length === 0 ? differences(before, after) : differences(before, await read(script.statements));
    const isBracketed = script.statements.length > 0 && (script.needsForeignKeysOff || needsForeignKeysOff);
    const statements = isBracketed
      ? ['PRAGMA foreign_keys=OFF;', ...script.statements, 'PRAGMA foreign_keys=ON;']
      : script.statements;
    const altered = steps.flatMap(({ table }) => (table === null ? [] : [table]));
    return { undo: { statements, filled, remaining }, altered };
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    return { refused: thrown };
  }
}

async function liftAll(script: Script, schema: Schema): Promise<void> {
  for (const kind of ['trigger', 'view'] as const) {
    const objects = schema[`${kind}s`];
    await script.run([...objects.values()].map(({ name }) => `DROP ${kind.toUpperCase()} ${quoted(name)}`));
    objects.clear();
  }
}

async function runStep(script: Script, { statements, table }: Step, { skipsRefused }: Manner): Promise<void> {
  if (skipsRefused) await script.try(statements);
  else await script.run(statements, table);
}
