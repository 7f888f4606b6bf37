import { posix } from 'node:path';
import { LockstepError } from '../errors.js';
import type { Tree } from '../repo/tree.js';
import type { History, Malformed, Migration } from './history.js';
import { conflictLine, record } from './json.js';

/**
 * Reads the history of the 0.x line: `meta/_journal.json` lists the migrations, `TAG.sql` holds the statements,
 * `meta/PREFIX_snapshot.json` the schema afterwards, PREFIX being the tag up to its first `_` (writeResult of
 * drizzle-kit 0.31.11; so it is for the prefixes index, timestamp, unix and supabase). Journals of the versions 5 to
 * 7 differ in nothing that matters here.
 *
 * @param out the migrations folder, relative to the tree's root.
 * @returns an empty history when there is no journal.
 * @throws LockstepError (exit 1) when the journal cannot be read at all.
 */
export async function readJournal(tree: Tree, out: string, files: string[]): Promise<History> {
  const journal = posix.join(out, 'meta/_journal.json');
  const source = await tree.read(journal);
  const { migrations, malformed } = source === null ? { migrations: [], malformed: [] } : parse(journal, source, out);
  return { line: 'journal', out, journal, migrations, malformed, files };
}

function parse(path: string, source: string, out: string): { migrations: Migration[]; malformed: Malformed[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw corrupt(path, cause instanceof Error ? cause.message : 'not JSON', conflictLine(source));
  }
  const entries = record(parsed)?.entries;
  if (!Array.isArray(entries)) throw corrupt(path, 'it has no list named entries');
  const lines = entryLines(source);
  const migrations: Migration[] = [];
  const malformed: Malformed[] = [];
  for (const [at, entry] of entries.entries()) {
    const line = lines[at] ?? 1;
    const { tag, when, idx } = record(entry) ?? {};
    if (typeof tag !== 'string' || tag === '' || /[\\/\0]/.test(tag) || typeof when !== 'number') {
      const what = typeof tag === 'string' && tag !== '' ? `${tag} has no time` : `entry ${at} has no tag`;
      malformed.push({ path, line, message: `The journal's ${what}.` });
      continue;
    }
    migrations.push({
      tag,
      idx: typeof idx === 'number' ? idx : null,
      when,
      listed: { path, line },
      sql: posix.join(out, `${tag}.sql`),
      snapshot: posix.join(out, 'meta', `${tag.split('_')[0]}_snapshot.json`),
      down: posix.join(out, `${tag}.down.sql`),
    });
  }
  return { migrations, malformed };
}

function corrupt(path: string, reason: string, line?: number): LockstepError {
  return new LockstepError(`${path} is not a journal of drizzle-kit: ${reason}.`, {
    exitCode: 1,
    path,
    ...(line === undefined ? {} : { line }),
    fix:
      line === undefined
        ? `Restore it from the last commit that had it: git log --oneline -- ${path}`
        : 'lockstep rebase',
  });
}

/** The line of each entry: where its `"idx"`, or failing that its object, begins. Entries are flat objects. */
function entryLines(source: string): number[] {
  const start = source.indexOf('"entries"');
  const lines: number[] = [];
  let line = source.slice(0, start).split('\n').length;
  let opened = 0;
  for (let at = start; at < source.length; at++) {
    const character = source[at];
    if (character === '\n') line++;
    else if (character === '"') at = endOfString(source, at);
    else if (character === '{') opened = line;
    else if (character === '}') lines.push(tagLine(source, at, line, opened));
  }
  return lines;
}

/** A person looks for the tag: the line that has it, of the object that ends at `end`. */
function tagLine(source: string, end: number, endLine: number, opened: number): number {
  const text = source.slice(source.lastIndexOf('{', end), end).split('\n');
  const inside = text.findIndex((part) => part.includes('"tag"'));
  return inside < 0 ? opened : endLine - (text.length - 1) + inside;
}

function endOfString(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at++) {
    if (source[at] === '\\') at++;
    else if (source[at] === '"') return at;
  }
  return source.length;
}
