import type { Check } from '../check.js';
import { readConfigSource } from '../config-source.js';

export const outNotNamed: Check = {
  name: 'doctor/out-not-named',
  severity: 'info',
  otherwise: 'A warning where a second config of the same folder does not name it either.',
  holds: 'Every config names its migrations folder',
  docs: {
    what: 'A config does not say where its migrations are: `out` is missing.',
    why: 'drizzle-kit then takes `./drizzle` of the folder in which it is run. A second config, or a run from another folder, writes somewhere else or in between.',
    example: `doctor/out-not-named  drizzle.config.ts
  drizzle.config.ts names no out: drizzle-kit takes ./drizzle of the folder that it is run in.`,
    mend: "Name it: `out: './drizzle'`.",
  },
  run({ projects }) {
    const without = projects.filter(
      ({ project, source }) => readConfigSource(project.config, source)?.hasOut === false,
    );
    return without.map(({ project }) => {
      const isShared = without.some((other) => other.project !== project && other.project.out === project.out);
      return {
        config: project.config,
        message: `${project.config} names no out: drizzle-kit takes ./drizzle of the folder that it is run in.${isShared ? ' Another config does the same.' : ''}`,
        path: project.config,
        fix: `Add to ${project.config}: out: './drizzle'`,
        ...(isShared ? { severity: 'warning' as const } : {}),
      };
    });
  },
};
