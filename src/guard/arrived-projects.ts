import { posix } from 'node:path';
import { LockstepError } from '../errors.js';
import { findConfigs, readProject } from '../project/discover.js';
import type { Repository } from '../repo/git.js';
import { readWorkingTree } from '../repo/working-tree.js';

/** Where the migrations of a folder are applied: paths relative to the repository's top. */
export interface Place {
  folder: string;
  config: string;
}

/**
 * The projects of the working tree that migrations folders belong to; a folder that no config names is none of
 * drizzle's. No config is run, because it may open a database: one with computed fields stands for every migrations
 * folder below it that has no other.
 */
export async function placesOf(repository: Repository, outs: string[]): Promise<Map<string, Place>> {
  const tree = await readWorkingTree(repository.top, repository);
  const literal = new Map<string, Place>();
  const computed: Place[] = [];
  for (const config of await findConfigs(tree)) {
    try {
      const project = await readProject(tree, config, () => Promise.reject(new LockstepError('It is computed.')));
      literal.set(project.out, { folder: project.folder, config });
    } catch (error) {
      if (!(error instanceof LockstepError)) throw error;
      const folder = posix.dirname(config);
      computed.push({ folder: folder === '.' ? '' : folder, config });
    }
  }
  const deepestFirst = computed.sort((a, b) => b.folder.length - a.folder.length);
  const places = new Map<string, Place>();
  for (const out of outs) {
    const above = deepestFirst.find(({ folder }) => folder === '' || out.startsWith(`${folder}/`));
    const place = literal.get(out) ?? above;
    if (place !== undefined) places.set(out, place);
  }
  return places;
}
