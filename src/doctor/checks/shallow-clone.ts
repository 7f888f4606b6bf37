import { isShallow } from '../../repo/configuration.js';
import type { Check } from '../check.js';

export const shallowClone: Check = {
  name: 'doctor/shallow-clone',
  severity: 'warning',
  holds: 'The clone has the whole history',
  docs: {
    what: 'The clone is shallow: it has only the newest commits.',
    why: 'Which migrations are published is read from the commit in which a branch left its base. Where that is cut off, a changed or deleted migration is not noticed.',
    example: `doctor/shallow-clone
  The clone is shallow: whether a published migration was changed cannot be seen in it.`,
    mend: `Fetch the rest; in a GitHub workflow give \`fetch-depth: 0\` to actions/checkout:

    git fetch --unshallow`,
  },
  run({ repository }) {
    if (repository === null) return null;
    if (!isShallow(repository)) return [];
    return [
      {
        message: 'The clone is shallow: whether a published migration was changed cannot be seen in it.',
        fix: 'git fetch --unshallow',
      },
    ];
  },
};
