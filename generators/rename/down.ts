import { join } from 'node:path';
import { readHistory } from '../../src/history/read.js';
import { typedCommand } from '../../src/project/commands.js';
import type { FoundProject } from '../../src/project/find.js';
import { requireKit } from '../../src/project/kit.js';
import { cacheFolder } from '../../src/repo/cache-folder.js';
import type { Tree } from '../../src/repo/tree.js';
import { makeDowns } from '../../src/rollback/make-downs.js';

/** The down file of a migration that is planned, proven as `lockstep generate` proves it. */
export async function downChange(
  { project, root }: FoundProject,
  tree: Tree,
  tag: string,
): Promise<[path: string, text: string][]> {
  const lockstep = await typedCommand(root, '', 'lockstep');
  const cache = cacheFolder(root);
  const history = await readHistory(tree, project.out, requireKit(root).line);
  const made: [string, string][] = [];
  await makeDowns(
    {
      tree,
      project,
      history,
      cache: cache === null ? null : join(cache, 'states'),
      url: process.env.LOCKSTEP_PROOF_URL || undefined,
      date: new Date().toISOString().slice(0, 10),
      lockstep: (command) => `${lockstep} ${command}`,
    },
    new Set([tag]),
    {
      withProof: true,
      made: async ({ migration, text }) => {
        made.push([migration.down, text]);
      },
    },
  );
  return made;
}
