import { type Repository, runGit, splitNul } from './git.js';

/**
 * The git attributes of a path, whether it is there or not, by name: `set`, `unset`, `unspecified` or a value
 * (git-check-attr(1)).
 */
export async function attributesOf(
  repository: Repository,
  path: string,
  names: string[],
): Promise<Record<string, string>> {
  const { stdout } = await runGit(repository.top, ['check-attr', '-z', ...names, '--', path]);
  const fields = splitNul(stdout);
  const found: Record<string, string> = {};
  for (let at = 0; at + 2 < fields.length; at += 3) found[fields[at + 1] ?? ''] = fields[at + 2] ?? '';
  return found;
}
