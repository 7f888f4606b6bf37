import { lineOf } from '../../project/kit.js';
import type { Check } from '../check.js';
import { addCommand } from '../commands.js';

export const kitNotSupported: Check = {
  name: 'doctor/kit-not-supported',
  severity: 'error',
  holds: 'The version of drizzle-kit is one that lockstep works with',
  docs: {
    what: 'The drizzle-kit of a project is of a version that lockstep does not work with.',
    why: 'lockstep reads schemas through functions of drizzle-kit that came with 0.31, and in 1.0 with rc.4.',
    example: `doctor/kit-not-supported  package.json
  drizzle-kit 0.24.2 is installed; lockstep works with 0.31 and, of 1.0, from rc.4 on.`,
    mend: `Take drizzle-kit and drizzle-orm to a pair that is supported. \`drizzle-kit up\` then brings old snapshots to the new
version:

    npm install drizzle-orm@0.45 && npm install --save-dev drizzle-kit@0.31 && npx drizzle-kit up`,
  },
  run({ projects, manager }) {
    if (projects.every(({ kit }) => kit === null)) return null;
    return projects.flatMap(({ project, manifest, kit }) => {
      if (kit === null || lineOf(kit.version) !== null) return [];
      return [
        {
          config: project.config,
          message: `drizzle-kit ${kit.version} is installed; lockstep works with 0.31 and, of 1.0, from rc.4 on.`,
          ...(manifest === null ? {} : { path: manifest.path }),
          fix: addCommand(manager, 'drizzle-kit@0.31', true),
        },
      ];
    });
  },
};
