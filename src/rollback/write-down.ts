import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { History, Migration } from '../history/history.js';
import { readSnapshot } from '../history/snapshot.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import { diffSnapshots } from '../schema/compare.js';
import type { Snapshot } from '../schema/protocol.js';
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
  const { statements, reversible } = await inverse(tree, project, history, migration);
  const header = {
    migration: migration.tag,
    date,
    reason: `undoes ${posix.basename(migration.sql)}`,
    reversible,
    upHash: createHash('sha256').update(up).digest('hex'),
  };
  return { path: migration.down, text: downFileText(header, statements), reversible };
}

async function inverse(
  tree: Tree,
  project: Project,
  history: History,
  migration: Migration,
): Promise<{ statements: string[]; reversible: Reversible }> {
  const no = (reason: string) => ({ statements: [], reversible: { kind: 'no', reason } as const });
  if (!tree.isFile(migration.snapshot)) return no('not written yet: the migration has no snapshot');
  const previous = history.migrations[history.migrations.indexOf(migration) - 1];
  if (previous !== undefined && !tree.isFile(previous.snapshot)) {
    return no('not written yet: the migration before it has no snapshot');
  }
  const after: Snapshot = await readSnapshot(tree, migration.snapshot);
  const before: Snapshot | null = previous === undefined ? null : await readSnapshot(tree, previous.snapshot);
  if (before !== null && canonical(before) === canonical(after)) {
    return no('not written yet: the SQL is custom, only its author knows what undoes it');
  }
  const { sql, ambiguous, failed } = await diffSnapshots(
    posix.join(tree.root, project.folder),
    project.dialect,
    { type: 'snapshot', snapshot: after },
    before === null ? { type: 'empty' } : { type: 'snapshot', snapshot: before },
  );
  if (failed !== undefined) return no(`not written yet: drizzle-kit could not compare the snapshots: ${failed}`);
  if (ambiguous) return no('not written yet: something may have been renamed, and the snapshots do not say what');
  if (sql.length === 0) return no('not written yet: drizzle-kit sees no change to undo');
  const lost = lostBetween(before, after);
  return { statements: sql, reversible: lost.length === 0 ? { kind: 'yes' } : { kind: 'structure only', lost } };
}
