import type { Check } from '../check.js';
import { initCommand } from '../commands.js';
import { hookTexts } from '../hook-texts.js';
import { runsCheck } from '../runs-check.js';

export const noHook: Check = {
  name: 'doctor/no-hook',
  severity: 'warning',
  otherwise: 'A note where no package of the repository has lockstep yet.',
  holds: 'A git hook checks what is committed',
  docs: {
    what: 'No git hook runs `lockstep check`.',
    why: 'A schema is then committed without its migration, and the commit is pushed before CI says so.',
    example: `doctor/no-hook  .husky/pre-commit
  No hook of husky runs lockstep check.`,
    mend: `Add it to the hook that runs before a commit:

    echo "lockstep check --staged" >> .husky/pre-commit

\`lockstep init\` does it for husky, lefthook, simple-git-hooks and a folder of one's own.`,
  },
  run({ repository, around, manifests, isAdopted, manager }) {
    if (repository === null || around === null) return null;
    const texts = hookTexts(around);
    if (texts.some(({ text }) => runsCheck(text, manifests))) return [];
    const { kind } = around.hooks;
    const place = texts.find(({ path }) => /pre-commit|\.(?:ya?ml|json|toml|[cm]?js)$/.test(path))?.path;
    return [
      {
        message:
          kind === 'none'
            ? 'There is no git hook: what is committed is not checked.'
            : `No hook of ${kind === 'folder' || kind === 'own' ? around.hooks.folder : kind} runs lockstep check.`,
        ...(place === undefined || place.startsWith('..') || place.startsWith('/') ? {} : { path: place }),
        fix: initCommand(manager, isAdopted),
        ...(isAdopted ? {} : { severity: 'info' as const }),
      },
    ];
  },
};
