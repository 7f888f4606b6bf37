import { posix } from 'node:path';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { shellWord } from '../../src/shell-word.js';
import { packageManagerCommands } from '../project/package-managers.js';

/** One git hook of ours. */
export interface Hook {
  name: string;
  /** What it runs, after `lockstep`. `"$@"` stands for what git gives the hook. */
  command: string;
  /** It can stop git; the others only tell what came with a merge, a branch or a rebase. */
  refuses: boolean;
  /** git names commits on its standard input. */
  input: boolean;
  /** A test in sh that saves starting a process for nothing. */
  condition?: string;
  /** One line for the person who reads the hook. */
  why: string;
}

export const hooks: readonly Hook[] = [
  {
    name: 'pre-commit',
    command: 'check --staged',
    refuses: true,
    input: false,
    why: 'Refuses a commit whose schema and migrations do not belong together.',
  },
  {
    name: 'pre-merge-commit',
    command: 'check --staged',
    refuses: true,
    input: false,
    why: 'A merge without conflicts is a commit as well, but does not run pre-commit.',
  },
  {
    name: 'pre-push',
    command: 'check --push "$@"',
    refuses: true,
    input: true,
    why: 'Checks exactly the commits being pushed: what --no-verify let pass is found here.',
  },
  {
    name: 'post-merge',
    command: 'arrived post-merge "$@"',
    refuses: false,
    input: false,
    why: 'Says which migrations arrived, and what to run. Never a reason for git to fail.',
  },
  {
    name: 'post-checkout',
    command: 'arrived post-checkout "$@"',
    refuses: false,
    input: false,
    condition: '[ "$3" = 1 ] && [ "$1" != "$2" ]',
    why: 'Says which migrations came or went with the branch. Never a reason for git to fail.',
  },
  {
    name: 'post-rewrite',
    command: 'arrived post-rewrite "$@"',
    refuses: false,
    input: true,
    condition: '[ "$1" = rebase ]',
    why: 'Says which migrations a rebase brought. Never a reason for git to fail.',
  },
];

/**
 * One command line in sh, as a hook runs it at the top of the repository. The package's command is found where the
 * package managers put it: in the project, or where the workspace installs.
 *
 * @param findsBin whoever runs the hook puts the top's `node_modules/.bin` on the PATH itself, as husky does.
 */
export function hookCommand(hook: Hook, around: Surroundings, findsBin: boolean): string {
  const condition = hook.condition === undefined ? '' : `${hook.condition} && `;
  if (around.plugAndPlay) {
    const place = around.folder === '' ? '' : `cd ${shellWord(around.folder)} && `;
    const command = `(${condition}${place}yarn lockstep ${hook.command})`;
    return hook.refuses ? `${command} || exit $?` : `${command} || true`;
  }
  const folders = [...new Set([around.folder, around.installs])];
  const path =
    findsBin && around.folder === ''
      ? ''
      : `PATH=${folders.map((folder) => `"$PWD"/${shellWord(posix.join(folder, 'node_modules/.bin'))}`).join(':')}:"$PATH"`;
  // Not there before an install: in a new worktree, or where somebody has pulled and not installed yet.
  const set = path === '' ? '' : `${path}; `;
  if (hook.refuses) {
    const { install } = packageManagerCommands[around.packageManager];
    const place = isPlain(around.installs) ? ` in ${around.installs}` : '';
    const said = `echo 'lockstep is not installed here, so nothing was checked. Run: ${install}${place}' >&2`;
    return `(${set}command -v lockstep >/dev/null || { ${said}; exit 1; }; lockstep ${hook.command}) || exit $?`;
  }
  return `(${set}${condition}command -v lockstep >/dev/null && lockstep ${hook.command}) || true`;
}

/** Whether a hook's text already runs what this hook is for. */
export function runsAlready(hook: Hook, text: string): boolean {
  return (hook.refuses ? /\blockstep\b[^\n]*\bcheck\b/ : /\blockstep\b[^\n]*\barrived\b/).test(text);
}

/** What a manager that writes the hooks into git's own folder is run by; an install does not always do it. */
export function takesEffect({ packageManager }: Surroundings, command: string): string {
  return `The hooks take effect with: ${packageManagerCommands[packageManager].exec(command)}`;
}

/** Whether sh takes a path as it is. */
function isPlain(path: string): boolean {
  return /^[\w./@+-]+$/.test(path);
}
