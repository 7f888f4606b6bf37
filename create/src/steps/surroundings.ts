import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import { findRepository, runGit } from '../../../src/repo/git.js';
import type { Context, StepResult, Surroundings } from '../context.js';

/** Looks for the repository and the workspace that the folder lies in. */
export async function lookAround(
  context: Pick<Context, 'root' | 'flags' | 'surroundings' | 'answers' | 'notes'>,
): Promise<StepResult> {
  const { root, flags, notes } = context;
  const workspace = findWorkspace(root);
  const around: Surroundings = { git: flags.git, repository: null, subfolder: '', otherHooks: null, workspace };
  if (flags.git) {
    around.repository = findRepository(root)?.top ?? null;
    if (around.repository !== null) {
      around.subfolder = slashes(relative(realpathSync(around.repository), root));
      around.otherHooks = await hooksOf(around.repository, around.subfolder);
    } else if (!(await gitRuns(dirname(root)))) {
      around.git = false;
      notes.push('git was not found: there is no repository and no hook. Install git, run git init and npx husky.');
    }
  }
  if (around.otherHooks !== null) {
    notes.push(
      `The repository has hooks of its own (${around.otherHooks}), so none were added. Let its pre-commit hook run: lockstep check --staged`,
    );
  }
  if (workspace !== null && !workspace.member) {
    notes.push(`The folder lies in the workspace ${workspace.folder}, whose patterns do not name it.`);
  }
  context.surroundings = around;
  context.answers = {
    ...context.answers,
    hooks: around.git && around.otherHooks === null,
    subfolder: around.subfolder,
    workspace: workspace?.member === true,
  };
  return undefined;
}

async function gitRuns(folder: string): Promise<boolean> {
  try {
    return (await runGit(existingParent(folder), ['--version'])).code === 0;
  } catch {
    return false;
  }
}

function existingParent(folder: string): string {
  let existing = folder;
  while (!existsSync(existing)) existing = dirname(existing);
  return existing;
}

/** The hooks that git runs in a working tree; the files beside them are samples and what hooks are made of. */
const hookNames = new Set(
  `applypatch-msg commit-msg post-applypatch post-checkout post-commit post-index-change post-merge post-rewrite
  pre-applypatch pre-auto-gc pre-commit pre-merge-commit pre-push pre-rebase prepare-commit-msg push-to-checkout
  reference-transaction sendemail-validate`.split(/\s+/),
);

/** What the repository's hooks come from, or `null` when there are none that ours would replace. */
async function hooksOf(repository: string, subfolder: string): Promise<string | null> {
  const { code, stdout } = await runGit(repository, ['config', '--get', 'core.hooksPath']);
  const path = stdout.toString().trim();
  if (code === 0 && path !== '') {
    const ours = slashes(join(subfolder, '.husky/_'));
    return slashes(path).replace(/\/+$/, '') === ours ? null : path;
  }
  const found = await runGit(repository, ['rev-parse', '--git-path', 'hooks']);
  if (found.code !== 0) return null;
  // Absolute in a worktree. Whichever hook it is: git looks in one folder only, and Git LFS, for one, has a pre-push.
  const folder = resolve(repository, found.stdout.toString().replace(/\r?\n$/, ''));
  const hook = existsSync(folder) ? readdirSync(folder).find((name) => hookNames.has(name)) : undefined;
  return hook === undefined ? null : slashes(relative(repository, join(folder, hook)));
}

/** The nearest workspace above `root`, and whether `root` is one of its packages. */
function findWorkspace(root: string): Surroundings['workspace'] {
  for (let folder = dirname(root); ; folder = dirname(folder)) {
    const patterns = patternsOf(folder);
    if (patterns !== null) return { folder, member: isMember(slashes(relative(folder, root)), patterns) };
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

function slashes(path: string): string {
  return path.split(sep).join('/');
}
