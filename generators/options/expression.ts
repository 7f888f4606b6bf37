import { LockstepError } from '../../src/errors.js';
import type { Dialect } from '../../src/project/dialects.js';

/** A piece of an SQL expression: a column of the table, or text that stays as it is. */
export type ExpressionPart<Column> = { kind: 'text'; text: string } | { kind: 'column'; column: Column };

interface Named {
  property: string;
  databaseName: string;
}

/** What `sql` may begin with, longest first; each is one word, one literal or one quoted name. */
const tokens = {
  space: /^\s+/,
  string: /^'(?:[^']|'')*'/,
  mysqlString: /^(?:'(?:[^'\\]|''|\\[\s\S])*'|"(?:[^"\\]|""|\\[\s\S])*")/,
  /** `E'it\'s'` knows escapes. */
  escapeString: /^[eE]'(?:[^'\\]|''|\\[\s\S])*'/,
  dollar: /^\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$/,
  double: /^"(?:[^"]|"")*"/,
  backtick: /^`(?:[^`]|``)*`/,
  word: /^[\p{L}_][\p{L}\p{N}_$]*/u,
} as const;

/**
 * Finds the columns of the table in an SQL expression, by their property or their name in the database, quoted or not;
 * so the code can refer to them and a rename in TypeScript is followed. Strings, function names, types behind a cast and
 * what stands behind a dot are left alone.
 *
 * @param flag what the user typed it for: `--where`
 * @throws LockstepError (exit 2) for an expression that is empty, does not end (a quote, a bracket) or is more than one.
 */
export function readExpression<Column extends Named>(
  sql: string,
  columns: readonly Column[],
  dialect: Dialect,
  flag: string,
): ExpressionPart<Column>[] {
  const refuse = (why: string): LockstepError =>
    new LockstepError(`${flag} ${sql}: ${why}.`, {
      fix: `Give one SQL expression, in the shell's quotes: ${flag} "deleted_at is null"`,
    });
  if (sql.trim() === '') throw refuse('the expression is empty');
  const parts: ExpressionPart<Column>[] = [];
  const text = (more: string): void => {
    const last = parts.at(-1);
    if (last?.kind === 'text') last.text += more;
    else parts.push({ kind: 'text', text: more });
  };
  const open: string[] = [];
  let before = '';
  for (let rest = sql.trim(); rest !== ''; ) {
    const token = tokenOf(rest, dialect);
    const next = rest.slice(token.length);
    const column = columnOf(token, before, next, columns, dialect);
    if (column) parts.push({ kind: 'column', column });
    else text(token);
    if ('([{'.includes(token)) open.push(token);
    else if (')]}'.includes(token)) {
      const opening = open.pop();
      if (opening === undefined || '([{'.indexOf(opening) !== ')]}'.indexOf(token))
        throw refuse(`${token} closes nothing`);
    } else if (token === ';') throw refuse('a semicolon ends it, and one expression is wanted');
    else if (token.includes(';')) throw refuse('drizzle-kit 0.31 takes it apart at the semicolon and writes other SQL');
    else if (`'"\``.includes(token)) throw refuse(`the quote ${token} is not closed`);
    else if (/^(?:--|\/\*)/.test(rest)) throw refuse('it has a comment, which could hide what follows');
    if (token.trim() !== '') before = token;
    rest = next;
  }
  if (open.length > 0) throw refuse(`${open.at(-1)} is not closed`);
  return parts;
}

function tokenOf(rest: string, dialect: Dialect): string {
  const strings =
    dialect === 'mysql'
      ? [tokens.mysqlString, tokens.backtick]
      : dialect === 'postgresql'
        ? [tokens.escapeString, tokens.dollar, tokens.string, tokens.double]
        : [tokens.string, tokens.double, tokens.backtick];
  for (const pattern of [tokens.space, ...strings, tokens.word]) {
    const found = pattern.exec(rest)?.[0];
    if (found !== undefined && found !== '') return found;
  }
  return rest.startsWith('::') ? '::' : rest.slice(0, 1);
}

function columnOf<Column extends Named>(
  token: string,
  before: string,
  next: string,
  columns: readonly Column[],
  dialect: Dialect,
): Column | undefined {
  const quotes = dialect === 'mysql' ? '`' : dialect === 'postgresql' ? '"' : '"`';
  const quote = token.length > 1 && quotes.includes(token.charAt(0)) ? token.charAt(0) : null;
  if (before === '.' || /^\s*\./.test(next)) return undefined;
  if (quote !== null) {
    const name = token.slice(1, -1).replaceAll(quote + quote, quote);
    return columns.find(({ databaseName }) => databaseName === name);
  }
  if (!tokens.word.test(token)) return undefined;
  // A function, a type, or the type of a literal (`date '2020-01-01'`), whatever columns are called.
  if (before === '::' || /^as$/i.test(before) || /^\s*\(/.test(next) || /^\s+'/.test(next)) return undefined;
  return (
    columns.find(({ databaseName, property }) => databaseName === token || property === token) ??
    // Engines fold what is not quoted.
    columns.find(({ databaseName }) => databaseName === token.toLowerCase())
  );
}

/** `lower(email)`: one call of a function, which an index takes without brackets around it. */
export function isCall(parts: readonly ExpressionPart<unknown>[]): boolean {
  const text = parts
    .map((part) => (part.kind === 'text' ? part.text : 'x'))
    .join('')
    .replaceAll(/'(?:[^']|'')*'/g, 'x');
  if (!/^[A-Za-z_]\w*\(.*\)$/s.test(text)) return false;
  let depth = 0;
  for (const [at, character] of [...text].entries()) {
    if (character === '(') depth++;
    else if (character === ')' && --depth === 0) return at === [...text].length - 1;
  }
  return false;
}
