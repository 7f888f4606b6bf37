import type { Action, TableName } from '../operation.js';
import { isWord, splitAtCommas } from '../token-ranges.js';
import { readColumn, readConstraint, readParts } from './columns.js';
import type { Cursor } from './cursor.js';

/** What follows ALTER TABLE; `null` where a part is not known. */
export function alterTable(cursor: Cursor): Action[] | null {
  const table = cursor.table();
  if (table === null || cursor.isAtEnd) return null;
  const actions: Action[] = [];
  for (const tokens of splitAtCommas(cursor.rest())) {
    const part = cursor.over(tokens);
    const found = readPart(part, table);
    if (found === null || !part.isAtEnd) return null;
    actions.push(...found);
  }
  return actions;
}

function readPart(part: Cursor, table: TableName): Action[] | null {
  if (part.words('add')) return add(part, table);
  if (part.words('drop')) return drop(part, table);
  if (part.words('modify')) {
    part.words('column');
    const definition = readColumn(part);
    return definition && [{ kind: 'modify column', ...table, column: definition.name, definition }];
  }
  if (part.words('change')) {
    part.words('column');
    const column = part.name();
    const definition = column === null ? null : readColumn(part);
    if (column === null || definition === null) return null;
    const rename: Action = { kind: 'rename column', ...table, column, to: definition.name };
    const modify: Action = { kind: 'modify column', ...table, column: definition.name, definition };
    return column === definition.name ? [modify] : [rename, modify];
  }
  if (part.words('rename')) return rename(part, table);
  // How it is done, not what.
  if (part.oneOf('algorithm', 'lock') !== null) return part.symbol('=') && part.literal() ? [] : null;
  if (!part.words('alter')) return null;
  part.words('column');
  const column = part.name();
  if (column === null) return null;
  if (part.words('drop', 'default')) return [{ kind: 'drop default', ...table, column }];
  if (!part.words('set', 'default')) return null;
  return [{ kind: 'set default', ...table, column, default: part.text(part.rest()) }];
}

function add(part: Cursor, table: TableName): Action[] | null {
  if (isWord(part.next, 'constraint', 'primary', 'unique', 'foreign', 'check')) {
    const constraint = readConstraint(part);
    return constraint && [{ kind: 'add constraint', ...table, constraint }];
  }
  const method = part.oneOf('fulltext', 'spatial');
  if (part.oneOf('index', 'key') !== null) {
    const index = part.name();
    const parts = readParts(part);
    if (index === null || parts === null) return null;
    const plain = { unique: false, concurrently: false, ifNotExists: false, where: null };
    return [{ kind: 'create index', ...table, index, ...plain, method, parts }];
  }
  if (method !== null) return null;
  part.words('column');
  const definition = readColumn(part);
  return definition && [{ kind: 'add column', ...table, column: definition.name, definition, ifNotExists: false }];
}

function drop(part: Cursor, table: TableName): Action[] | null {
  const plain = { ifExists: false, cascade: false };
  if (part.words('primary', 'key')) {
    return [{ kind: 'drop constraint', ...table, name: null, type: 'primary key', ...plain }];
  }
  const type = part.words('foreign', 'key') ? 'foreign key' : part.words('check') ? 'check' : null;
  if (type !== null || part.words('constraint')) {
    const name = part.name();
    return name === null ? null : [{ kind: 'drop constraint', ...table, name, type, ...plain }];
  }
  if (part.oneOf('index', 'key') !== null) {
    const index = part.name();
    return index === null ? null : [{ kind: 'drop index', ...table, index, concurrently: false, ...plain }];
  }
  part.words('column');
  const column = part.name();
  return column === null ? null : [{ kind: 'drop column', ...table, column, ...plain }];
}

function rename(part: Cursor, table: TableName): Action[] | null {
  if (part.words('column')) {
    const column = part.name();
    const to = part.words('to') ? part.name() : null;
    return column === null || to === null ? null : [{ kind: 'rename column', ...table, column, to }];
  }
  if (part.oneOf('index', 'key') !== null) {
    const index = part.name();
    const to = part.words('to') ? part.name() : null;
    return index === null || to === null ? null : [{ kind: 'rename index', ...table, index, to }];
  }
  part.oneOf('to', 'as');
  const to = part.name();
  return to === null ? null : [{ kind: 'rename table', ...table, to }];
}
