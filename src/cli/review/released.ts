import { LockstepError } from '../../errors.js';
import { baseOf } from '../../guard/published.js';
import { readHistory } from '../../history/read.js';
import { propertyOf, readSchemaTables, type SchemaTables, tableNamed } from '../../impact/schema-tables.js';
import type { FoundProject } from '../../project/find.js';
import type { Settings } from '../../project/settings.js';
import { findRepository } from '../../repo/git.js';
import { readCommitTree } from '../../repo/git-tree.js';
import type { Released } from '../../review/migration.js';

/** What the base branch has, and its schema files. */
export interface ReleasedSchema extends Released {
  schema: SchemaTables;
}

/**
 * The schema files of the base branch, which the release that runs was made from; `null` where there is no such branch,
 * or they cannot be read there.
 */
export async function releasedBy({ tree, project }: FoundProject, settings: Settings): Promise<ReleasedSchema | null> {
  const repository = findRepository(tree.root);
  const base = repository && (await baseOf(repository, settings.base, false));
  if (repository === null || base === null) return null;
  const commit = await readCommitTree(repository, base);
  try {
    const { migrations } = await readHistory(commit, project.out);
    const schema = await readSchemaTables(commit, project);
    return {
      branch: base.replace(/^refs\/(?:remotes|heads)\//, ''),
      tags: new Set(migrations.map(({ tag }) => tag)),
      schema,
      placeOf(of, column) {
        const table = tableNamed(schema, project.dialect, of);
        if (table === null || column === null) return table && { path: table.table.path, line: table.table.line };
        const property = propertyOf(table, project.dialect, column);
        return property && { path: property.path, line: property.line };
      },
    };
  } catch (error) {
    if (error instanceof LockstepError) return null;
    throw error;
  } finally {
    commit.close();
  }
}
