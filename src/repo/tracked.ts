import { git, type Repository, splitNul } from './git.js';

/** The paths that git keeps, relative to the top: what is in the index. */
export async function trackedPaths(repository: Repository): Promise<Set<string>> {
  return new Set(splitNul(await git(repository.top, ['ls-files', '-z', '--cached'])));
}
