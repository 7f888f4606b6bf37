import { textOf } from '../../sql/token-ranges.js';
import { type Token, tokenize } from '../../sql/tokens.js';
import { isNamed, quoted } from './names.js';

/**
 * A table's CREATE TABLE for another name. Names of columns with the table in front get the new name there: SQLite
 * refuses the old one (seen on 3.45), and turns it back when the table is renamed.
 */
export function definitionFor(definition: string, table: string, name: string): string {
  const tokens = tokenize('sqlite', definition);
  const head = nameToken(tokens);
  const isQualifier = (at: number): boolean => {
    const [token, next] = [tokens[at], tokens[at + 1]];
    const isName = token?.kind === 'name' || token?.kind === 'word';
    return isName && isNamed(token, table) && next?.kind === 'symbol' && next.value === '.';
  };
  const places = tokens.filter((token, at) => token === head || (token !== head && isQualifier(at)));
  let text = definition;
  for (const { start, end } of places.toReversed()) text = text.slice(0, start) + quoted(name) + text.slice(end);
  return text;
}

/** How a table's definition defines a column: what stands behind ADD COLUMN. Null where it is not found. */
export function columnClause(definition: string, column: string): string | null {
  const tokens = tokenize('sqlite', definition);
  const open = tokens.findIndex(({ kind, value }) => kind === 'symbol' && value === '(');
  const part = open === -1 ? undefined : partsIn(tokens, open).find(([first]) => isColumn(first, column));
  return part === undefined ? null : textOf(definition, part);
}

const beginsConstraint = new Set(['constraint', 'primary', 'unique', 'check', 'foreign']);

function isColumn(first: Token | undefined, column: string): boolean {
  if (first === undefined || !isNamed(first, column)) return false;
  return first.kind !== 'word' || !beginsConstraint.has(first.value);
}

/** `CREATE TABLE name`, `CREATE TEMP TABLE main.name`, `CREATE VIRTUAL TABLE IF NOT EXISTS name`. */
function nameToken(tokens: Token[]): Token | undefined {
  let at = tokens.findIndex(({ kind, value }) => kind === 'word' && value === 'table') + 1;
  if (tokens[at]?.kind === 'word' && tokens[at]?.value === 'if' && tokens[at + 1]?.value === 'not') at += 3;
  const dot = tokens[at + 1];
  return dot?.kind === 'symbol' && dot.value === '.' ? tokens[at + 2] : tokens[at];
}

/** What the commas in the brackets at `open` separate. */
function partsIn(tokens: Token[], open: number): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens.slice(open + 1)) {
    const symbol = token.kind === 'symbol' ? token.value : '';
    if (symbol === '(') depth++;
    if (symbol === ')') depth--;
    if (depth < 0) break;
    if (depth === 0 && symbol === ',') parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
