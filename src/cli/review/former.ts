import { LockstepError } from '../../errors.js';
import { readSchemaTables, type SchemaTables } from '../../impact/schema-tables.js';
import type { FoundProject } from '../../project/find.js';
import { findRepository } from '../../repo/git.js';
import { readCommitTree } from '../../repo/git-tree.js';
import type { ReleasedSchema } from './released.js';

/** The schema files as the last commit and the base branch have them; those that cannot be read are left out. */
export async function formerSchemas(
  { tree, project }: FoundProject,
  released: () => Promise<ReleasedSchema | null>,
): Promise<SchemaTables[]> {
  const repository = findRepository(tree.root);
  const committed =
    repository &&
    (await unlessUnreadable(async () => {
      const commit = await readCommitTree(repository, 'HEAD');
      try {
        return await readSchemaTables(commit, project);
      } finally {
        commit.close();
      }
    }));
  return [committed, (await released())?.schema ?? null].filter((schema) => schema !== null);
}

/** `null` in the place of an error that the user could mend, where the work goes on without. */
export async function unlessUnreadable<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LockstepError) return null;
    throw error;
  }
}
