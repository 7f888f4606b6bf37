import { type Engine, StatementFailed } from './engine.js';

/** The engine refused a piece of a migration. */
export class PieceFailed extends Error {
  /** Which piece, from 0. */
  readonly at: number;
  readonly failure: StatementFailed;
  /** What ran before it stays. */
  readonly isPartial: boolean;

  constructor(at: number, failure: StatementFailed, isPartial: boolean) {
    super(failure.message, { cause: failure });
    this.name = 'PieceFailed';
    this.at = at;
    this.failure = failure;
    this.isPartial = isPartial;
  }
}

/** Runs statements as they are, with no transaction around them. Throws PieceFailed. */
export async function runEach(statements: string[], run: Engine['run']): Promise<void> {
  for (const [at, sql] of statements.entries()) {
    try {
      await run(sql);
    } catch (thrown) {
      throw thrown instanceof StatementFailed ? new PieceFailed(at, thrown, at > 0) : thrown;
    }
  }
}

/** Runs statements in one transaction: all of them or none. Throws PieceFailed. */
export async function runInTransaction(
  engine: Engine,
  statements: string[],
  run: Engine['run'] = engine.run,
): Promise<void> {
  await engine.run('begin');
  try {
    await runEach(statements, run);
    // Constraints that were put off are checked here: that belongs to the last piece.
    await commit(engine, statements.length - 1);
  } catch (thrown) {
    // A script may have ended the transaction itself, and some failures do.
    await engine.run('rollback').catch(() => undefined);
    throw thrown instanceof PieceFailed ? new PieceFailed(thrown.at, thrown.failure, false) : thrown;
  }
}

/** The same inside a transaction of the caller's: on a failure it is as it was before. Throws PieceFailed. */
export async function runInSavepoint(
  engine: Engine,
  statements: string[],
  run: Engine['run'] = engine.run,
): Promise<void> {
  await engine.run('savepoint lockstep_script');
  try {
    await runEach(statements, run);
    await engine.run('release savepoint lockstep_script');
  } catch (thrown) {
    await engine.run('rollback to savepoint lockstep_script').catch(() => undefined);
    throw thrown instanceof PieceFailed ? new PieceFailed(thrown.at, thrown.failure, false) : thrown;
  }
}

async function commit(engine: Engine, last: number): Promise<void> {
  try {
    await engine.run('commit');
  } catch (thrown) {
    throw thrown instanceof StatementFailed ? new PieceFailed(last, thrown, false) : thrown;
  }
}
