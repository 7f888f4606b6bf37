import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { runGit } from './git.js';

/** The hooks that git runs in a working tree; the files beside them are samples and what hooks are made of. */
const hookNames = new Set(
  `applypatch-msg commit-msg post-applypatch post-checkout post-commit post-index-change post-merge post-rewrite
  pre-applypatch pre-auto-gc pre-commit pre-merge-commit pre-push pre-rebase prepare-commit-msg push-to-checkout
  reference-transaction sendemail-validate`.split(/\s+/),
);

/** Where git looks for hooks in one repository, and what it finds. */
export interface GitHooks {
  /** `core.hooksPath` as it is set, with forward slashes and without one at the end; `null` when it is not set. */
  configured: string | null;
  /** The folder that git runs hooks from, relative to the repository's top (or absolute, in a worktree). */
  folder: string;
  /** The hooks in it by name, sorted. */
  names: string[];
}

/** What git would run in the repository whose top is `repository` (absolute). Two git processes; nothing is changed. */
export async function readGitHooks(repository: string): Promise<GitHooks> {
  const [setting, place] = await Promise.all([
    runGit(repository, ['config', '--get', 'core.hooksPath']),
    runGit(repository, ['rev-parse', '--git-path', 'hooks']),
  ]);
  const path = slashes(setting.stdout.toString().trim()).replace(/\/+$/, '');
  // Absolute in a worktree. Every hook counts: git looks in one folder only, and Git LFS, for one, has a pre-push.
  const folder = resolve(repository, place.code === 0 ? place.stdout.toString().replace(/\r?\n$/, '') : '.git/hooks');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => hookNames.has(name)) : [];
  return {
    configured: setting.code === 0 && path !== '' ? path : null,
    folder: slashes(relative(repository, folder)),
    names: names.sort(),
  };
}

/** One hook's file, relative to the repository's top. */
export function hookFile(hooks: GitHooks, name: string): string {
  return slashes(join(hooks.folder, name));
}

function slashes(path: string): string {
  return path.split(sep).join('/');
}
