import type { Action } from '../operation.js';
import { isSymbol, isWord, splitAtCommas } from '../token-ranges.js';
import { alterTable } from './alter-table.js';
import { readColumn, readConstraint, readParts } from './columns.js';
import type { Cursor } from './cursor.js';
import { rowActions } from './rows.js';

/**
 * What one statement does, if it is of a kind that drizzle-kit writes (0.31.11) or changes rows in a plain way; `null`
 * for anything else. All of the statement has been read only if the cursor is then at its end.
 */
export function actionsOf(cursor: Cursor): Action[] | null {
  if (cursor.words('alter', 'table')) return alterTable(cursor);
  if (cursor.words('alter')) return view(cursor, 'alter view');
  if (cursor.words('rename', 'table')) return renameTables(cursor);
  if (cursor.words('drop')) return drop(cursor);
  if (cursor.words('create', 'table')) return createTable(cursor);
  if (cursor.words('create', 'unique', 'index')) return createIndex(cursor, true);
  if (cursor.words('create', 'index')) return createIndex(cursor, false);
  if (cursor.words('create', 'fulltext', 'index')) return createIndex(cursor, false, 'fulltext');
  if (cursor.words('create', 'spatial', 'index')) return createIndex(cursor, false, 'spatial');
  if (cursor.words('create')) return view(cursor, 'create view');
  return rowActions(cursor);
}

function createTable(cursor: Cursor): Action[] | null {
  const ifNotExists = cursor.words('if', 'not', 'exists');
  const table = cursor.table();
  const elements = table === null ? null : cursor.parentheses();
  if (table === null || elements === null) return null;
  const create = { ...table, ifNotExists, temporary: false, columns: [], constraints: [], from: null };
  const action: Extract<Action, { kind: 'create table' }> = { kind: 'create table', ...create };
  for (const tokens of splitAtCommas(elements)) {
    const element = cursor.over(tokens);
    if (isWord(element.next, 'constraint', 'primary', 'unique', 'foreign', 'check')) {
      const constraint = readConstraint(element);
      if (constraint === null || !element.isAtEnd) return null;
      action.constraints.push(constraint);
    } else {
      // An index in CREATE TABLE is not told from a column by its first word, but has no type.
      const column = isWord(element.next, 'index', 'key', 'fulltext', 'spatial') ? null : readColumn(element);
      if (column === null) return null;
      action.columns.push(column);
    }
  }
  // ENGINE=InnoDB and the like; AS SELECT and PARTITION BY would be more than options.
  const options = cursor.rest();
  return options.some((token) => isWord(token, 'as', 'select', 'values', 'table', 'with', 'partition'))
    ? null
    : [action];
}

function createIndex(cursor: Cursor, unique: boolean, kind: 'fulltext' | 'spatial' | null = null): Action[] | null {
  const index = cursor.name();
  const using = cursor.words('using') ? cursor.name() : null;
  const table = cursor.words('on') ? cursor.table() : null;
  const parts = table === null ? null : readParts(cursor);
  if (index === null || table === null || parts === null) return null;
  const method =
    kind ?? using?.toLowerCase() ?? (cursor.words('using') ? (cursor.name()?.toLowerCase() ?? null) : null);
  const plain = { concurrently: false, ifNotExists: false, where: null };
  return [{ kind: 'create index', ...table, index, unique, method, parts, ...plain }];
}

/** `[OR REPLACE] [ALGORITHM = …] [SQL SECURITY …] VIEW name … AS …` */
function view(cursor: Cursor, kind: 'create view' | 'alter view'): Action[] | null {
  const orReplace = cursor.words('or', 'replace');
  if (cursor.words('algorithm') && !(cursor.symbol('=') && cursor.name() !== null)) return null;
  if (cursor.words('sql', 'security') && cursor.name() === null) return null;
  const named = cursor.words('view') ? cursor.table() : null;
  if (named === null) return null;
  cursor.parentheses();
  if (!isWord(cursor.next, 'as')) return null;
  const { schema, table: name } = named;
  const action = cursor.text(cursor.rest());
  return kind === 'create view'
    ? [{ kind, schema, name, orReplace, ifNotExists: false }]
    : [{ kind, schema, name, action }];
}

function drop(cursor: Cursor): Action[] | null {
  if (cursor.words('index')) {
    const index = cursor.name();
    const table = cursor.words('on') ? cursor.table() : null;
    if (index === null || table === null) return null;
    return [{ kind: 'drop index', ...table, index, concurrently: false, ifExists: false, cascade: false }];
  }
  const object = cursor.oneOf('table', 'view');
  if (object === null) return null;
  const ifExists = cursor.words('if', 'exists');
  const actions: Action[] = [];
  do {
    const table = cursor.table();
    if (table === null) return null;
    const how = { ifExists, cascade: false };
    if (object === 'table') actions.push({ kind: 'drop table', ...table, ...how });
    else actions.push({ kind: 'drop view', schema: table.schema, name: table.table, ...how });
  } while (cursor.symbol(','));
  return actions;
}

/** Views are renamed by it too (drizzle-kit 0.31.11): the statement does not say which of the two it is. */
function renameTables(cursor: Cursor): Action[] | null {
  const actions: Action[] = [];
  do {
    const table = cursor.table();
    const to = cursor.words('to') ? cursor.name() : null;
    if (table === null || to === null || isSymbol(cursor.next, '.')) return null;
    actions.push({ kind: 'rename table', ...table, to });
  } while (cursor.symbol(','));
  return actions;
}
