import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { findWorkspace } from '../../../src/project/workspace.js';
import { findRepository, runGit } from '../../../src/repo/git.js';
import { hookFile, readGitHooks } from '../../../src/repo/hooks.js';
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

/** What the repository's hooks come from, or `null` when there are none that ours would replace. */
async function hooksOf(repository: string, subfolder: string): Promise<string | null> {
  const hooks = await readGitHooks(repository);
  if (hooks.configured !== null) {
    return hooks.configured === slashes(join(subfolder, '.husky/_')) ? null : hooks.configured;
  }
  const [first] = hooks.names;
  return first === undefined ? null : hookFile(hooks, first);
}

function slashes(path: string): string {
  return path.split(sep).join('/');
}
