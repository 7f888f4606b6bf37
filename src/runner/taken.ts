import type { Dialect } from '../project/dialects.js';
import { splitStatements } from '../sql/breakpoints.js';
import { isWord } from '../sql/token-ranges.js';
import type { Token } from '../sql/tokens.js';
import { shortened } from './failed.js';

/**
 * The statements of a script that take rows or values away, each shortened. By its first words: a loss that a function
 * hides is not seen.
 */
export function takenBy(dialect: Dialect, sql: string): string[] {
  const statements = splitStatements(dialect, sql);
  // A table that is copied, dropped and replaced by its copy keeps its rows.
  const renamedTo = new Set(
    statements.flatMap(({ tokens }) => {
      const at = tokens.findIndex((token) => isWord(token, 'rename'));
      const isTable = isWord(tokens[0], 'alter') && isWord(tokens[1], 'table') && isWord(tokens[at + 1], 'to');
      return isTable ? [tokens.at(-1)?.value ?? ''] : [];
    }),
  );
  return statements
    .filter(({ tokens }) => takes(tokens) && !(isDropTable(tokens) && renamedTo.has(tokens.at(-1)?.value ?? '')))
    .map(({ text }) => shortened(text));
}

function isDropTable(tokens: Token[]): boolean {
  return isWord(tokens[0], 'drop') && isWord(tokens[1], 'table');
}

function takes(tokens: Token[]): boolean {
  const [first, second] = tokens;
  if (isWord(first, 'truncate', 'delete')) return true;
  if (isWord(first, 'drop')) return isWord(second, 'table', 'schema', 'database', 'owned');
  if (!isWord(first, 'alter') || !isWord(second, 'table')) return false;
  return tokens.some((token, at) => isWord(token, 'drop') && !isWord(tokens[at + 1], ...notColumns));
}

/** What ALTER TABLE … DROP takes away besides a column; of a column it may also drop DEFAULT and NOT NULL. */
const notColumns = [
  'constraint',
  'default',
  'not',
  'index',
  'key',
  'primary',
  'foreign',
  'check',
  'identity',
  'expression',
  'partition',
];
