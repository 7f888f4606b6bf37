import type { BuiltTable } from '../../sql/built/schema.js';
import { isSymbol, isWord, takeUntil } from '../../sql/token-ranges.js';
import { type Token, tokenize } from '../../sql/tokens.js';

/**
 * The check that proves a column to have no null, so that SET NOT NULL reads no row (PostgreSQL 12 and later): a valid
 * `CHECK (email IS NOT NULL)`, alone or joined by AND. `null` where there is none.
 */
export function notNullCheck({ constraints }: BuiltTable, column: string): string | null {
  const found = constraints.find(
    (constraint) =>
      constraint.type === 'check' &&
      !constraint.notValid &&
      says(tokenize('postgresql', constraint.expression), column),
  );
  return found?.name ?? null;
}

function says(expression: readonly Token[], column: string): boolean {
  const tokens = withoutBrackets(expression);
  if (partsBetween(tokens, 'or').length > 1) return false;
  const parts = partsBetween(tokens, 'and');
  return parts.length > 1 ? parts.some((part) => says(part, column)) : isNotNull(tokens, column);
}

/** The parts between the words of this kind that stand in no brackets. */
function partsBetween(tokens: readonly Token[], word: string): Token[][] {
  const part = takeUntil(tokens, (token) => isWord(token, word));
  return part.length === tokens.length ? [part] : [part, ...partsBetween(tokens.slice(part.length + 1), word)];
}

function isNotNull([name, ...rest]: readonly Token[], column: string): boolean {
  return name?.value === column && rest.length === 3 && rest.map(({ value }) => value).join(' ') === 'is not null';
}

/** Without brackets around the whole. */
function withoutBrackets(tokens: readonly Token[]): readonly Token[] {
  if (!isSymbol(tokens[0], '(')) return tokens;
  const inner = takeUntil(tokens.slice(1), () => false);
  return inner.length === tokens.length - 2 ? withoutBrackets(inner) : tokens;
}
