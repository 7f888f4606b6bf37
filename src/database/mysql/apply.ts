import type { Engine } from '../engine.js';
import { runEach } from '../transaction.js';

/** MySQL ends a transaction at every change of the schema: there is nothing that one could take back. */
export async function applyStatements(engine: Engine, statements: string[]): Promise<void> {
  await runEach(statements, engine.run);
}
