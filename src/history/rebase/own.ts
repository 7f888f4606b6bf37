import { LockstepError } from '../../errors.js';
import type { KitLine } from '../../project/project.js';
import type { Tree } from '../../repo/tree.js';
import { headOf } from '../head.js';
import type { History, Migration } from '../history.js';
import { readNodes, type SnapshotNode } from '../nodes.js';
import { readHistory } from '../read.js';

/** One side's history, with what it takes to compare it with another. */
export interface Side {
  tree: Tree;
  history: History;
  nodes: SnapshotNode[];
}

/** @throws LockstepError (exit 1) when a file of the history cannot be read: nothing can be built on a guess. */
export async function readSide(tree: Tree, out: string, line: KitLine): Promise<Side> {
  const history = await readHistory(tree, out, line);
  const { nodes, malformed } = await readNodes(tree, history);
  const [problem] = [...history.malformed, ...malformed];
  if (problem !== undefined) {
    throw new LockstepError(`The history in ${tree.label} cannot be read: ${problem.message}`, {
      exitCode: 1,
      path: problem.path,
      ...(problem.line === undefined ? {} : { line: problem.line }),
      fix: 'Mend it there first: lockstep check shows what is wrong. Nothing was changed.',
    });
  }
  return { tree, history, nodes };
}

/**
 * The migrations that one side added since the two parted, and that the other does not have as they are.
 *
 * @param from where they parted; `null` when nowhere.
 * @param isReplay one commit of the side is applied again: what came before it is in the base under new names.
 * @throws LockstepError (exit 1) when the side changed or removed what was there before: such a change cannot be
 *   carried over.
 */
export function ownMigrations(own: Side, base: Side, from: Side | null, isReplay: boolean): Migration[] {
  const byTag = (side: Side, tag: string) => side.history.migrations.find((migration) => migration.tag === tag);
  for (const migration of from?.history.migrations ?? []) {
    const kept = byTag(own, migration.tag);
    const isSame = kept !== undefined && from !== null && sameFile(own, kept.sql, from, migration.sql);
    const isShared = kept !== undefined && has(base, own, kept);
    if (isSame || isShared || !(isReplay || byTag(base, migration.tag) !== undefined)) continue;
    throw new LockstepError(
      `${migration.tag} is ${kept === undefined ? 'removed' : 'changed'} in ${own.tree.label}; ${base.tree.label} has it as it was before.`,
      {
        exitCode: 1,
        path: migration.sql,
        fix: isReplay
          ? 'Squash the commits that make and change it into one, and rebase that; or merge instead of rebasing. Nothing was changed.'
          : 'Leave it as it was, and make the change in a migration of its own. Nothing was changed.',
      },
    );
  }
  return own.history.migrations.filter(
    (migration) => !has(base, own, migration) && (from === null || !has(from, own, migration)),
  );
}

/** Whether a migration of `own` is in `other` too: under its tag, or under another with the same snapshot. */
function has(other: Side, own: Side, migration: Migration): boolean {
  const id = nodeOf(own, migration)?.id;
  return other.history.migrations.some(
    (candidate) =>
      (candidate.tag === migration.tag || (id !== undefined && nodeOf(other, candidate)?.id === id)) &&
      sameFile(own, migration.sql, other, candidate.sql),
  );
}

/** Whether this side's migrations stand on top of the base's already, in an order that drizzle would keep. */
export function isOnTop(own: Side, base: Side, added: Migration[]): boolean {
  const stays = base.history.migrations;
  const mine = own.history.migrations;
  if (mine.length !== stays.length + added.length) return false;
  const sameStart = stays.every((migration, at) => {
    const other = mine[at];
    return (
      other?.tag === migration.tag &&
      other.when === migration.when &&
      sameFile(own, other.sql, base, migration.sql) &&
      own.tree.blobId(other.snapshot) === base.tree.blobId(migration.snapshot)
    );
  });
  if (!sameStart || !added.every((migration, at) => mine[stays.length + at] === migration)) return false;
  const head = headOf(base.tree, base.history, base.nodes).path;
  let previous = base.nodes.find((node) => node.path === head);
  let latest = Math.max(0, ...stays.map((migration) => migration.when));
  for (const migration of added) {
    const node = nodeOf(own, migration);
    if (node === undefined || migration.when <= latest) return false;
    if (previous !== undefined && !node.parents.includes(previous.id)) return false;
    previous = node;
    latest = migration.when;
  }
  return true;
}

/** The place of a migration's snapshot in the history. */
export function nodeOf({ nodes }: Side, migration: Migration): SnapshotNode | undefined {
  return nodes.find((node) => node.path === migration.snapshot);
}

function sameFile(one: Side, path: string, other: Side, otherPath: string): boolean {
  return one.tree.blobId(path) !== null && one.tree.blobId(path) === other.tree.blobId(otherPath);
}
