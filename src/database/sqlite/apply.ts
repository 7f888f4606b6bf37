import { type Engine, StatementFailed } from '../engine.js';
import type { ReplayOptions } from '../replay.js';
import { runInSavepoint, runInTransaction } from '../transaction.js';
import { missingColumn, withQuotedText } from './quoted-text.js';
import { isOther, isWord, tokensOf } from './tokens.js';

/**
 * All statements of a migration, or none. A rebuild of a table drops it, and that deletes what refers to its rows,
 * unless foreign keys are off before the transaction begins: inside, SQLite ignores the PRAGMA (seen on 3.45).
 */
export async function applyStatements(
  engine: Engine,
  statements: string[],
  { inside = false, pragmas = 'lifted', quotedText }: ReplayOptions,
): Promise<void> {
  const run = (sql: string): Promise<void> => runTaking(engine, sql, quotedText);
  if (inside) {
    await runInSavepoint(engine, statements, run);
    return;
  }
  if (pragmas === 'inside' || !statements.some(turnsForeignKeysOff)) {
    await runInTransaction(engine, statements, run);
    return;
  }
  const [before] = await engine.query('pragma foreign_keys');
  await engine.run('pragma foreign_keys = off');
  try {
    await runInTransaction(engine, statements, run);
  } finally {
    await engine.run(`pragma foreign_keys = ${Number(before?.foreign_keys) === 0 ? 'off' : 'on'}`);
  }
}

/** Runs a piece; where a name in double quotes is no column, as the builds do that take it for text. */
async function runTaking(engine: Engine, sql: string, note: ReplayOptions['quotedText']): Promise<void> {
  for (let attempt = sql; ; ) {
    try {
      await engine.run(attempt);
      return;
    } catch (thrown) {
      const column = thrown instanceof StatementFailed ? missingColumn(thrown) : null;
      const next = column === null ? null : withQuotedText(attempt, column);
      if (column === null || next === null) throw thrown;
      note?.({ piece: sql, column });
      attempt = next;
    }
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
