import { posix } from 'node:path';
import { LockstepError } from '../../errors.js';
import { headOf } from '../../history/head.js';
import type { Migration } from '../../history/history.js';
import { origin } from '../../history/nodes.js';
import { mergeSnapshots } from '../../history/rebase/merge-snapshots.js';
import { nodeOf, type Side } from '../../history/rebase/own.js';
import { type Place, placesAfter } from '../../history/rebase/stamps.js';
import { readSnapshot } from '../../history/snapshot.js';
import type { Project } from '../../project/project.js';
import { diffSnapshots } from '../../schema/compare.js';
import type { Snapshot } from '../../schema/protocol.js';
import { canonical } from '../../schema/snapshots.js';
import { typed } from '../text.js';
import { carrySql, type SqlOrigin } from './statements.js';

/** A migration of this branch, made anew on top of the base. */
export interface Recreated {
  from: Migration;
  to: Place;
  sql: { text: string; origin: SqlOrigin };
  /** The schema after it. */
  snapshot: Snapshot;
}

/** The side that stays. */
export type Base = Side & { commit: string };

/**
 * Re-creates migrations of the 0.x line on top of the base's newest state, in their order: each keeps its change.
 *
 * @param newId makes the id of a snapshot.
 * @param now milliseconds since 1970.
 * @throws LockstepError (exit 1) where both sides changed the same thing, or SQL cannot be carried over.
 */
export async function recreate(
  project: Project,
  base: Base,
  own: Side,
  migrations: Migration[],
  context: { root: string; newId: () => string; now: number },
): Promise<Recreated[]> {
  const head = headOf(base.tree, base.history, base.nodes);
  let state = head.path === null ? null : await readSnapshot(base.tree, head.path);
  const folder = posix.join(context.root.replaceAll('\\', '/'), project.folder);
  const places = placesAfter(base.history.migrations, migrations, context.now);
  const recreated: Recreated[] = [];
  for (const [at, migration] of migrations.entries()) {
    const place = places[at];
    if (place === undefined) throw new Error('A migration has no place.');
    const { before, after } = await around(own, migration);
    checkVersions(migration, after, state);
    const { snapshot: merged, conflicts } = mergeSnapshots(before, after, state);
    if (conflicts.length > 0) throw conflict(project, base, migration, conflicts);
    const text = (await own.tree.read(migration.sql)) ?? '';
    const carried = await carry(project, folder, { migration, text }, [before, after], [state, merged]);
    const snapshot = { ...merged, id: context.newId(), prevId: state?.id ?? origin };
    recreated.push({ from: migration, to: place, sql: { text: carried.sql, origin: carried.origin }, snapshot });
    state = snapshot;
  }
  return recreated;
}

/** The schema before and after a migration where it was made. */
async function around(own: Side, migration: Migration): Promise<{ before: Snapshot | null; after: Snapshot }> {
  const node = nodeOf(own, migration);
  const parents = own.nodes.filter((candidate) => node?.parents.includes(candidate.id));
  const [parent] = parents;
  const isFirst = node?.parents.every((id) => id === origin) ?? false;
  if (node === undefined || (parent === undefined && !isFirst) || !own.tree.isFile(migration.sql)) {
    const lacks = own.tree.isFile(migration.sql) ? (node === undefined ? 'snapshot' : 'parent snapshot') : 'SQL file';
    throw new LockstepError(`${migration.tag} has no ${lacks} in ${own.tree.label}, so it cannot be made anew.`, {
      exitCode: 1,
      path: migration.listed.path,
      line: migration.listed.line,
      fix: 'Restore the file from the commit that had it. Nothing was changed.',
    });
  }
  const shared = own.history.migrations.find((other) => other !== migration && other.snapshot === migration.snapshot);
  if (shared !== undefined) {
    throw new LockstepError(`${migration.tag} and ${shared.tag} have one snapshot, ${migration.snapshot}.`, {
      exitCode: 1,
      path: migration.snapshot,
      fix: 'A merge has overwritten one of them: undo the merge (git reset --hard ORIG_HEAD), merge again and run lockstep rebase in its middle. Nothing was changed.',
    });
  }
  const before = parent === undefined ? null : await readSnapshot(own.tree, parent.path);
  return { before, after: await readSnapshot(own.tree, migration.snapshot) };
}

async function carry(
  project: Project,
  folder: string,
  { migration, text }: { migration: Migration; text: string },
  where: [Snapshot | null, Snapshot],
  onBase: [Snapshot | null, Snapshot],
): Promise<{ sql: string; origin: SqlOrigin }> {
  const [before, after] = where;
  // A custom migration: nothing of its SQL is drizzle-kit's.
  if (before !== null && canonical(before) === canonical(after)) return { sql: text, origin: 'kept' };
  const [was, will] = await Promise.all([where, onBase].map(([from, to]) => statements(project, folder, from, to)));
  const carried = was && will && carrySql(text, was, will);
  if (carried) return carried;
  throw new LockstepError(
    `${migration.sql} was edited by hand, and its change needs other statements on the new base than it has.`,
    {
      exitCode: 1,
      path: migration.sql,
      fix: 'Move what is hand-written into a migration of its own (lockstep generate --custom) on this branch first. Nothing was changed.',
    },
  );
}

async function statements(
  project: Project,
  folder: string,
  from: Snapshot | null,
  to: Snapshot,
): Promise<string[] | null> {
  const { sql, failed } = await diffSnapshots(
    folder,
    project.dialect,
    from === null ? { type: 'empty' } : { type: 'snapshot', snapshot: from },
    { type: 'snapshot', snapshot: to },
  );
  return failed === undefined ? sql : null;
}

function checkVersions(migration: Migration, own: Snapshot, base: Snapshot | null): void {
  if (base === null || (String(own.version) === String(base.version) && own.dialect === base.dialect)) return;
  throw new LockstepError(
    `The snapshot of ${migration.tag} has version ${String(own.version)} of ${String(own.dialect)}, the base has ${String(base.version)} of ${String(base.dialect)}.`,
    {
      exitCode: 1,
      path: migration.snapshot,
      fix: 'Run drizzle-kit up on this branch first, and commit what it changes. Nothing was changed.',
    },
  );
}

function conflict(project: Project, base: Base, migration: Migration, places: string[]): LockstepError {
  const shown = places.slice(0, 5).join(', ') + (places.length > 5 ? ` and ${places.length - 5} more` : '');
  return new LockstepError(
    `${migration.tag} and the migrations of ${base.tree.label} change the same: ${shown}. Which of them is meant is yours to say.`,
    {
      exitCode: 1,
      path: migration.sql,
      fix: `Nothing was changed. Bring both changes together in the schema; then take the base's migrations and generate this branch's anew (hand-written SQL of it has to be written again):\n  git rm -rqf -- ${typed(project.out)} && git checkout ${base.commit} -- ${typed(project.out)} && lockstep generate`,
    },
  );
}
