import type { Rule } from '../rule.js';

export const unreadableSchema: Rule = {
  name: 'lockstep/unreadable-schema',
  summary: 'The schema cannot be evaluated, so nothing can be said about its migrations.',
  check({ tree, project, standing }) {
    if (standing.kind !== 'unreadable') return [];
    return [
      {
        rule: this.name,
        severity: 'error',
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
