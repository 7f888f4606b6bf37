import { settingsFor } from '../../project/settings.js';
import { type Repository, runGit } from '../../repo/git.js';
import { usualBases } from '../../repo/usual-bases.js';
import { shellWord } from '../../shell-word.js';
import type { Check, Found } from '../check.js';
import type { Examined, Subject } from '../subject.js';

export const noBase: Check = {
  name: 'doctor/no-base',
  severity: 'warning',
  holds: 'The branch is known whose migrations never change',
  docs: {
    what: 'The branch whose migrations never change is not known: the settings name one that this clone does not have, or the remote has neither a known default branch nor main or master.',
    why: 'A migration that others have applied can then be changed or deleted without a word.',
    example: `doctor/no-base  package.json
  lockstep.base names develop, and there is no such branch in this clone.`,
    mend: `Let git look up the default branch of the remote, or name it in the settings:

    git remote set-head origin --auto

    { "lockstep": { "base": "develop" } }`,
  },
  async run(subject) {
    const { repository } = subject;
    if (repository === null) return null;
    const found = await Promise.all(subject.projects.map((examined) => of(examined, repository, subject)));
    return found.flat().filter(({ message }, at, all) => all.findIndex((other) => other.message === message) === at);
  },
};

async function of({ project }: Examined, repository: Repository, { tree }: Subject): Promise<Found[]> {
  const base = (await settingsFor(tree, project.config).catch(() => null))?.base;
  if (base !== undefined) {
    const [remote, local] = await Promise.all([
      exists(repository, `refs/remotes/origin/${base}`),
      exists(repository, base),
    ]);
    if (remote || (local && !base.startsWith('-'))) return [];
    return [
      {
        config: project.config,
        message: `lockstep.base names ${base}, and there is no such branch in this clone.`,
        path: 'package.json',
        fix: `git fetch origin ${shellWord(base)}, or name another in lockstep.base`,
      },
    ];
  }
  const refs = await runGit(repository.top, [
    'for-each-ref',
    '--count=1',
    '--format=%(refname)',
    'refs/remotes/origin',
  ]);
  // Without a remote nothing is published.
  if (refs.stdout.toString().trim() === '') return [];
  const known = await Promise.all(usualBases.map((ref) => exists(repository, ref)));
  if (known.includes(true)) return [];
  return [
    {
      config: project.config,
      message: 'The default branch of the remote is not known: nothing tells which migrations are published.',
      fix: 'git remote set-head origin --auto',
    },
  ];
}

async function exists(repository: Repository, name: string): Promise<boolean> {
  const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  return (await runGit(repository.top, args)).code === 0;
}
