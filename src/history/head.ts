import type { Dialect } from '../project/dialects.js';
import type { Tree } from '../repo/tree.js';
import { commonAncestor, leavesOf } from './graph.js';
import type { History, Migration } from './history.js';
import { type SnapshotNode, snapshotFiles } from './nodes.js';
import { readSnapshot } from './snapshot.js';

type Json = Record<string, unknown>;

/** The schema at the end of a history, as drizzle-kit's snapshots say it. */
export type State =
  | { type: 'empty' }
  | { type: 'snapshot'; snapshot: Json }
  /** Branches that no snapshot merges yet, or snapshots that hold only changes: put together by drizzle-kit's rules. */
  | { type: 'graph'; files: Record<string, Json>; leaves: string[]; base: string | null };

/** The newest state of a history, and where it is written. */
export interface Head {
  /** The migration that it belongs to; `null` when there is none, or when no migration lists the snapshot. */
  migration: Migration | null;
  /** The snapshot's file, for messages. */
  path: string | null;
  /** The blob ids that it rests on. */
  key: string[];
  /** Reads it. */
  read: () => Promise<State>;
}

/**
 * The head as the next `drizzle-kit generate` would take it: on the 0.x line the last snapshot file by name (0.31.11,
 * preparePrevSnapshot), on the 1.0 line the last one or, where branches are open, all leaves together.
 */
export function headOf(tree: Tree, history: History, nodes: SnapshotNode[]): Head {
  const last = snapshotFiles(history).at(-1);
  if (last === undefined) return { migration: null, path: null, key: [], read: async () => ({ type: 'empty' }) };
  const migration = history.migrations.findLast((candidate) => candidate.snapshot === last) ?? null;
  const leaves = leavesOf(nodes);
  const isGraph = history.line === 'folders' && (leaves.length > 1 || nodes.some((node) => node.isDiff));
  if (!isGraph) {
    return {
      migration,
      path: last,
      key: [tree.blobId(last) ?? ''],
      read: async () => ({ type: 'snapshot', snapshot: await readSnapshot(tree, last) }),
    };
  }
  const base = leaves.length > 1 ? commonAncestor(nodes, leaves) : null;
  const needed = nodes.some((node) => node.isDiff) ? nodes : [...leaves, ...(base === null ? [] : [base])];
  return {
    migration,
    path: last,
    key: needed.map((node) => tree.blobId(node.path) ?? ''),
    read: () => stateAt(tree, nodes, leaves),
  };
}

/**
 * The state that snapshots stand for: one, or branches together.
 *
 * @param at none for the empty schema.
 */
export async function stateAt(tree: Tree, nodes: SnapshotNode[], at: SnapshotNode[]): Promise<State> {
  const [only] = at;
  if (only === undefined) return { type: 'empty' };
  const hasDiffs = nodes.some((node) => node.isDiff);
  if (at.length === 1 && !hasDiffs) return { type: 'snapshot', snapshot: await readSnapshot(tree, only.path) };
  const base = at.length > 1 ? commonAncestor(nodes, at) : null;
  const files: Record<string, Json> = {};
  for (const node of hasDiffs ? nodes : [...at, ...(base === null ? [] : [base])]) {
    files[node.path] = await readSnapshot(tree, node.path);
  }
  return { type: 'graph', files, leaves: at.map((node) => node.id), base: base?.id ?? null };
}

/** The snapshot versions that each line of drizzle-kit reads: 0.31.11 without `up`, and 1.0.0-rc.4 and rc.5. */
const readable: Record<History['line'], Record<Dialect, string[]>> = {
  journal: { postgresql: ['7'], sqlite: ['6'], mysql: ['5'] },
  folders: { postgresql: ['8', '9'], sqlite: ['7'], mysql: ['6'] },
};

/** Why the installed drizzle-kit could not compare the schema with the newest snapshot, or `null` when it can. */
export function whyNotComparable(
  history: History,
  nodes: SnapshotNode[],
  head: Head,
  dialect: Dialect,
  installed: History['line'],
): string | null {
  if (head.path === null) return null;
  const line = (name: History['line']): string => (name === 'journal' ? '0.31' : '1.0');
  if (installed !== history.line) {
    return `it has the layout of drizzle-kit ${line(history.line)}, and drizzle-kit ${line(installed)} is installed`;
  }
  const node = nodes.find((candidate) => candidate.path === head.path);
  if (node === undefined) return 'it cannot be read';
  const family = node.dialect === 'pg' || node.dialect === 'postgres' ? 'postgresql' : node.dialect;
  if (family !== dialect) return `it is of the dialect ${node.dialect}, the config says ${dialect}`;
  const versions = readable[history.line][dialect];
  if (versions.includes(node.version)) return null;
  return `it has version ${node.version}, drizzle-kit ${line(installed)} reads version ${versions.join(' and ')}`;
}
