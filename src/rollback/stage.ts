import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalog } from '../database/catalog.js';
import type { Engine } from '../database/engine.js';
import { openEngine } from '../database/open.js';
import { refusesTransaction } from '../database/postgresql/apply.js';
import { sequencePositions } from '../database/postgresql/sequences.js';
import { applyMigration, type ReplayedMigration, type ReplayFailure, type ReplayOptions } from '../database/replay.js';
import type { Operation } from '../sql/operation.js';

/** A database on which scripts are tried out. */
export interface Stage {
  engine: Engine;
  /** Runs a script, all of it or (on engines that can take DDL back) nothing; `null` when it ran. */
  apply(script: ReplayedMigration, options?: Pick<ReplayOptions, 'pragmas'>): Promise<ReplayFailure | null>;
  /** Does work inside a transaction, and takes back whatever it did. */
  aside<T>(work: () => Promise<T>): Promise<T>;
}

/** A script of the stage must run, or be committed, outside the transaction that was to take everything back. */
export class NeedsCommit extends Error {}

/**
 * On a PostgreSQL database: everything that `work` does is taken back, what sequences counted included. Throws
 * NeedsCommit where a script cannot be run in a transaction with others; then, too, everything is taken back.
 */
export async function onTransaction<T>(engine: Engine, work: (stage: Stage) => Promise<T>): Promise<T> {
  const setBack = await sequencePositions(engine);
  await engine.run('begin');
  try {
    return await work({
      engine,
      async apply(script) {
        const failure = await applyMigration(engine, script, { inside: true });
        if (failure !== null && refusesTransaction(failure)) throw new NeedsCommit(failure.message);
        return failure;
      },
      aside: (inner) => insideSavepoint(engine, inner),
    });
  } finally {
    await engine.run('rollback');
    await setBack();
  }
}

/**
 * On a copy of an SQLite database, which is thrown away; after a kill by whoever opens one next, see
 * database/sqlite/image.ts.
 */
export async function onCopy<T>(engine: Engine, projectFolder: string, work: (stage: Stage) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), `lockstep-database-${process.pid}-`));
  try {
    const file = join(folder, 'copy.db');
    await engine.run(`vacuum into '${file.replaceAll("'", "''")}'`);
    const copy = await openEngine('sqlite', { projectFolder, keptAt: file });
    try {
      return await work(committedStage(copy));
    } finally {
      await copy.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** On the database itself, where what a script does stays. */
export function committedStage(engine: Engine): Stage {
  return {
    engine,
    apply: (script, options = {}) => applyMigration(engine, script, options),
    aside: (work) => insideTransaction(engine, work),
  };
}

/** Whether everything that a migration does can be tried inside one transaction and taken back. */
export function fitsTransaction(operations: Operation[], before: Catalog): boolean {
  const committing = new Set<Operation['kind']>(['transaction control', 'maintenance', 'call', 'unanalysed']);
  const isFit = (operation: Operation): boolean =>
    !committing.has(operation.kind) &&
    !('concurrently' in operation && operation.concurrently) &&
    !(operation.kind === 'do block' && (operation.dynamic || !operation.operations.every(isFit)));
  // A key that is checked at the end of the transaction leaves events behind that ALTER TABLE waits for in vain.
  const isDeferred = [...before.values()].some(({ facts }) => String(facts.definition).includes('INITIALLY DEFERRED'));
  return !isDeferred && operations.every(isFit);
}

/** Does work in a transaction and takes it back. SQLite: with foreign keys off, as a rebuild of a table needs. */
async function insideTransaction<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  const isSqlite = engine.dialect === 'sqlite';
  if (isSqlite) await engine.run('pragma foreign_keys = off');
  try {
    await engine.run('begin');
    try {
      return await work();
    } finally {
      await engine.run('rollback').catch(() => undefined);
    }
  } finally {
    if (isSqlite) await engine.run('pragma foreign_keys = on');
  }
}

async function insideSavepoint<T>(engine: Engine, work: () => Promise<T>): Promise<T> {
  await engine.run('savepoint lockstep_aside');
  try {
    return await work();
  } finally {
    await engine.run('rollback to savepoint lockstep_aside');
    await engine.run('release savepoint lockstep_aside');
  }
}
