import { join } from 'node:path';
import { readHistory } from '../../src/history/read.js';
import { typedCommand } from '../../src/project/commands.js';
import type { FoundProject } from '../../src/project/find.js';
import { requireKit } from '../../src/project/kit.js';
import { cacheFolder } from '../../src/repo/cache-folder.js';
import type { Tree } from '../../src/repo/tree.js';
import type { Job } from '../../src/rollback/job.js';
import { makeDowns } from '../../src/rollback/make-downs.js';

/** What makes and proves the down files of a project as it is in `tree`. */
export async function jobFor({ project, root }: FoundProject, tree: Tree): Promise<Job> {
  const lockstep = await typedCommand(root, '', 'lockstep');
  const cache = cacheFolder(root);
  return {
    tree,
    project,
    history: await readHistory(tree, project.out, requireKit(root).line),
    cache: cache === null ? null : join(cache, 'states'),
    url: process.env.LOCKSTEP_PROOF_URL || undefined,
    date: new Date().toISOString().slice(0, 10),
    lockstep: (command) => `${lockstep} ${command}`,
  };
}

/** The down file of a migration that is planned, proven as `lockstep generate` proves it. */
export async function downChange(
  found: FoundProject,
  tree: Tree,
  tag: string,
): Promise<[path: string, text: string][]> {
  const made: [string, string][] = [];
  await makeDowns(await jobFor(found, tree), new Set([tag]), {
    withProof: true,
    made: async ({ migration, text }) => {
      made.push([migration.down, text]);
    },
  });
  return made;
}
