import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import { stateAt } from '../history/head.js';
import type { History, Migration } from '../history/history.js';
import { origin, readNodes } from '../history/nodes.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import { diffSnapshots } from '../schema/compare.js';
import { canonical } from '../schema/snapshots.js';
import { downFileText, type Reversible } from './down-file.js';
import { lostBetween } from './lost.js';

export interface DownFile {
  /** Relative to the tree's root. */
  path: string;
  text: string;
  reversible: Reversible;
}

/**
 * The down file of one migration: drizzle-kit's differ with the snapshots swapped where that has one meaning, else
 * a template that says what to write.
 *
 * @param date `2026-11-20`
 */
export async function makeDownFile(
  tree: Tree,
  project: Project,
  history: History,
  migration: Migration,
  date: string,
): Promise<DownFile> {
  const up = (await tree.read(migration.sql)) ?? '';
  const { statements, reversible, custom } = await inverse(tree, project, history, migration);
  const header = {
    migration: migration.tag,
    date,
    reason: `undoes ${migration.tag}`,
    reversible,
    // Custom SQL is written after its file was made: a hash of what drizzle-kit put there would be stale at once.
    upHash: custom === true ? null : createHash('sha256').update(up).digest('hex'),
  };
  return { path: migration.down, text: downFileText(header, statements), reversible };
}

async function inverse(
  tree: Tree,
  project: Project,
  history: History,
  migration: Migration,
): Promise<{ statements: string[]; reversible: Reversible; custom?: true }> {
  const no = (reason: string) => ({ statements: [], reversible: { kind: 'no', reason } as const });
  const { nodes } = await readNodes(tree, history);
  const node = nodes.find((candidate) => candidate.path === migration.snapshot);
  if (node === undefined) return no('not written yet: the migration has no snapshot');
  const parents = nodes.filter((candidate) => node.parents.includes(candidate.id));
  if (parents.length < node.parents.filter((id) => id !== origin).length) {
    return no('not written yet: the migration before it has no snapshot');
  }
  const { sql, ambiguous, failed, from, to } = await diffSnapshots(
    posix.join(tree.root, project.folder),
    project.dialect,
    await stateAt(tree, nodes, [node]),
    await stateAt(tree, nodes, parents),
  );
  if (failed !== undefined) return no(`not written yet: drizzle-kit could not compare the snapshots: ${failed}`);
  if (canonical(from) === canonical(to)) {
    return { ...no('not written yet: the SQL is custom, only its author knows what undoes it'), custom: true };
  }
  if (ambiguous) return no('not written yet: something may have been renamed, and the snapshots do not say what');
  if (sql.length === 0) return no('not written yet: drizzle-kit sees no change to undo');
  const lost = lostBetween(to, from);
  return { statements: sql, reversible: lost.length === 0 ? { kind: 'yes' } : { kind: 'structure only', lost } };
}
