import { posix } from 'node:path';
import { LockstepError } from '../errors.js';
import type { Tree } from '../repo/tree.js';
import type { History, Migration } from './history.js';

/**
 * Reads the history of the 0.x line: `meta/_journal.json` lists the migrations, `TAG.sql` holds the statements,
 * `meta/PREFIX_snapshot.json` the schema afterwards, PREFIX being the tag up to its first `_` (writeResult of
 * drizzle-kit 0.31.11; so it is for the prefixes index, timestamp, unix and supabase).
 *
 * @param out the migrations folder, relative to the tree's root.
 * @returns an empty history when there is no journal.
 * @throws LockstepError (exit 1) when the journal cannot be read.
 */
export async function readJournal(tree: Tree, out: string): Promise<History> {
  const journal = posix.join(out, 'meta/_journal.json');
  const source = await tree.read(journal);
  const migrations = source === null ? [] : parseJournal(journal, source, out);
  return { line: 'journal', out, journal, migrations };
}

function parseJournal(path: string, source: string, out: string): Migration[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw corrupt(path, cause instanceof Error ? cause.message : 'not JSON', conflictLine(source));
  }
  const entries = record(parsed)?.entries;
  if (!Array.isArray(entries)) throw corrupt(path, 'it has no list named entries');
  return entries.map((entry, at) => {
    const { tag, when } = record(entry) ?? {};
    if (typeof tag !== 'string' || tag === '' || /[\\/\0]/.test(tag) || typeof when !== 'number') {
      throw corrupt(path, `entry ${at} has no tag or no time`);
    }
    return {
      tag,
      when,
      line: lineOf(source, tag),
      sql: posix.join(out, `${tag}.sql`),
      snapshot: posix.join(out, 'meta', `${tag.split('_')[0]}_snapshot.json`),
      down: posix.join(out, `${tag}.down.sql`),
    };
  });
}

function corrupt(path: string, reason: string, line?: number): LockstepError {
  return new LockstepError(`${path} is not a journal of drizzle-kit: ${reason}.`, {
    exitCode: 1,
    path,
    ...(line === undefined ? {} : { line }),
    fix:
      line === undefined
        ? `Restore it from the last commit that had it: git log --oneline -- ${path}`
        : 'Resolve the merge conflict: keep the entries of the base branch and generate this branch’s migration again.',
  });
}

function conflictLine(source: string): number | undefined {
  const at = source.search(/^<{7} /m);
  return at < 0 ? undefined : source.slice(0, at).split('\n').length;
}

function lineOf(source: string, tag: string): number {
  const at = source.indexOf(JSON.stringify(tag));
  return at < 0 ? 1 : source.slice(0, at).split('\n').length;
}

function record(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}
