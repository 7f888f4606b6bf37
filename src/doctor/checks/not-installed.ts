import type { Check } from '../check.js';
import { addCommand, installAllCommand } from '../commands.js';

export const notInstalled: Check = {
  name: 'doctor/not-installed',
  severity: 'error',
  holds: 'drizzle-kit and drizzle-orm are installed',
  docs: {
    what: 'drizzle-kit or drizzle-orm cannot be found from the folder of a project.',
    why: 'The verdict of a check is that of the drizzle-kit of the project: without it nothing can be compared.',
    example: `doctor/not-installed  packages/db/package.json
  drizzle-kit is not installed for packages/db/drizzle.config.ts.`,
    mend: 'Install the dependencies; or add the package, where no package.json names it: `npm install --save-dev drizzle-kit`.',
  },
  run({ projects, manifests, manager }) {
    return projects.flatMap(({ project, manifest, kit, orm }) => {
      const missing = [kit === null ? 'drizzle-kit' : null, orm === null ? 'drizzle-orm' : null].filter(isText);
      if (missing.length === 0) return [];
      // One that no package.json names is not brought by an install.
      const unnamed = missing.filter((name) => !manifests.some(({ dependencies }) => dependencies.has(name)));
      return [
        {
          config: project.config,
          message: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not installed for ${project.config}.`,
          ...(manifest === null ? {} : { path: manifest.path }),
          fix:
            unnamed.length === 0
              ? installAllCommand(manager)
              : unnamed.map((name) => addCommand(manager, name, name === 'drizzle-kit')).join(' && '),
        },
      ];
    });
  },
};

function isText(value: string | null): value is string {
  return value !== null;
}
