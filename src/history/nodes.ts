import { join, posix } from 'node:path';
import { cacheFolder, readCached, writeCached } from '../repo/cache-folder.js';
import type { Tree } from '../repo/tree.js';
import { version as lockstepVersion } from '../version.js';
import type { History, Malformed } from './history.js';
import { conflictLine, record } from './json.js';

/** A snapshot as a place in the history: what it is called and what it follows. */
export interface SnapshotNode {
  path: string;
  id: string;
  /** One on the 0.x line, several where branches were merged on the 1.0 line. */
  parents: string[];
  version: string;
  dialect: string;
  /** Holds only what changed since its parents (1.0.0-rc.5, PostgreSQL). */
  isDiff: boolean;
}

/** What comes before the first migration. */
export const origin = '00000000-0000-0000-0000-000000000000';

/** The snapshot files of a history, whether a migration lists them or not, in the order drizzle-kit sorts them. */
export function snapshotFiles(history: History): string[] {
  if (history.line === 'folders')
    return history.files.filter((path) => posix.basename(path) === 'snapshot.json').sort();
  const meta = posix.join(history.out, 'meta');
  return history.files
    .filter((path) => posix.dirname(path) === meta && path.endsWith('.json') && !posix.basename(path).startsWith('_'))
    .sort();
}

/**
 * Reads every snapshot's place in the history. Snapshots are large and never change: what was read is remembered by
 * blob id.
 */
export async function readNodes(
  tree: Tree,
  history: History,
): Promise<{ nodes: SnapshotNode[]; malformed: Malformed[] }> {
  const cache = cacheFolder(join(tree.root, history.out));
  const path = cache && join(cache, `snapshots-${lockstepVersion}.json`);
  const known = record(path === null ? null : readCached(path)) ?? {};
  const nodes: SnapshotNode[] = [];
  const malformed: Malformed[] = [];
  const seen: Record<string, unknown> = {};
  let isNew = false;
  for (const file of snapshotFiles(history)) {
    const id = tree.blobId(file) ?? '';
    let header = record(known[id]);
    if (header === null) {
      const source = (await tree.read(file)) ?? '';
      header = headerOf(source);
      isNew = true;
      if (header === null) {
        const line = conflictLine(source);
        malformed.push({
          path: file,
          message: `${file} is not a snapshot of drizzle-kit.`,
          ...(line === undefined ? {} : { line }),
        });
        continue;
      }
    }
    seen[id] = header;
    nodes.push({ path: file, ...asNode(header) });
  }
  if (isNew && path !== null) writeCached(path, { ...known, ...seen });
  return { nodes, malformed };
}

function headerOf(source: string): Record<string, unknown> | null {
  let parsed: Record<string, unknown> | null;
  try {
    parsed = record(JSON.parse(source.replace(/^\uFEFF/, '')));
  } catch {
    return null;
  }
  if (parsed === null || typeof parsed.id !== 'string' || parsed.version === undefined) return null;
  const { id, prevId, prevIds, version, dialect, type } = parsed;
  return { id, parents: Array.isArray(prevIds) ? prevIds : [prevId], version, dialect, isDiff: type === 'diff' };
}

function asNode(header: Record<string, unknown>): Omit<SnapshotNode, 'path'> {
  const { id, parents, version, dialect, isDiff } = header;
  return {
    id: String(id),
    parents: Array.isArray(parents) ? parents.filter((parent) => typeof parent === 'string') : [],
    version: String(version),
    dialect: String(dialect),
    isDiff: isDiff === true,
  };
}
