import { splitAtCommas, textOf } from '../../sql/token-ranges.js';
import { type Token, tokenize } from '../../sql/tokens.js';
import { definitionFor } from './definition.js';
import { folded, isSameName, quoted } from './names.js';
import type { Schema, Table } from './schema.js';

interface VirtualTable {
  /** `fts5`, `rtree`… */
  module: string;
  columns: string[];
  /** The table that a full-text index has its text from; empty for an index of nothing; null where it keeps the text. */
  content: string | null;
}

/** Whether a virtual table can be made anew with the rows that it has now. */
export function isRowsKept(table: Table, now: Table): boolean {
  const [wanted, found] = [read(table.definition), read(now.definition)];
  return isFullText(wanted) && wanted.content !== '' && (wanted.content !== null || found.content === null);
}

/**
 * The statements that make a full-text table what it was before, with its text where it keeps that itself.
 *
 * @param temporary a name that nothing in the database has
 */
export function rebuildVirtual(table: Table, now: Table, temporary: string): string[] {
  const [old, made] = [quoted(table.name), quoted(temporary)];
  const [wanted, found] = [read(table.definition), read(now.definition)];
  const columns = wanted.columns.filter((column) => found.columns.some((other) => isSameName(other, column)));
  const list = ['rowid', ...columns.map(quoted)].join(', ');
  return [
    definitionFor(table.definition, table.name, temporary),
    wanted.content === null ? `INSERT INTO ${made}(${list}) SELECT ${list} FROM ${old}` : rebuildIndex(temporary),
    `DROP TABLE ${old}`,
    `ALTER TABLE ${made} RENAME TO ${old}`,
  ];
}

/** What fills a full-text index that was made again from the table that it indexes; nothing where there is none. */
export function fillFromContent(table: Table, before: Schema): string[] {
  if (!table.isVirtual) return [];
  const index = read(table.definition);
  const content = folded(index.content ?? '');
  const isThere = before.tables.has(content) || before.views.has(content);
  return isFullText(index) && isThere ? [rebuildIndex(table.name)] : [];
}

/** The command of FTS4 and FTS5. */
function rebuildIndex(table: string): string {
  return `INSERT INTO ${quoted(table)}(${quoted(table)}) VALUES('rebuild')`;
}

function isFullText({ module }: VirtualTable): boolean {
  return ['fts3', 'fts4', 'fts5'].includes(module);
}

/** `CREATE VIRTUAL TABLE f USING fts5(a, b UNINDEXED, content='t')` */
function read(definition: string): VirtualTable {
  const tokens = tokenize('sqlite', definition);
  const using = tokens.findIndex(({ kind, value }) => kind === 'word' && value === 'using');
  const virtual: VirtualTable = { module: tokens[using + 1]?.value ?? '', columns: [], content: null };
  for (const [name, ...rest] of splitAtCommas(tokens.slice(using + 3, -1))) {
    if (name === undefined) continue;
    if (!isEquals(rest[0])) virtual.columns.push(name.kind === 'word' ? textOf(definition, [name]) : name.value);
    else if (name.value === 'content') virtual.content = rest[1]?.value ?? '';
  }
  return virtual;
}

function isEquals(token: Token | undefined): boolean {
  return token?.kind === 'symbol' && token.value === '=';
}
