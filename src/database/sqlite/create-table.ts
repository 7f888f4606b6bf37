import {
  insideParentheses,
  isOther,
  isWord,
  splitAtCommas,
  type Token,
  textOf,
  tokensOf,
  withoutParentheses,
} from './tokens.js';

/** What only the text of a CREATE TABLE says: SQLite's pragmas do not (seen on 3.45). */
export interface CreateTable {
  columns: Map<string, ColumnText>;
  checks: string[];
  /** The columns of the foreign keys that are checked at the end of the transaction. */
  deferred: string[];
  isAutoincrement: boolean;
  /** `ON CONFLICT` clauses of primary keys, uniques and not nulls, each behind what it belongs to. */
  onConflict: string[];
}

export interface ColumnText {
  collation: string | null;
  generated: string | null;
}

/** Reads the text that SQLite keeps of a table. */
export function parseCreateTable(sql: string, table: string): CreateTable {
  const tokens = withoutQualifier(tokensOf(sql), table);
  const open = tokens.findIndex((token) => isOther(token, '('));
  const parts = open < 0 ? [] : splitAtCommas(insideParentheses(tokens, open).inside);
  const parsed: CreateTable = {
    columns: new Map(),
    checks: [],
    deferred: [],
    isAutoincrement: tokens.some((token) => isWord(token, 'autoincrement')),
    onConflict: [],
  };
  for (const part of parts) readPart(part, parsed);
  parsed.checks.sort();
  parsed.onConflict.sort();
  return parsed;
}

/** Names of the table's own columns, without the table in front: a rebuild leaves them with one, or without. */
export function withoutQualifier(tokens: Token[], table: string): Token[] {
  const isName = (token: Token | undefined): boolean => token?.kind === 'name' || token?.kind === 'word';
  const isQualifier = (at: number): boolean =>
    isName(tokens[at]) && tokens[at]?.text.toLowerCase() === table.toLowerCase() && isOther(tokens[at + 1], '.');
  return tokens.filter((token, at) => !isQualifier(at) && !(isOther(token, '.') && isQualifier(at - 1)));
}

function readPart(part: Token[], parsed: CreateTable): void {
  // The name of a constraint means nothing to SQLite.
  const body = isWord(part[0], 'constraint') ? part.slice(2) : part;
  const [first] = body;
  if (first === undefined) return;
  const isConstraint = isWord(first, 'primary', 'unique', 'check', 'foreign');
  const columns = isConstraint ? listIn(body) : first.text;
  const column: ColumnText = { collation: null, generated: null };
  let about = '';
  for (let at = isConstraint ? 0 : 1; at < body.length; at++) {
    const token = body[at];
    if (isOther(token, '(')) {
      at = insideParentheses(body, at).close;
    } else if (isWord(token, 'check') && isOther(body[at + 1], '(')) {
      const { inside, close } = insideParentheses(body, at + 1);
      parsed.checks.push(textOf(withoutParentheses(inside)));
      at = close;
    } else if (isWord(token, 'as') && isOther(body[at + 1], '(')) {
      const { inside, close } = insideParentheses(body, at + 1);
      column.generated = textOf(withoutParentheses(inside));
      at = close;
    } else if (isWord(token, 'collate')) column.collation = body[at + 1]?.text.toLowerCase() ?? null;
    else if (isWord(token, 'primary', 'unique', 'not')) about = token?.text ?? '';
    else if (isWord(token, 'conflict')) parsed.onConflict.push(`${columns} ${about} ${body[at + 1]?.text ?? ''}`);
    else if (isWord(token, 'initially') && isWord(body[at + 1], 'deferred')) parsed.deferred.push(columns);
  }
  if (!isConstraint) parsed.columns.set(first.text.toLowerCase(), column);
}

function listIn(body: Token[]): string {
  const open = body.findIndex((token) => isOther(token, '('));
  return open < 0 ? '' : splitAtCommas(insideParentheses(body, open).inside).map(textOf).join(', ');
}
