import type { Connection } from '../../database/live/connection.js';
import { type Step, stepsOf } from '../script.js';
import type { Job, RunOptions } from '../types.js';
import { runStepwise } from './stepwise.js';
import { runWhole } from './whole.js';

/** What holds for the whole session. MySQL counts in seconds. */
export async function prepareMysql({ connection, lockTimeout, statementTimeout }: RunOptions): Promise<void> {
  const seconds = Math.max(1, Math.round(lockTimeout / 1000));
  await connection.run(`set session lock_wait_timeout = ${seconds}`);
  await connection.run(`set session innodb_lock_wait_timeout = ${seconds}`);
  await connection.run('set session group_concat_max_len = 4294967295');
  // MySQL itself has a limit for reading statements only.
  if (statementTimeout !== null && connection.label.startsWith('MariaDB')) {
    await connection.run(`set session max_statement_time = ${statementTimeout / 1000}`);
  }
}

/**
 * Statement by statement: what defines the schema commits by itself. Before each such statement it is written down how
 * the schema looks, so that after a crash it is known whether the statement took effect.
 */
export async function applyMysql(options: RunOptions, job: Job): Promise<void> {
  const steps = stepsOf('mysql', job.sql);
  if (steps.every(({ rows }) => rows)) {
    await runWhole(options.connection, job, steps, { begin: 'start transaction' });
    return;
  }
  const fingerprint = () => fingerprintOf(options.connection);
  await runStepwise(options, job, steps, {
    begin: 'start transaction',
    isAlone: ({ rows }: Step) => !rows,
    fingerprint,
    // Read again: whatever else ran meanwhile is kept out by the lock.
    tookEffect: async (_step, before) => (await fingerprint()) !== before,
  });
}

/** One value for everything that a statement can define in this database. */
async function fingerprintOf(connection: Connection): Promise<string> {
  const parts = sources.map(([from, columns, schema]) => {
    const row = `concat_ws(',', ${columns.map((column) => `coalesce(${column}, '\\0')`).join(', ')})`;
    return `(select md5(coalesce(group_concat(${row} order by ${row} separator '\\n'), '')) from information_schema.${from} where ${schema} = database())`;
  });
  const [answer] = await connection.query(`select md5(concat(${parts.join(', ')})) as fingerprint`);
  return String(answer?.fingerprint);
}

const sources: [from: string, columns: string[], schema: string][] = [
  [
    'tables',
    ['table_name', 'table_type', 'engine', 'table_collation', 'table_comment', 'create_options'],
    'table_schema',
  ],
  [
    'columns',
    [
      'table_name',
      'column_name',
      'ordinal_position',
      'column_default',
      'is_nullable',
      'column_type',
      'collation_name',
      'extra',
      'column_comment',
      'generation_expression',
    ],
    'table_schema',
  ],
  [
    'statistics',
    ['table_name', 'index_name', 'seq_in_index', 'column_name', 'sub_part', 'non_unique', 'index_type', 'collation'],
    'table_schema',
  ],
  ['table_constraints', ['table_name', 'constraint_name', 'constraint_type'], 'table_schema'],
  [
    'key_column_usage',
    [
      'table_name',
      'constraint_name',
      'column_name',
      'ordinal_position',
      'referenced_table_name',
      'referenced_column_name',
    ],
    'table_schema',
  ],
  ['referential_constraints', ['table_name', 'constraint_name', 'update_rule', 'delete_rule'], 'constraint_schema'],
  ['check_constraints', ['constraint_name', 'check_clause'], 'constraint_schema'],
  ['views', ['table_name', 'md5(view_definition)'], 'table_schema'],
  ['routines', ['routine_name', 'routine_type', 'md5(routine_definition)'], 'routine_schema'],
  ['triggers', ['trigger_name', 'event_object_table', 'md5(action_statement)'], 'trigger_schema'],
];
