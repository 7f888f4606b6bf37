import type { Catalog, CatalogObject } from '../../database/catalog.js';
import { type Engine, StatementFailed } from '../../database/engine.js';
import type { Undo } from '../undo.js';
import type { Step } from './steps.js';

/** The way back as far as it is found: what was run on the engine, and what is still to do. */
export interface Script {
  engine: Engine;
  before: Catalog;
  /** The schema when the pass began. */
  now: Catalog;
  statements: string[];
  filled: Undo['filled'];
  /** Keys of what was taken off since `now` was read. */
  gone: Set<string>;
  /** Steps that are still to be taken. */
  pending: Step[];
  /** Keys of what will be made in this pass. */
  scheduled: Set<string>;
  /** Nothing else gets on: ways that are better avoided may be taken. */
  isStuck: boolean;
}

export const refusals = {
  dependents: new Set(['2BP01', '0A000']),
  /** What was to be dropped or altered is not there. */
  missing: new Set(['42P01', '42703', '42704', '42883', '3F000', '42P17']),
  /** The name is taken. */
  taken: new Set(['42P07', '42701', '42710', '42P06', '42723']),
  noCast: '42846',
  mismatch: new Set(['42804', '42883', '42846']),
};

/** Runs statements and records them: all, or none and what the engine said. */
export async function run(script: Script, statements: string[]): Promise<StatementFailed | null> {
  try {
    await script.engine.run(`SAVEPOINT lockstep_step;\n${statements.join('\n')}\nRELEASE SAVEPOINT lockstep_step;`);
    script.statements.push(...statements);
    return null;
  } catch (thrown) {
    if (!(thrown instanceof StatementFailed)) throw thrown;
    await script.engine.run('ROLLBACK TO SAVEPOINT lockstep_step; RELEASE SAVEPOINT lockstep_step');
    return thrown;
  }
}

/** Keeps what `work` does only where it says that it succeeded. */
export async function atomically(script: Script, work: () => Promise<boolean>): Promise<boolean> {
  const { statements, filled, pending } = script;
  const marks = [statements.length, filled.length] as const;
  const steps = [...pending];
  const [gone, scheduled] = [new Set(script.gone), new Set(script.scheduled)];
  await script.engine.run('SAVEPOINT lockstep_attempt');
  if (await work()) {
    await script.engine.run('RELEASE SAVEPOINT lockstep_attempt');
    return true;
  }
  await script.engine.run('ROLLBACK TO SAVEPOINT lockstep_attempt; RELEASE SAVEPOINT lockstep_attempt');
  statements.splice(marks[0]);
  filled.splice(marks[1]);
  pending.splice(0, pending.length, ...steps);
  script.gone = gone;
  script.scheduled = scheduled;
  return false;
}

/** What is part of a table or view, by the catalog. */
export function partsOf(catalog: Catalog, { schema, name }: Pick<CatalogObject, 'schema' | 'name'>): CatalogObject[] {
  return [...catalog.values()].filter((part) => part.table === name && part.schema === schema);
}
