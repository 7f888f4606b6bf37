import { posix } from 'node:path';
import { stateAt } from '../history/head.js';
import type { History, Migration } from '../history/history.js';
import { origin, readNodes, type SnapshotNode } from '../history/nodes.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import { diffSnapshots } from '../schema/compare.js';
import { canonical } from '../schema/snapshots.js';
import { breakpoint } from '../sql/breakpoints.js';
import { parseOperations } from '../sql/parse-operations.js';

/** What drizzle-kit's differ says that undoes a migration, or why it says nothing. */
export type FromSnapshots = { statements: string[] } | { reason: string };

/**
 * What undoes a migration by the snapshots around it, swapped: for a migration that no engine here can run. It knows
 * nothing of SQL that was written by hand.
 */
export async function undoFromSnapshots(
  tree: Tree,
  project: Project,
  history: History,
  migration: Migration,
): Promise<FromSnapshots> {
  const { nodes } = await readNodes(tree, history);
  const node = nodes.find((candidate) => candidate.path === migration.snapshot);
  if (node === undefined) return { reason: 'the migration has no snapshot' };
  const parents = nodes.filter((candidate) => node.parents.includes(candidate.id));
  if (parents.length < node.parents.filter((id) => id !== origin).length) {
    return { reason: 'the migration before it has no snapshot' };
  }
  return swapped(tree, project, nodes, node, parents);
}

async function swapped(
  tree: Tree,
  project: Project,
  nodes: SnapshotNode[],
  node: SnapshotNode,
  parents: SnapshotNode[],
): Promise<FromSnapshots> {
  const { sql, ambiguous, failed, from, to } = await diffSnapshots(
    posix.join(tree.root, project.folder),
    project.dialect,
    await stateAt(tree, nodes, [node]),
    await stateAt(tree, nodes, parents),
  );
  if (failed !== undefined) return { reason: `drizzle-kit could not compare the snapshots: ${failed}` };
  if (canonical(from) === canonical(to)) return { reason: 'its SQL is custom: the snapshots say nothing about it' };
  if (ambiguous) return { reason: 'something may have been renamed, and the snapshots do not say what' };
  if (sql.length === 0) return { reason: 'drizzle-kit sees no change to undo' };
  const statements = sql.flatMap((text) => text.split(breakpoint)).map((text) => text.trim());
  return { statements: await Promise.all(statements.filter((text) => text !== '').map((text) => tame(project, text))) };
}

/** drizzle-kit drops tables with CASCADE (0.31.11): what falls with them is dropped by name, or stops it. */
async function tame(project: Project, statement: string): Promise<string> {
  const [operation] = await parseOperations(project.dialect, statement);
  const cascades = operation !== undefined && 'cascade' in operation && operation.cascade;
  return cascades ? statement.replace(/\s+cascade\s*;?\s*$/i, ';') : statement;
}
