import { isDeepStrictEqual } from 'node:util';
import { runGit } from '../../repo/git.js';

/**
 * Whether all that a package.json has, and git does not, is drizzle-lockstep: its install, the step before
 * `lockstep init`, leaves the file so. Package managers sort the packages on the way.
 *
 * @param path relative to the repository's top.
 * @param content the file as it is.
 */
export async function onlyInstalled(top: string, path: string, content: string): Promise<boolean> {
  const { code, stdout } = await runGit(top, ['cat-file', 'blob', `:${path}`]);
  if (code !== 0) return false;
  const before = withoutLockstep(stdout.toString());
  return before !== null && isDeepStrictEqual(before, withoutLockstep(content));
}

function withoutLockstep(manifest: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(manifest.replace(/^\uFEFF/, ''));
    if (typeof parsed !== 'object' || parsed === null) return null;
    const fields = Object.entries(parsed).map(([name, value]): [string, unknown] => {
      const isList = name === 'dependencies' || name === 'devDependencies';
      if (!isList || typeof value !== 'object' || value === null) return [name, value];
      return [name, Object.fromEntries(Object.entries(value).filter(([one]) => one !== 'drizzle-lockstep'))];
    });
    // A list that is there for lockstep alone.
    return Object.fromEntries(fields.filter(([, value]) => !isDeepStrictEqual(value, {})));
  } catch {
    return null;
  }
}
