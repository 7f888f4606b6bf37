import { posix } from 'node:path';
import { LockstepError } from '../errors.js';
import type { KitLine } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import type { History } from './history.js';
import { readJournal } from './journal.js';

/** Which of the two layouts a migrations folder has; `null` when it is empty or missing. */
export function detectLine(tree: Tree, out: string): KitLine | null {
  if (tree.isFile(posix.join(out, 'meta/_journal.json'))) return 'journal';
  const isMigration = (name: string): boolean => tree.isFile(posix.join(out, name, 'migration.sql'));
  return tree.names(out).some(isMigration) ? 'folders' : null;
}

/** The history of a migrations folder. LockstepError for the layout of drizzle-kit 1.0, which is not read yet. */
export async function readHistory(tree: Tree, out: string): Promise<History> {
  if (detectLine(tree, out) === 'folders') {
    throw new LockstepError(
      `${out} has the folder layout of drizzle-kit 1.0, which this version of lockstep does not read yet.`,
      {
        path: out,
        fix: 'Use lockstep with drizzle-kit 0.31 for now, or leave this config out of package.json#lockstep.configs.',
      },
    );
  }
  return readJournal(tree, out);
}
