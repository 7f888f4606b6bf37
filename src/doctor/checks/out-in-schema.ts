import picomatch from 'picomatch';
import { isGlob } from '../../project/schema-files.js';
import type { Check } from '../check.js';
import { isWithin } from '../manifests.js';

export const outInSchema: Check = {
  name: 'doctor/out-in-schema',
  severity: 'warning',
  holds: 'The schema does not take in the migrations folder',
  docs: {
    what: 'A folder or glob of `schema` takes in files of the migrations folder. A file that is named there itself, as after `drizzle-kit pull`, is left alone.',
    why: 'drizzle-kit runs every file that `schema` names as TypeScript: an SQL file or a snapshot stops it, and a `schema.ts` that was pulled gives every table twice.',
    example: `doctor/out-in-schema  drizzle.config.ts
  schema names src/db/**, which takes in src/db/migrations/0000_init.sql of the migrations folder.`,
    mend: 'Move the schema into a folder of its own, or name what is meant: `./src/db/schema/*.ts`.',
  },
  run({ projects, paths }) {
    return projects.flatMap(({ project }) => {
      const inOut = paths.filter((path) => path.startsWith(`${project.out}/`));
      return project.schema.flatMap((pattern) => {
        const taken = takenBy(pattern, inOut);
        if (taken === undefined) return [];
        return [
          {
            config: project.config,
            message: `schema names ${pattern}, which takes in ${taken} of the migrations folder.`,
            path: project.config,
            fix: `Name the schema's own files or folder in ${project.config}`,
          },
        ];
      });
    });
  },
};

/** The first of `paths` that a pattern takes in, not counting one that it names. */
function takenBy(pattern: string, paths: string[]): string | undefined {
  if (!isGlob(pattern)) return paths.find((path) => path !== pattern && isDirectlyIn(path, pattern));
  const matches = picomatch(pattern);
  return paths.find((path) => matches(path));
}

/** A folder stands for the files right in it. */
function isDirectlyIn(path: string, folder: string): boolean {
  return isWithin(path, folder) && !path.slice(folder.length + 1).includes('/');
}
