import type { Row } from '../../database/engine.js';
import type { Connection } from '../../database/live/connection.js';
import { identifier, literal } from '../../sql/quote.js';
import { isRow, ledgerTable } from '../ledger.js';
import { lockKey } from '../lock.js';
import { type Step, stepsOf } from '../script.js';
import type { Job, RunOptions } from '../types.js';
import { refuseDone } from './done.js';
import { runStepwise } from './stepwise.js';
import { runWhole } from './whole.js';

/** What holds for the whole session. */
export async function preparePostgresql({ connection, lockTimeout, statementTimeout }: RunOptions): Promise<void> {
  await connection.run(`set lock_timeout = ${Math.round(lockTimeout)}`);
  if (statementTimeout !== null) await connection.run(`set statement_timeout = ${Math.round(statementTimeout)}`);
}

/** One transaction; statement by statement where something in it refuses one, or ends one itself. */
export async function applyPostgresql(options: RunOptions, job: Job): Promise<void> {
  const { connection } = options;
  const steps = stepsOf('postgresql', job.sql);
  if (!steps.some(({ alone, control }) => alone || control)) {
    await runWhole(connection, job, steps, {
      begin: beginAlone(options, job),
      whenFailed: () => refuseDone(options, job),
    });
    return;
  }
  await runStepwise(options, job, steps, {
    begin: 'begin',
    isAlone: ({ alone }) => alone,
    runAlone: (step) => runPatiently(options, step),
    tookEffect: async (step) =>
      step.dropsIndex === null
        ? indexStands(options, step)
        : (await findIndex(options.connection, step.dropsIndex)) === undefined,
  });
}

/**
 * The lock of the session does not hold where a pooler that nobody told of hands out a connection per transaction: one of
 * the transaction does, and under it the ledger is looked at again, by a statement that fails where the job is done. It
 * costs no way to the server. With REPEATABLE READ as the default, that statement would see the ledger as it was before
 * the wait for the lock (seen on 15.20).
 */
function beginAlone({ place }: RunOptions, { row, direction }: Job): string {
  const isThere = `exists (select 1 from ${ledgerTable('postgresql', place)} where ${isRow('postgresql', row)})`;
  const isDone = direction === 'up' ? isThere : `not ${isThere}`;
  const lock = `select pg_advisory_xact_lock(${lockKey('transaction', place)})`;
  return `begin isolation level read committed; ${lock}; select 1 / case when ${isDone} then 0 else 1 end`;
}

/**
 * What builds or drops an index concurrently waits for every transaction that uses the table, and nobody waits behind it
 * (seen on 15.20: the lock timeout counts there too). Beginning anew every few seconds would never end on a busy table.
 */
async function runPatiently({ connection, lockTimeout, retryFor }: RunOptions, { sql }: Step): Promise<void> {
  // 0 is PostgreSQL's word for no limit.
  const patience = lockTimeout === 0 ? 0 : Math.max(lockTimeout, retryFor);
  await connection.run(`set lock_timeout = ${Math.round(patience)}`);
  try {
    await connection.run(sql);
  } finally {
    await connection.run(`set lock_timeout = ${Math.round(lockTimeout)}`).catch(() => undefined);
  }
}

/** An index that `CREATE INDEX CONCURRENTLY` left behind is dropped when it is invalid; a valid one is what was wanted. */
async function indexStands({ connection }: RunOptions, { buildsIndex }: Step): Promise<boolean> {
  if (buildsIndex === null) return false;
  const { name } = buildsIndex;
  const index = await findIndex(connection, buildsIndex);
  if (index === undefined) return false;
  if (index.valid === true) return true;
  const full = `${identifier('postgresql', String(index.schema))}.${identifier('postgresql', name)}`;
  await connection.run(`drop index concurrently ${full}`);
  return false;
}

async function findIndex(
  connection: Connection,
  { schema, name }: { schema: string | null; name: string },
): Promise<Row | undefined> {
  const place = schema === null ? 'pg_table_is_visible(c.oid)' : `n.nspname = ${literal('postgresql', schema)}`;
  const [index] = await connection.query(
    `select n.nspname as schema, i.indisvalid as valid from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace where c.relname = ${literal('postgresql', name)} and ${place}`,
  );
  return index;
}
