import type { Dialect } from '../project/dialects.js';
import type { Statement } from './breakpoints.js';
import type { Action, Operation, Stated, TableName } from './operation.js';

/** The tables in which each database keeps its schema: to change their rows is to change the schema unseen. */
const isOwnTable: Record<Dialect, (table: TableName) => boolean> = {
  postgresql: ({ schema, table }) => schema === 'pg_catalog' || (schema === null && table.startsWith('pg_')),
  sqlite: ({ table }) => ['sqlite_master', 'sqlite_schema'].includes(table.toLowerCase()),
  mysql: ({ schema }) => ['mysql', 'sys', 'information_schema'].includes(schema?.toLowerCase() ?? ''),
};
const rowKinds = new Set<Action['kind']>(['insert', 'update', 'delete', 'merge', 'truncate']);

/** The action itself, or `unanalysed` where it changes rows of the database's own tables. */
function unlessOwnTable(dialect: Dialect, action: Action, { line }: Statement): Action {
  if (!rowKinds.has(action.kind) || !('table' in action) || action.table === null) return action;
  if (!isOwnTable[dialect]({ schema: action.schema, table: action.table })) return action;
  const message = `${action.table} is the database's own table: what a change of its rows does is not known here.`;
  return { kind: 'unanalysed', reason: 'unknown', message, line };
}

/** Gives what a statement does its place. `number` counts the statements of the file. */
export function stated(
  dialect: Dialect,
  actions: readonly Action[],
  statement: Statement,
  number: number,
): Operation[] {
  const at: Stated = {
    place: { offset: statement.offset, length: statement.text.length, line: statement.line },
    text: statement.text,
    statement: number,
  };
  return actions.map((action) => ({ ...unlessOwnTable(dialect, action, statement), ...at }));
}

/** For a statement that the parser understands and that no operation describes. */
export function unknown({ tokens, line }: Statement): Action {
  const words = tokens.slice(0, 4).filter(({ kind }, at) => kind === 'word' && at < 3);
  const name = words.map(({ value }) => value.toUpperCase()).join(' ');
  return { kind: 'unanalysed', reason: 'unknown', message: `What ${name || 'this'} does is not known here.`, line };
}
