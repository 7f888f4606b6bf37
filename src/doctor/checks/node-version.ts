import type { Check } from '../check.js';
import { compareVersions } from '../versions.js';

/** package.json#engines of lockstep. */
const oldest = '20.19.0';

export const nodeVersion: Check = {
  name: 'doctor/node-version',
  severity: 'error',
  holds: 'Node.js is new enough',
  docs: {
    what: 'The running Node.js is older than 20.19.',
    why: 'lockstep is made for 20.19 and later: on an older one a hook may fail at a commit for no reason that has to do with it.',
    example: `doctor/node-version
  Node.js 18.20.4 runs here; lockstep needs 20.19.0 or later.`,
    mend: `Install a newer one, and name it where your version manager looks:

    nvm install 22`,
  },
  run({ node }) {
    const order = compareVersions(node, oldest);
    if (order === null || order >= 0) return [];
    return [{ message: `Node.js ${node} runs here; lockstep needs ${oldest} or later.`, fix: 'nvm install 22' }];
  },
};
