import type { Action } from '../operation.js';
import { isSymbol, isWord, splitAtCommas } from '../token-ranges.js';
import type { Cursor } from './cursor.js';

/** Statements of one table that change rows, and those of a transaction; `null` for anything else. */
export function rowActions(cursor: Cursor): Action[] | null {
  if (cursor.words('insert') || cursor.words('replace')) return insert(cursor);
  if (cursor.words('update')) return update(cursor);
  if (cursor.words('delete', 'from')) {
    const table = cursor.table();
    if (table === null) return null;
    if (cursor.isAtEnd) return [{ kind: 'delete', ...table, where: null }];
    if (!cursor.words('where')) return null;
    return [{ kind: 'delete', ...table, where: cursor.text(cursor.rest()) }];
  }
  if (cursor.words('truncate')) {
    cursor.words('table');
    const table = cursor.table();
    return table === null ? null : [{ kind: 'truncate', ...table, cascade: false, restartIdentity: true }];
  }
  if (cursor.words('start', 'transaction') || cursor.words('begin')) return control('begin');
  const command = cursor.oneOf('commit', 'rollback');
  return command === null ? setting(cursor) : control(command);
}

function control(command: string): Action[] {
  return [{ kind: 'transaction control', command }];
}

function insert(cursor: Cursor): Action[] | null {
  cursor.words('ignore');
  cursor.words('into');
  const table = cursor.table();
  if (table === null) return null;
  const named = cursor.parentheses();
  const columns = splitAtCommas(named ?? []).map((part) => cursor.over(part).name() ?? cursor.text(part));
  const source = isWord(cursor.next, 'values', 'value') ? 'values' : isWord(cursor.next, 'select') ? 'select' : null;
  if (source === null) return null;
  cursor.rest();
  return [{ kind: 'insert', ...table, columns, source }];
}

function update(cursor: Cursor): Action[] | null {
  if (cursor.oneOf('low_priority', 'ignore') !== null) return null;
  const table = cursor.table();
  if (table === null) return null;
  // An alias; with a second table it is not told whose columns are set.
  if (!isWord(cursor.next, 'set')) {
    cursor.words('as');
    if (cursor.name() === null) return null;
  }
  if (!cursor.words('set')) return null;
  const set = cursor.until((token) => isWord(token, 'where'));
  const columns: string[] = [];
  for (const part of splitAtCommas(set)) {
    const target = cursor.over(part).table();
    if (target === null || !part.some((token) => isSymbol(token, '='))) return null;
    columns.push(target.table);
  }
  const where = cursor.words('where') ? cursor.text(cursor.rest()) : null;
  return [{ kind: 'update', ...table, columns, where }];
}

/** What a SET changes that outlives the session. */
const beyondSession = ['global', 'persist', 'persist_only', 'password'];

/** `SET FOREIGN_KEY_CHECKS = 0`, `SET @x = …`: one setting. */
function setting(cursor: Cursor): Action[] | null {
  if (!cursor.words('set')) return null;
  const scope = cursor.oneOf('session', 'global', 'local');
  const target = cursor.until((token) => isSymbol(token, '=', ':'));
  cursor.symbol(':');
  const isWider = scope === 'global' || target.some((token) => isWord(token, ...beyondSession));
  if (isWider || target.length === 0 || !cursor.symbol('=')) return null;
  const [value, ...more] = splitAtCommas(cursor.rest());
  if (value === undefined || more.length > 0) return null;
  return [{ kind: 'set', name: cursor.text(target).toLowerCase(), value: cursor.text(value), local: false }];
}
