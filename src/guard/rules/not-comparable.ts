import type { Rule } from '../rule.js';

export const notComparable: Rule = {
  name: 'lockstep/not-comparable',
  summary: 'The newest snapshot is of a kind that the installed drizzle-kit does not read.',
  check({ project, head, standing }) {
    if (standing.kind !== 'not comparable') return [];
    return [
      {
        rule: this.name,
        severity: 'error',
        message: `The schema cannot be compared with ${standing.path}: ${standing.reason}.`,
        path: standing.path,
        ...(head === null ? {} : { migration: head.tag }),
        fix: `Bring the snapshots up to date: npx drizzle-kit up --config ${project.config}`,
      },
    ];
  },
};
