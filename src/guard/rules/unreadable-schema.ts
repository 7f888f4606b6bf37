import type { Rule } from '../rule.js';

export const unreadableSchema: Rule = {
  name: 'lockstep/unreadable-schema',
  severity: 'error',
  scope: 'always',
  docs: {
    what: 'The schema cannot be evaluated: a syntax error, an import that is not in the tree or not installed, code that throws, ends the process or does not finish.',
    why: 'Nothing can be said about its migrations, and drizzle-kit could not generate any.',
    example: `lockstep/unreadable-schema  src/db/schema/users.ts:3
  The schema in the staged files cannot be read: "../names" is not in the staged files`,
    mend: `Mend the error at the place that is named. What is staged must stand on its own: a file that is imported and lies
only in the working tree has to be added too.`,
  },
  check({ tree, project, standing }) {
    if (standing.kind !== 'unreadable') return [];
    return [
      {
        message: `The schema in ${tree.label} cannot be read: ${standing.message}`,
        path: standing.path ?? project.schema[0] ?? project.config,
        ...(standing.line === undefined ? {} : { line: standing.line }),
        fix:
          tree.kind === 'index'
            ? 'Mend the error, or add the file that is missing: what is staged must stand on its own.'
            : 'Mend the error; drizzle-kit generate shows it too.',
      },
    ];
  },
};
