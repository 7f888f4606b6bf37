import type { Engine } from '../engine.js';
import type { ReplayOptions } from '../replay.js';
import { runInTransaction } from '../transaction.js';
import { isOther, isWord, tokensOf } from './tokens.js';

/**
 * All statements of a migration, or none. A rebuild of a table drops it, and that deletes what refers to its rows,
 * unless foreign keys are off before the transaction begins: inside, SQLite ignores the PRAGMA (seen on 3.45).
 */
export async function applyStatements(
  engine: Engine,
  statements: string[],
  { pragmas = 'lifted' }: ReplayOptions,
): Promise<void> {
  if (pragmas === 'inside' || !statements.some(turnsForeignKeysOff)) {
    await runInTransaction(engine, statements);
    return;
  }
  const [before] = await engine.query('pragma foreign_keys');
  await engine.run('pragma foreign_keys = off');
  try {
    await runInTransaction(engine, statements);
  } finally {
    await engine.run(`pragma foreign_keys = ${Number(before?.foreign_keys) === 0 ? 'off' : 'on'}`);
  }
}

/** `PRAGMA foreign_keys=OFF`, as drizzle-kit 0.31 writes it around a rebuild, in any other form, too. */
function turnsForeignKeysOff(sql: string): boolean {
  const tokens = tokensOf(sql);
  return tokens.some((token, at) => {
    const name = tokens[at + 1];
    if (!isWord(token, 'pragma') || name?.text.toLowerCase() !== 'foreign_keys') return false;
    const [operator, value] = tokens.slice(at + 2, at + 4);
    if (!isOther(operator, '=') && !isOther(operator, '(')) return false;
    return value !== undefined && ['off', 'false', 'no', '0', "'off'"].includes(value.text.toLowerCase());
  });
}
