import type { Dialect } from '../project/dialects.js';
import { StatementFailed } from './engine.js';

/** The code of what is refused here, and by no engine. */
export const beyondScratch = 'lockstep-beyond-scratch';

/** Strings, quoted names, comments, words, and single characters. `/*!` is no comment: MySQL runs what is in it. */
const part =
  /'(?:[^'\\]|\\.|'')*'|"((?:[^"]|"")*)"|`((?:[^`]|``)*)`|\/\*(?!!|M!).*?\*\/|--(?=\s|$)[^\n]*|#[^\n]*|([\p{L}\p{N}_$]+)|\S/gsu;

interface Part {
  text: string;
  isWord: boolean;
}

function partsOf(sql: string): Part[] {
  return [...sql.matchAll(part)].flatMap(([whole, double, back, word]): Part[] => {
    if (/^(?:\/\*(?!!|M!)|--\s|--$|#)/.test(whole)) return [];
    const name = double ?? back ?? word;
    return [{ text: (name ?? whole).toLowerCase(), isWord: name !== undefined }];
  });
}

/** First words of statements that reach beyond the database that they run in, each followed by what makes them so. */
const heads: Record<Dialect, { first: string[]; second: string[] | null }[]> = {
  postgresql: [
    { first: ['create', 'drop', 'alter'], second: ['database', 'tablespace', 'system'] },
    { first: ['drop', 'alter'], second: ['role', 'user', 'group'] },
  ],
  // Another file of the disk.
  sqlite: [{ first: ['attach'], second: null }],
  mysql: [
    { first: ['use', 'grant', 'revoke', 'flush', 'reset', 'shutdown', 'kill', 'purge'], second: null },
    { first: ['install', 'uninstall', 'prepare', 'execute', 'load', 'change'], second: null },
    {
      first: ['create', 'drop', 'alter', 'rename'],
      second: ['database', 'schema', 'user', 'role', 'server', 'tablespace'],
    },
    { first: ['set'], second: ['global', 'persist', 'persist_only', 'password'] },
  ],
};

/**
 * Refuses SQL that reaches beyond a scratch database: the server that it lies on has others, which are not to be
 * touched. On PostgreSQL a connection sees no other database; on MySQL a name is enough, on SQLite a path.
 *
 * @param others the databases of the server that may not be named, in lower case.
 * @throws StatementFailed with {@link beyondScratch} as its code.
 */
export function refuseBeyondScratch(dialect: Dialect, sql: string, others: ReadonlySet<string>): void {
  const parts = partsOf(sql);
  for (const [at, { text, isWord }] of parts.entries()) {
    const next = parts[at + 1]?.text;
    if (isWord && next === '.' && others.has(text)) throw refused(`it names ${text}, another database of the server`);
    const begins = at === 0 || [';', '!', '{'].includes(parts[at - 1]?.text ?? '') || isVersion(parts, at - 1);
    if (!begins || !isWord) continue;
    const word = parts[at + 1]?.text === 'or' ? parts[at + 3]?.text : next;
    const found = heads[dialect].find(
      (head) => head.first.includes(text) && (head.second === null || head.second.includes(word ?? '')),
    );
    if (found !== undefined) throw refused(`${text.toUpperCase()} ${(word ?? '').toUpperCase()} reaches further`);
  }
}

/** The number in MySQL's comment that is run: !40101. */
function isVersion(parts: Part[], at: number): boolean {
  return parts[at - 1]?.text === '!' && /^\d+$/.test(parts[at]?.text ?? '');
}

function refused(why: string): StatementFailed {
  return new StatementFailed(`not run, since what is tried out keeps to databases of its own: ${why}`, {
    code: beyondScratch,
  });
}
