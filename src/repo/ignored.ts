import { type Repository, runGit, splitNul } from './git.js';

/** A path that git ignores, and the pattern that says so. */
export interface Ignored {
  path: string;
  /** The file with the pattern: relative to the top, or absolute for what holds for all repositories of the user. */
  source: string;
  line: number;
  pattern: string;
}

/**
 * Which of the paths git would ignore, whether they are there or not; those that it tracks already it does not. The last
 * pattern that matches decides, so one that takes a path in again is none (git-check-ignore(1), seen on git 2.39).
 */
export async function ignoredPaths(repository: Repository, paths: string[]): Promise<Ignored[]> {
  if (paths.length === 0) return [];
  const { stdout } = await runGit(repository.top, ['check-ignore', '-z', '-v', '--stdin'], paths.join('\0'));
  const fields = splitNul(stdout);
  const found: Ignored[] = [];
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [source = '', line = '', pattern = '', path = ''] = fields.slice(at, at + 4);
    if (!pattern.startsWith('!')) found.push({ path, source, line: Number(line), pattern });
  }
  return found;
}
