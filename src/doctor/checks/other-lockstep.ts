import { findInstalled } from '../../project/kit.js';
import type { Check } from '../check.js';
import { localCommand } from '../commands.js';

export const otherLockstep: Check = {
  name: 'doctor/other-lockstep',
  severity: 'warning',
  holds: 'The lockstep that runs is the one of the project',
  docs: {
    what: 'Another version of lockstep runs than the one that the project has installed.',
    why: 'A global one, or the copy of another package, may judge otherwise than the hook and CI do.',
    example: `doctor/other-lockstep  package.json
  lockstep 0.2.0 runs here, and packages/db has 0.1.0 installed, which its hooks run.`,
    mend: 'Run it through the package manager: `npx lockstep doctor`. In a monorepo name one version in all packages.',
  },
  run({ projects, lockstep, manager }) {
    const found = projects.flatMap(({ project, folder, manifest }) => {
      const own = findInstalled(folder, 'drizzle-lockstep');
      if (own === null || own.version === lockstep) return [];
      return [
        {
          config: project.config,
          message: `lockstep ${lockstep} runs here, and ${project.folder || 'the project'} has ${own.version} installed, which its hooks run.`,
          ...(manifest === null ? {} : { path: manifest.path }),
          fix: localCommand(manager, 'lockstep doctor'),
        },
      ];
    });
    return found;
  },
};
