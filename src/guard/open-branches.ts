import { ancestors, commonAncestor } from '../history/graph.js';
import type { Migration } from '../history/history.js';
import { record } from '../history/json.js';
import { origin, type SnapshotNode } from '../history/nodes.js';
import { commonChange, commonFootprint, footprintsOf } from './branches.js';
import type { Subject } from './rule.js';

/** Two branches of the 1.0 line that no snapshot merges. */
export interface OpenBranches {
  /** The migrations of each that the other does not have. */
  left: Migration[];
  right: Migration[];
  /** What both change; `null` when they can run in either order. */
  common: string | null;
}

/** `null` when they cannot be compared: a snapshot is missing or cannot be read. */
export function openBranches(
  { history, nodes, contents, project }: Subject,
  leftLeaf: SnapshotNode,
  rightLeaf: SnapshotNode,
): OpenBranches | null {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const left = ancestors(byId, leftLeaf.id);
  const right = ancestors(byId, rightLeaf.id);
  const only = (own: Set<string>, other: Set<string>): SnapshotNode[] =>
    nodes.filter((node) => own.has(node.id) && !other.has(node.id));
  const [ours, theirs] = [only(left, right), only(right, left)];
  const migrationsOf = (branch: SnapshotNode[]): Migration[] => {
    const paths = new Set(branch.map((node) => node.path));
    return history.migrations.filter((migration) => paths.has(migration.snapshot));
  };
  const base = commonAncestor(nodes, [leftLeaf, rightLeaf]);
  // A branch that follows nothing that is known cannot be compared: its broken chain is the fault.
  const isCut = [...ours, ...theirs].some(({ parents }) => parents.some((id) => id !== origin && !byId.has(id)));
  if (base === null && isCut) return null;
  const read = (node: SnapshotNode) => parse(contents.get(node.path));
  const branches = { left: migrationsOf(ours), right: migrationsOf(theirs) };

  if ([...ours, ...theirs].every((node) => read(node)?.footprints !== undefined)) {
    const footprints = (branch: SnapshotNode[]) => branch.flatMap((node) => footprintsOf(read(node) ?? {}));
    return { ...branches, common: commonFootprint(footprints(ours), footprints(theirs)) };
  }
  const [from, a, b] = [base === null ? {} : read(base), read(leftLeaf), read(rightLeaf)];
  if (from === null || !Array.isArray(a?.ddl) || !Array.isArray(b?.ddl)) return null;
  return { ...branches, common: commonChange(from, a, b, project.dialect) };
}

function parse(text: string | undefined): Record<string, unknown> | null {
  try {
    return text === undefined ? null : record(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return null;
  }
}
