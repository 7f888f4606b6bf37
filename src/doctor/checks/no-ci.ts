import { posix } from 'node:path';
import type { Check } from '../check.js';
import { initCommand, localCommand } from '../commands.js';
import { runsCheck } from '../runs-check.js';

export const noCi: Check = {
  name: 'doctor/no-ci',
  severity: 'warning',
  otherwise: 'A note where no package of the repository has lockstep yet, or nothing of a CI is to be seen.',
  holds: 'CI checks what is pushed',
  docs: {
    what: 'No workflow of the CI runs `lockstep check`.',
    why: 'Hooks can be skipped, and a commit made in a browser runs none. CI sees every commit before it is merged.',
    example: `doctor/no-ci  .github/workflows/ci.yml
  No workflow runs lockstep check.`,
    mend: `Add it to the job that lints; the history must be there for it:

    - uses: actions/checkout@v4
      with: { fetch-depth: 0 }
    - run: npx lockstep check --range "origin/$GITHUB_BASE_REF..HEAD" --format github`,
  },
  async run({ repository, around, tree, paths, manifests, isAdopted, manager }) {
    if (repository === null || around === null) return null;
    const actions = paths.filter((path) => /^\.github\/actions\/.*\.ya?ml$/.test(path));
    const files = [...around.ci.files, ...actions];
    const texts = await Promise.all(files.map((path) => tree.read(path)));
    if (texts.some((text) => text !== null && runsCheck(text, manifests))) return [];
    const { kind } = around.ci;
    // A deployment platform may build and check without a file in the repository.
    const severity = isAdopted && kind !== 'none' ? {} : { severity: 'info' as const };
    const main = files.find((path) => /^(?:ci|main|tests?|checks?|lint)\.ya?ml$/.test(posix.basename(path)));
    return [
      {
        message: kind === 'none' ? 'No CI is set up here that could check.' : 'No workflow runs lockstep check.',
        ...(main === undefined ? {} : { path: main }),
        // Without a workflow nothing says which CI it is: init would add none.
        fix:
          isAdopted && kind === 'none'
            ? `${localCommand(manager, 'lockstep new ci')} (for GitHub)`
            : initCommand(manager, isAdopted),
        ...severity,
      },
    ];
  },
};
