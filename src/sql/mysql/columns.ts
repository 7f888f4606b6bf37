import type { IndexPart } from '../operation.js';
import { type Column, type Constraint, plainColumn, type ReferentialAction } from '../table-parts.js';
import { isSymbol, isWord, splitAtCommas } from '../token-ranges.js';
import type { Token } from '../tokens.js';
import type { Cursor } from './cursor.js';

/** Types of two words. */
const secondWords: Readonly<Record<string, readonly string[]>> = {
  double: ['precision'],
  character: ['varying'],
  char: ['varying', 'byte'],
  national: ['char', 'character', 'varchar'],
  long: ['varchar', 'varbinary'],
};
/** Not types, but what an index or a partition begins with behind a name that is one of their words. */
const notTypes = new Set(['index', 'key', 'partition', 'not', 'if', 'null', 'default', 'primary', 'unique', 'as']);

/** `` `name` type attribute… `` up to the cursor's end; `null` where something is not known. */
export function readColumn(cursor: Cursor): Column | null {
  const name = cursor.name();
  if (name === null) return null;
  const type = cursor.textOf(() => readType(cursor));
  if (type === null) return null;
  const column = plainColumn(name, type);
  while (!cursor.isAtEnd) {
    if (!readAttribute(cursor, column)) return null;
  }
  return column;
}

function readType(cursor: Cursor): boolean {
  const first = cursor.next;
  if (first?.kind !== 'word' || notTypes.has(first.value)) return false;
  cursor.literal();
  cursor.oneOf(...(secondWords[first.value] ?? []));
  cursor.parentheses();
  while (cursor.oneOf('unsigned', 'signed', 'zerofill', 'binary', 'ascii', 'unicode') !== null);
  if (cursor.words('character', 'set') || cursor.words('charset')) return cursor.literal();
  return true;
}

function readAttribute(cursor: Cursor, column: Column): boolean {
  const own = {
    name: null,
    notValid: false,
    deferrable: 'no',
    columns: [column.name],
    usingIndex: null,
  } satisfies Partial<Constraint>;
  if (cursor.words('not', 'null')) column.notNull = true;
  else if (cursor.words('null')) column.notNull = false;
  else if (cursor.words('auto_increment')) column.autoIncrement = true;
  else if (cursor.words('primary', 'key')) column.constraints.push({ ...own, type: 'primary key' });
  else if (cursor.words('unique')) {
    cursor.words('key');
    column.constraints.push({ ...own, type: 'unique', nullsNotDistinct: false });
  } else if (cursor.words('default')) {
    column.default = cursor.textOf(() => readValue(cursor));
    return column.default !== null;
  } else if (cursor.words('on', 'update')) {
    column.onUpdate = cursor.textOf(() => readValue(cursor));
    return column.onUpdate !== null;
  } else if (cursor.words('generated', 'always', 'as') || cursor.words('as')) {
    const expression = cursor.parentheses();
    if (expression === null) return false;
    const stored = cursor.oneOf('stored', 'virtual') === 'stored';
    column.generated = { expression: cursor.text(expression), stored };
  } else if (cursor.words('collate')) {
    column.collation = cursor.name();
    return column.collation !== null;
  } else if (cursor.words('comment')) {
    column.comment = cursor.textOf(() => cursor.literal());
    return column.comment !== null;
  } else if (cursor.words('first')) {
    return true;
  } else if (cursor.words('after')) {
    return cursor.name() !== null;
  } else {
    return false;
  }
  return true;
}

/** A default: an expression in brackets, a literal with its sign, or a function that is called. */
function readValue(cursor: Cursor): boolean {
  if (cursor.parentheses() !== null) return true;
  if (!cursor.symbol('-')) cursor.symbol('+');
  const isWordFirst = cursor.next?.kind === 'word';
  if (!cursor.literal()) return false;
  // b'0', x'ff', _utf8mb4'text'; now(3).
  if (isWordFirst && cursor.next?.kind === 'string') return cursor.literal();
  if (isWordFirst) cursor.parentheses();
  return true;
}

/** `[CONSTRAINT name] PRIMARY KEY (…)`, `UNIQUE`, `FOREIGN KEY`, `CHECK`; `null` where it is none of them. */
export function readConstraint(cursor: Cursor): Constraint | null {
  // drizzle-kit 1.0.0-rc.5 writes CONSTRAINT PRIMARY KEY without a name.
  const isNamed = cursor.words('constraint') && !isWord(cursor.next, 'primary', 'unique', 'foreign', 'check');
  const name = isNamed ? cursor.name() : null;
  const any = { name, notValid: false, deferrable: 'no' } as const;
  if (cursor.words('primary', 'key')) {
    const parts = readParts(cursor);
    return parts === null ? null : { ...any, type: 'primary key', ...keyOver(parts), usingIndex: null };
  }
  if (cursor.words('unique')) {
    cursor.oneOf('index', 'key');
    const own = isSymbol(cursor.next, '(') ? name : cursor.name();
    const parts = readParts(cursor);
    if (parts === null) return null;
    return { ...any, name: own, type: 'unique', ...keyOver(parts), usingIndex: null, nullsNotDistinct: false };
  }
  if (cursor.words('check')) {
    const expression = cursor.parentheses();
    return expression === null ? null : { ...any, type: 'check', expression: cursor.text(expression) };
  }
  if (!cursor.words('foreign', 'key')) return null;
  if (!isSymbol(cursor.next, '(')) cursor.name();
  const columns = readColumns(cursor);
  const table = cursor.words('references') ? cursor.table() : null;
  const to = table === null ? null : readColumns(cursor);
  if (columns === null || table === null || to === null) return null;
  const actions: { delete: ReferentialAction | null; update: ReferentialAction | null } = {
    delete: null,
    update: null,
  };
  while (cursor.words('on')) {
    const event = cursor.oneOf('delete', 'update');
    const action = readAction(cursor);
    if ((event !== 'delete' && event !== 'update') || action === null) return null;
    actions[event] = action;
  }
  return {
    ...any,
    type: 'foreign key',
    columns,
    references: { ...table, columns: to },
    onDelete: actions.delete ?? 'no action',
    onUpdate: actions.update ?? 'no action',
    says: { onDelete: actions.delete !== null, onUpdate: actions.update !== null },
  };
}

function readAction(cursor: Cursor): ReferentialAction | null {
  if (cursor.words('no', 'action')) return 'no action';
  if (cursor.words('set', 'null')) return 'set null';
  if (cursor.words('set', 'default')) return 'set default';
  const word = cursor.oneOf('cascade', 'restrict');
  return word === 'cascade' || word === 'restrict' ? word : null;
}

/** The parts of a key or index: columns, prefixes of columns, expressions. */
export function readParts(cursor: Cursor): IndexPart[] | null {
  const inner = cursor.parentheses();
  if (inner === null) return null;
  return splitAtCommas(inner).map((part) => ({ column: columnIn(cursor, part), text: cursor.text(part) }));
}

/** `` `a` ``, `a DESC` and the prefix `a(10)`, but not the call `lower(a)`. */
function columnIn(cursor: Cursor, part: readonly Token[]): string | null {
  const reader = cursor.over(part);
  const name = reader.name();
  const prefix = reader.parentheses();
  if (prefix !== null && !(prefix.length === 1 && prefix[0]?.kind === 'number')) return null;
  reader.oneOf('asc', 'desc');
  return reader.isAtEnd ? name : null;
}

/** Its columns, and the parts where they say more. */
function keyOver(parts: IndexPart[]): { columns: string[]; parts?: IndexPart[] } {
  const columns = namesOf(parts);
  const isPlain = parts.every(({ column, text }) => column !== null && (text === column || text === `\`${column}\``));
  return isPlain ? { columns } : { columns, parts };
}

function readColumns(cursor: Cursor): string[] | null {
  const parts = readParts(cursor);
  return parts === null ? null : namesOf(parts);
}

function namesOf(parts: IndexPart[]): string[] {
  return parts.map(({ column, text }) => column ?? text);
}
