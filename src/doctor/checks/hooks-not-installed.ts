import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type GitHooks, readGitHooks } from '../../repo/hooks.js';
import type { Surroundings } from '../../scaffold/surroundings.js';
import type { Check, Found } from '../check.js';
import { installAllCommand, localCommand } from '../commands.js';
import { hookTexts, textAt } from '../hook-texts.js';
import { runsCheck } from '../runs-check.js';

export const hooksNotInstalled: Check = {
  name: 'doctor/hooks-not-installed',
  severity: 'warning',
  holds: 'git runs the hooks of the repository',
  docs: {
    what: 'The repository has hooks that check, and git does not run them: the hook manager was not installed in this clone, `core.hooksPath` leads elsewhere or nowhere, or the file may not be executed.',
    why: 'git says nothing of it. Commits of this clone are not checked, and look as if they were. CI is left alone: it needs no hooks.',
    example: `doctor/hooks-not-installed  .husky/pre-commit
  git does not run the hooks in .husky: core.hooksPath is not set in this clone.`,
    mend: `husky sets it when the dependencies are installed, by the script \`prepare\`:

    npm install

lefthook: \`npx lefthook install\`; simple-git-hooks: \`npx simple-git-hooks\`; a folder of one's own:
\`git config core.hooksPath .githooks\` and \`chmod +x .githooks/pre-commit\`.`,
  },
  async run({ repository, around, manifests, env }) {
    if (repository === null || around === null || env.CI) return null;
    const hooks = await readGitHooks(repository.top);
    const checking = [...hookTexts(around), ...huskyTexts(around)].find(({ text }) => runsCheck(text, manifests));
    if (checking === undefined) return null;
    const runsHusky = manifests.some(({ scripts }) => /husky/.test(`${scripts.prepare} ${scripts.postinstall}`));
    const problem = problemOf(around, hooks, checking.path, runsHusky);
    return problem === null ? [] : [{ path: checking.path, ...problem }];
  },
};

/** The scripts of husky where `core.hooksPath` leads elsewhere: what git is told to run comes first in the surroundings. */
function huskyTexts({ files, hooks, installs, folder, top }: Surroundings): { path: string; text: string }[] {
  if (hooks.kind === 'husky') return [];
  const folders = [...new Set(['', installs, folder])].map((at) => (at === '' ? '.husky' : `${at}/.husky`));
  return folders.flatMap((at) =>
    files
      .list(at)
      .filter((name) => !name.startsWith('_'))
      .flatMap((name) => {
        const text = textAt(join(top, at, name));
        return text === null ? [] : [{ path: `${at}/${name}`, text }];
      }),
  );
}

function problemOf(
  { hooks, top, packageManager }: Surroundings,
  git: GitHooks,
  checking: string,
  runsHusky: boolean,
): Pick<Found, 'message' | 'fix'> | null {
  const husky = /^((?:.*\/)?\.husky)\//.exec(checking)?.[1];
  if (husky !== undefined) {
    // Without the script, an install does not set it.
    const fix = runsHusky ? installAllCommand(packageManager) : localCommand(packageManager, 'husky');
    if (git.configured === null) {
      return { message: `git does not run the hooks in ${husky}: core.hooksPath is not set in this clone.`, fix };
    }
    if (git.folder !== `${husky}/_` && git.folder !== husky) {
      return {
        message: `git does not run the hooks in ${husky}: core.hooksPath is ${git.configured}.`,
        fix: `git config --unset core.hooksPath && ${fix}`,
      };
    }
    if (git.folder === `${husky}/_` && !existsSync(join(top, husky, '_'))) {
      return { message: `git does not run the hooks in ${husky}: ${husky}/_ is not there, which husky makes.`, fix };
    }
    return null;
  }
  const own = textAt(join(top, git.folder, 'pre-commit')) ?? textAt(join(top, git.folder, 'pre-push'));
  switch (hooks.kind) {
    case 'lefthook':
    case 'simple-git-hooks':
    case 'pre-commit': {
      const isThere = own !== null && (hooks.kind === 'simple-git-hooks' || own.includes(hooks.kind));
      const command = { lefthook: 'lefthook install', 'simple-git-hooks': 'simple-git-hooks' };
      if (isThere) return null;
      return {
        message: `git does not run the hooks of ${hooks.kind}: they are not in ${git.folder}.`,
        fix: hooks.kind === 'pre-commit' ? 'pre-commit install' : localCommand(packageManager, command[hooks.kind]),
      };
    }
    case 'folder':
    case 'own':
      return mayRun(join(top, checking))
        ? null
        : { message: `git does not run ${checking}: it is not executable.`, fix: `chmod +x ${checking}` };
    default:
      return null;
  }
}

/** Windows has no such right; git runs every hook there. */
function mayRun(path: string): boolean {
  return process.platform === 'win32' || ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0o111) & 0o111) !== 0;
}
