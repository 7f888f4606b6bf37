import { origin, type SnapshotNode } from './nodes.js';

/** The snapshots that no other follows, in the order of their files. */
export function leavesOf(nodes: SnapshotNode[]): SnapshotNode[] {
  const parents = new Set(nodes.flatMap((node) => node.parents));
  return nodes.filter((node) => !parents.has(node.id));
}

/** The newest snapshot that all of `leaves` descend from, or `null` when that is only the empty schema. */
export function commonAncestor(nodes: SnapshotNode[], leaves: SnapshotNode[]): SnapshotNode | null {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const histories = leaves.map((leaf) => ancestors(byId, leaf.id));
  const [first, ...others] = histories;
  if (first === undefined) return null;
  const common = [...first].filter((id) => others.every((other) => other.has(id)));
  // The deepest has the most ancestors of its own.
  const depth = (id: string): number => ancestors(byId, id).size;
  const [deepest] = common.sort((a, b) => depth(b) - depth(a));
  return deepest === undefined ? null : (byId.get(deepest) ?? null);
}

/** The ids of a snapshot and of all that it descends from. */
export function ancestors(byId: Map<string, SnapshotNode>, start: string): Set<string> {
  const found = new Set<string>();
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const node = byId.get(id);
    if (id === origin || node === undefined || found.has(id)) continue;
    found.add(id);
    open.push(...node.parents);
  }
  return found;
}
