import { join } from 'node:path';
import type { Checked } from '../guard/check.js';
import { rememberState } from '../guard/known-good.js';
import { globBase } from '../guard/touched.js';
import { isGlob } from '../project/schema-files.js';
import { settingsFiles } from '../project/settings.js';
import { cacheFolder } from '../repo/cache-folder.js';
import { ignoredPaths } from '../repo/changes.js';
import { findRepository } from '../repo/git.js';

/**
 * Lets the next hook pass without a look at what a check found good, or does not touch what it found.
 *
 * @param root the folder that the check was of.
 * @param folders where the hook may run.
 */
export async function remember(
  { allGood, complete, projects, inputs, bases }: Checked,
  root: string,
  folders: string[],
  of: 'index' | 'working tree',
): Promise<void> {
  const repository = findRepository(root);
  if (repository === null || !complete) return;
  const needed = [...inputs, ...projects.map((project) => project.out)];
  // What git ignores is good here and will be missing from the commit.
  if (of === 'working tree' && needed.length > 0 && (await ignoredPaths(repository, needed)).length > 0) return;
  const paths = projects.flatMap((project) => [
    ...project.configInputs,
    ...settingsFiles(project.config),
    project.out,
    ...project.schema.map((pattern) => (isGlob(pattern) ? globBase(pattern) : pattern)),
  ]);
  const rests = { folders: projects.map((project) => join(root, project.folder)), paths: [...paths, ...inputs], bases };
  const places = new Map(folders.map((folder) => [cacheFolder(folder), folder]));
  for (const folder of places.values()) await rememberState(repository, folder, rests, of, allGood);
}
