import { schemaFiles } from '../../project/schema-files.js';
import type { Check } from '../check.js';

export const schemaNotFound: Check = {
  name: 'doctor/schema-not-found',
  severity: 'error',
  otherwise: 'A warning where other paths of the config do lead to files.',
  holds: 'Every path of a schema leads to a file',
  docs: {
    what: 'A path of `schema` leads to no file.',
    why: 'drizzle-kit 0.31 says «No schema file was found» and ends with exit code 0. Where one of several paths is wrong it says nothing, and generates a DROP TABLE for what it no longer sees.',
    example: `doctor/schema-not-found  drizzle.config.ts
  schema names src/db/shema.ts, where no TypeScript or JavaScript file is.`,
    mend: 'Mend the path. It is relative to the folder that drizzle-kit is run in: that of the config, by habit.',
  },
  run({ projects, tree }) {
    return projects.flatMap(({ project }) => {
      const missing = project.schema.filter((pattern) => schemaFiles(tree, [pattern]).length === 0);
      const isAll = missing.length === project.schema.length;
      return missing.map((pattern) => ({
        config: project.config,
        message: `schema names ${pattern}, where no TypeScript or JavaScript file is.`,
        path: project.config,
        fix: `Mend the path in ${project.config}`,
        ...(isAll ? {} : { severity: 'warning' as const }),
      }));
    });
  },
};
