import picomatch from 'picomatch';

/** One line of a list of patterns. */
interface Pattern {
  text: string;
  /** It takes in again what an earlier one left out. */
  negated: boolean;
  /** 1-based. */
  line: number;
}

/**
 * The line of the pattern by which a list in the form of a .gitignore (.prettierignore) leaves out a path; `null` when it
 * does not. The last pattern that matches the path or a folder above it decides.
 *
 * @param path relative to the folder of the list.
 */
export function leftOutByGitPatterns(list: string, path: string): number | null {
  // git reads «./» as a folder of that name.
  const patterns = readPatterns(list).filter(({ text }) => !text.startsWith('./'));
  return decide(patterns, path, (text) => {
    const clean = text.replace(/\/$/, '');
    return clean.includes('/') ? clean.replace(/^\//, '') : `**/${clean}`;
  });
}

/** The same of a .dockerignore: every pattern begins at the root of the build context. */
export function leftOutByDockerPatterns(list: string, path: string): number | null {
  return decide(readPatterns(list), path, (text) => text.replace(/^\.?\//, '').replace(/\/$/, ''));
}

/** Whether a glob of a settings file matches a path, or a folder above it. */
export function matchesPathOrFolder(glob: string, path: string): boolean {
  const clean = glob.replace(/^\.\//, '').replace(/\/$/, '');
  if (clean === '') return false;
  const matches = picomatch(clean, { dot: true });
  return withFolders(path).some((candidate) => matches(candidate));
}

function readPatterns(list: string): Pattern[] {
  return list.split(/\r?\n/).flatMap((raw, at) => {
    const text = raw.trim();
    if (text === '' || text.startsWith('#')) return [];
    const negated = text.startsWith('!');
    return [{ text: negated ? text.slice(1) : text, negated, line: at + 1 }];
  });
}

function decide(patterns: Pattern[], path: string, toGlob: (text: string) => string): number | null {
  const last = patterns.findLast(({ text }) => matchesPathOrFolder(toGlob(text), path));
  return last === undefined || last.negated ? null : last.line;
}

/** `a/b/c` with `a/b` and `a`. */
function withFolders(path: string): string[] {
  const parts = path.split('/');
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('/'));
}
