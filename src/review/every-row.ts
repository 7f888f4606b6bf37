import type { Dialect } from '../project/dialects.js';
import { splitAtWord, withoutBrackets } from '../sql/token-ranges.js';
import { type Token, tokenize } from '../sql/tokens.js';

const always = new Set(['true', '1', '1 = 1', "'1' = '1'", 'true = true', 'not false', 'not 0']);

/** Whether a condition leaves no row out: there is none, or it is one that linters are silenced with. */
export function isAlways(dialect: Dialect, where: string | null): boolean {
  return where === null || holds(tokenize(dialect, where));
}

function holds(condition: readonly Token[]): boolean {
  const tokens = withoutBrackets(condition);
  const either = splitAtWord(tokens, 'or');
  if (either.length > 1) return either.some(holds);
  const every = splitAtWord(tokens, 'and');
  if (every.length > 1) return every.every(holds);
  return always.has(tokens.map(({ kind, value }) => (kind === 'string' ? `'${value}'` : value)).join(' '));
}
