import { origin, type SnapshotNode } from '../history/nodes.js';

/** Snapshots that share their id or their parent with another, or whose parent is not there. */
export function irregularSnapshots(nodes: SnapshotNode[]): string[] {
  const ids = count(nodes.map((node) => node.id));
  const parents = count(nodes.flatMap((node) => node.parents));
  const shared = nodes.filter(
    ({ id, parents: own }) => (ids.get(id) ?? 0) > 1 || own.some((parent) => (parents.get(parent) ?? 0) > 1),
  );
  return [...new Set([...shared.map((node) => node.path), ...danglingSnapshots(nodes)])];
}

/** Snapshots whose parent is not there. */
export function danglingSnapshots(nodes: SnapshotNode[]): string[] {
  const ids = new Set([origin, ...nodes.map((node) => node.id)]);
  return nodes.filter((node) => node.parents.some((parent) => !ids.has(parent))).map((node) => node.path);
}

function count(values: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
