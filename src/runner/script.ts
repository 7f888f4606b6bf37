import type { Dialect } from '../project/dialects.js';
import { splitStatements } from '../sql/breakpoints.js';
import type { Token } from '../sql/tokens.js';

/** One statement of a migration, as far as the runner has to know it. */
export interface Step {
  sql: string;
  /** 1-based, in the file. */
  line: number;
  /** It refuses to run in a transaction. */
  alone: boolean;
  /** It begins or ends a transaction. */
  control: boolean;
  /** It sets something for the session, which another session has to be told again. */
  session: boolean;
  /** It changes rows only, and can be undone by a rollback on every engine. */
  rows: boolean;
  /** The index that it builds while rows are written: a failure leaves it behind, invalid. */
  buildsIndex: { schema: string | null; name: string } | null;
  /** The index that it drops while rows are written. */
  dropsIndex: { schema: string | null; name: string } | null;
}

/** The statements of a file in order, without the pragmas that turn SQLite's foreign keys off and on: the runner does that. */
export function stepsOf(dialect: Dialect, sql: string): Step[] {
  const statements = splitStatements(dialect, sql);
  const own = dialect === 'sqlite' ? statements.filter(({ tokens }) => !isForeignKeysPragma(tokens)) : statements;
  return own.map(({ text, line, tokens }) => {
    const words = leadingWords(tokens);
    return {
      sql: text,
      line,
      alone: dialect === 'postgresql' && standsAlone(words, tokens),
      control: isControl(dialect, words),
      session: words[0] === 'set' && words[1] !== 'local' && words[1] !== 'transaction',
      rows: ['insert', 'update', 'delete', 'replace', 'with', 'select'].includes(words[0] ?? ''),
      buildsIndex: dialect === 'postgresql' ? concurrentIndex(tokens) : null,
      dropsIndex: dialect === 'postgresql' ? droppedIndex(words, tokens) : null,
    };
  });
}

function isForeignKeysPragma([first, ...others]: Token[]): boolean {
  const isOf = ({ value }: Token): boolean => ['foreign_keys', 'defer_foreign_keys'].includes(value.toLowerCase());
  // Also as main.foreign_keys.
  return first?.kind === 'word' && first.value === 'pragma' && others.slice(0, 3).some(isOf);
}

function leadingWords(tokens: Token[]): string[] {
  return tokens.slice(0, 8).map(({ kind, value }) => (kind === 'word' ? value : ''));
}

/**
 * What PostgreSQL refuses inside a transaction block, by its documentation (17): CONCURRENTLY, VACUUM, databases,
 * tablespaces, ALTER SYSTEM, subscriptions. ALTER TYPE … ADD VALUE is allowed since 12, and here every migration has its
 * own transaction, so that the next one can use the value.
 */
function standsAlone(words: string[], tokens: Token[]): boolean {
  const [first = '', second = ''] = words;
  const isWord = (word: string): boolean => tokens.some(({ kind, value }) => kind === 'word' && value === word);
  if (first === 'vacuum') return true;
  if (first === 'alter' && second === 'system') return true;
  if (first === 'reindex')
    return isWord('concurrently') || ['database', 'system', 'schema'].some((word) => words.includes(word));
  if ((first === 'create' || first === 'drop') && ['database', 'tablespace', 'subscription'].includes(second))
    return true;
  if (first === 'drop' && second === 'index') return words[2] === 'concurrently';
  if (first === 'create') return words.slice(1, 4).includes('index') && words.slice(1, 5).includes('concurrently');
  if (first === 'alter' && second === 'table') return isWord('detach') && isWord('concurrently');
  return false;
}

function isControl(dialect: Dialect, [first = '', second = '']: string[]): boolean {
  if (first === 'start') return second === 'transaction';
  if (first === 'end' && dialect === 'mysql') return false;
  // ROLLBACK TO a savepoint stays inside.
  if (first === 'rollback') return second !== 'to';
  return ['begin', 'commit', 'abort', 'end'].includes(first);
}

/** The name in `DROP INDEX CONCURRENTLY name`, which takes one alone (documentation of PostgreSQL 17). */
function droppedIndex(words: string[], tokens: Token[]): Step['dropsIndex'] {
  if (words.slice(0, 3).join(' ') !== 'drop index concurrently') return null;
  const [first, dot, second] = tokens.slice(words[3] === 'if' ? 5 : 3);
  if (first === undefined) return null;
  return dot?.value === '.' && second !== undefined
    ? { schema: first.value, name: second.value }
    : { schema: null, name: first.value };
}

/** The name that `CREATE INDEX CONCURRENTLY name` gives; `null` where it leaves the name to the server. */
function concurrentIndex(tokens: Token[]): Step['buildsIndex'] {
  const at = tokens.findIndex(({ kind, value }) => kind === 'word' && value === 'concurrently');
  if (tokens[0]?.value !== 'create' || at < 0 || at > 3) return null;
  let name = at + 1;
  if (tokens[name]?.value === 'if') name += 3;
  const found = tokens[name];
  if (found === undefined || (found.kind === 'word' && found.value === 'on')) return null;
  const table = tokens.findIndex(({ kind, value }, index) => index > name && kind === 'word' && value === 'on');
  const schemaAt = tokens[table + 1]?.value === 'only' ? table + 2 : table + 1;
  // An index lies in the schema of its table.
  const schema = tokens[schemaAt + 1]?.value === '.' ? (tokens[schemaAt]?.value ?? null) : null;
  return { schema, name: found.value };
}
