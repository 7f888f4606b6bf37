import type { History, Migration } from '../history/history.js';
import { headOf, readSnapshot, whyNotComparable } from '../history/snapshot.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import type { Comparison } from '../schema/compare.js';
import { compareRemembered } from '../schema/remembered.js';
import { canonical } from '../schema/snapshots.js';
import type { Standing } from './standing.js';
import type { Touched } from './touched.js';

/** How many snapshots back the schema is looked for, to tell which side is behind. */
const lookBack = 20;

/** A project's standing, and the files of the tree that it rests on. */
export interface Determined {
  standing: Standing;
  head: Migration | null;
  inputs: string[];
}

/**
 * @param touched which halves the change touches, asked only when they differ; `null` when that is not known.
 */
export async function determineStanding(
  tree: Tree,
  project: Project,
  history: History,
  touched: (inputs: string[]) => Promise<Touched | null>,
): Promise<Determined> {
  const head = headOf(tree, history);
  let reason: string | null = null;
  const readHead = async (): Promise<Record<string, unknown> | null> => {
    if (head === null) return null;
    const snapshot = await readSnapshot(tree, head.snapshot);
    reason = whyNotComparable(snapshot, project.dialect);
    if (reason !== null) throw new NotComparable();
    return snapshot;
  };
  let comparison: Comparison;
  try {
    comparison = await compareRemembered(tree, project, head && tree.blobId(head.snapshot), readHead);
  } catch (error) {
    if (!(error instanceof NotComparable) || head === null || reason === null) throw error;
    return { head, inputs: [], standing: { kind: 'not comparable', path: head.snapshot, reason } };
  }
  if (comparison.kind === 'equal') return { head, inputs: comparison.inputs, standing: { kind: 'lockstep' } };
  if (comparison.kind === 'unreadable') return { head, inputs: [], standing: comparison };

  const { inputs, snapshot, toSchema, toHead } = comparison;
  const since = await olderMigrationWith(tree, history, head, canonical(snapshot));
  if (await migrationsLead(since, touched, inputs)) {
    const { sql: statements, ambiguous } = toHead;
    return { head, inputs, standing: { kind: 'migrations ahead', statements, ambiguous, since: since?.tag ?? null } };
  }
  const { sql: statements, ambiguous } = toSchema;
  return { head, inputs, standing: { kind: 'schema ahead', statements, ambiguous } };
}

class NotComparable extends Error {}

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
    if (canonical(await readSnapshot(tree, migration.snapshot)) === schema) return migration;
  }
  return null;
}
