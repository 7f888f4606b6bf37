import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import picomatch from 'picomatch';

/** A workspace of a package manager, seen from a folder in it. */
export interface Workspace {
  /** Absolute path of its root. */
  folder: string;
  /** Its patterns name the folder that was asked about. */
  member: boolean;
}

/** The nearest workspace above the folder `root` (absolute), and whether `root` is one of its packages. */
export function findWorkspace(root: string): Workspace | null {
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    const patterns = patternsOf(folder);
    if (patterns !== null) return { folder, member: isMember(relative(folder, root).split(sep).join('/'), patterns) };
    if (dirname(folder) === folder) return null;
  }
}

function patternsOf(folder: string): string[] | null {
  const pnpm = join(folder, 'pnpm-workspace.yaml');
  if (existsSync(pnpm)) return yamlPackages(readFileSync(pnpm, 'utf8'));
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) return null;
  try {
    const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('workspaces' in parsed)) return null;
    const { workspaces } = parsed;
    // Yarn 1 also knows { packages: [...] }.
    const list =
      typeof workspaces === 'object' && workspaces !== null && 'packages' in workspaces
        ? workspaces.packages
        : workspaces;
    return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : null;
  } catch {
    return null;
  }
}

/** The list `packages` of a pnpm-workspace.yaml, as people write it: one entry a line, or all in brackets. */
function yamlPackages(text: string): string[] {
  const block = /^packages:[ \t]*(?:\[([^\]]*)\]|((?:\r?\n(?:[ \t]*(?:-.*|#.*))?)*))/m.exec(text);
  const entries =
    block?.[1]?.split(',') ?? block?.[2]?.split('\n').map((line) => /^\s*-(.*)/.exec(line)?.[1] ?? '') ?? [];
  return entries
    .map((entry) =>
      entry
        .replace(/\s#.*/, '')
        .trim()
        .replace(/^(['"])(.*)\1$/, '$2'),
    )
    .filter((entry) => entry !== '');
}

function isMember(path: string, patterns: string[]): boolean {
  const clean = (pattern: string) => pattern.replace(/^\.\//, '').replace(/\/+$/, '');
  const excluded = patterns.filter((pattern) => pattern.startsWith('!')).map((pattern) => clean(pattern.slice(1)));
  const included = patterns.filter((pattern) => !pattern.startsWith('!')).map(clean);
  return included.length > 0 && picomatch(included, { ignore: excluded })(path);
}
