import { posix } from 'node:path';
import { record } from '../history/json.js';
import { type ChangedFile, changedFiles, readChanged } from '../repo/arrivals.js';
import type { Repository } from '../repo/git.js';

/** What became of the migrations of one folder between two commits. */
export interface Arrival {
  /** The migrations folder, relative to the repository's top. */
  out: string;
  /** Tags of the migrations that are new, in their order. */
  arrived: string[];
  /** Tags of those that are no longer there. */
  gone: string[];
}

/**
 * The migrations that came and went between two commits. A checkout waits for the answer, so it costs one git process
 * when there are none, and one more when a journal has changed; no config is read.
 */
export async function arrivalsBetween(repository: Repository, from: string, to: string): Promise<Arrival[]> {
  const changes = await changedFiles(repository, from, to, [
    ':(top,glob)**/meta/_journal.json',
    ':(top,glob)**/snapshot.json',
  ]);
  if (changes === null || changes.length === 0) return [];
  const isJournal = ({ path }: ChangedFile): boolean => posix.basename(path) === '_journal.json';
  const journals = changes.filter(isJournal);
  const arrivals = [
    ...(journals.length === 0 ? [] : await fromJournals(repository, journals)),
    ...fromFolders(changes.filter((change) => !isJournal(change))),
  ];
  return arrivals.filter(({ arrived, gone }) => arrived.length > 0 || gone.length > 0);
}

async function fromJournals(repository: Repository, changes: ChangedFile[]): Promise<Arrival[]> {
  return (await readChanged(repository, changes)).flatMap(({ path, before, after }) => {
    const old = before === null ? [] : tagsOf(before);
    const now = after === null ? [] : tagsOf(after);
    // A journal that cannot be read says nothing; lockstep check tells of it.
    if (old === null || now === null) return [];
    return [{ out: posix.dirname(posix.dirname(path)), ...difference(old, now) }];
  });
}

function tagsOf(journal: string): string[] | null {
  try {
    const entries = record(JSON.parse(journal.replace(/^\uFEFF/, '')))?.entries;
    if (!Array.isArray(entries)) return null;
    return entries.map((entry) => record(entry)?.tag).filter((tag) => typeof tag === 'string');
  } catch {
    return null;
  }
}

function difference(old: string[], now: string[]): { arrived: string[]; gone: string[] } {
  const had = new Set(old);
  const has = new Set(now);
  return { arrived: now.filter((tag) => !had.has(tag)), gone: old.filter((tag) => !has.has(tag)) };
}

/** On the 1.0 line each migration is a folder that is named by its time, and always has a snapshot. */
function fromFolders(changes: ChangedFile[]): Arrival[] {
  const arrivals = new Map<string, Arrival>();
  for (const { path, before, after } of changes) {
    const folder = posix.dirname(path);
    const tag = posix.basename(folder);
    if (!/^\d{14}_/.test(tag) || (before !== null && after !== null)) continue;
    const out = posix.dirname(folder);
    const arrival = arrivals.get(out) ?? { out, arrived: [], gone: [] };
    (before === null ? arrival.arrived : arrival.gone).push(tag);
    arrivals.set(out, arrival);
  }
  return [...arrivals.values()];
}
