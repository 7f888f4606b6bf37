import { join } from 'node:path';
import { type Head, whyNotComparable } from '../history/head.js';
import type { History, Migration } from '../history/history.js';
import type { SnapshotNode } from '../history/nodes.js';
import { readSnapshot } from '../history/snapshot.js';
import { requireKit } from '../project/kit.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import { compareRemembered } from '../schema/remembered.js';
import { canonical } from '../schema/snapshots.js';
import type { Standing } from './standing.js';
import type { Touched } from './touched.js';

/** How many snapshots back the schema is looked for, to tell which side is behind. */
const lookBack = 20;

/** A project's standing, and the files of the tree that it rests on. */
export interface Determined {
  standing: Standing;
  inputs: string[];
}

/**
 * @param touched which halves the change touches, asked only when they differ; `null` when that is not known.
 * @throws LockstepError (exit 2) when drizzle-kit is not installed.
 */
export async function determineStanding(
  tree: Tree,
  project: Project,
  history: History,
  nodes: SnapshotNode[],
  head: Head,
  touched: (inputs: string[]) => Promise<Touched | null>,
): Promise<Determined> {
  const { line } = requireKit(join(tree.root, project.folder));
  const reason = whyNotComparable(history, nodes, head, project.dialect, line);
  if (reason !== null)
    return { inputs: [], standing: { kind: 'not comparable', path: head.path ?? history.out, reason } };

  const comparison = await compareRemembered(tree, project, head);
  if (comparison.kind === 'equal') return { inputs: comparison.inputs, standing: { kind: 'lockstep' } };
  if (comparison.kind === 'unreadable') return { inputs: [], standing: comparison };

  const { inputs, snapshot, toSchema, toHead } = comparison;
  const since = await olderMigrationWith(tree, history, head.migration, canonical(snapshot));
  const ahead = await migrationsLead(since, touched, inputs);
  const { sql, ambiguous, failed } = ahead ? toHead : toSchema;
  const statements =
    failed === undefined ? sql : [`-- drizzle-kit could not write this SQL: ${failed.replaceAll(/\s+/g, ' ')}`];
  if (ahead) {
    return { inputs, standing: { kind: 'migrations ahead', statements, ambiguous, since: since?.tag ?? null } };
  }
  const { locateChange } = await import('../schema/locate.js');
  const place = await locateChange(tree, project, statements);
  return { inputs, standing: { kind: 'schema ahead', statements, ambiguous, place } };
}

/** What was changed alone leads. Where both were, or nobody knows, a schema as of an older snapshot is behind. */
async function migrationsLead(
  since: Migration | null,
  touched: (inputs: string[]) => Promise<Touched | null>,
  inputs: string[],
): Promise<boolean> {
  const change = await touched(inputs);
  if (change !== null && change.schema !== change.migrations) return change.migrations;
  return since !== null;
}

async function olderMigrationWith(
  tree: Tree,
  history: History,
  head: Migration | null,
  schema: string,
): Promise<Migration | null> {
  const older = history.migrations.slice(0, head === null ? 0 : history.migrations.indexOf(head)).slice(-lookBack);
  for (const migration of older.reverse()) {
    if (!tree.isFile(migration.snapshot)) continue;
    const snapshot = await readSnapshot(tree, migration.snapshot).catch(() => null);
    if (snapshot !== null && canonical(snapshot) === schema) return migration;
  }
  return null;
}
