import type { Rule } from '../rule.js';

export const notComparable: Rule = {
  name: 'lockstep/not-comparable',
  severity: 'error',
  scope: 'always',
  docs: {
    what: 'The newest snapshot is of a version, a layout or a dialect that the installed drizzle-kit does not read.',
    why: 'Whether schema and migrations are in lockstep cannot be said, and is not guessed at.',
    example: `lockstep/not-comparable  drizzle/meta/0003_snapshot.json
  The schema cannot be compared with drizzle/meta/0003_snapshot.json: it has version 5, drizzle-kit 0.31 reads version 7.`,
    mend: `Bring the snapshots up to date with the installed drizzle-kit, or install the one that wrote them:

    npx drizzle-kit up`,
  },
  check({ project, head, standing }) {
    if (standing.kind !== 'not comparable') return [];
    return [
      {
        message: `The schema cannot be compared with ${standing.path}: ${standing.reason}.`,
        path: standing.path,
        ...(head.migration === null ? {} : { migration: head.migration.tag }),
        fix: `npx drizzle-kit up --config ${project.config}`,
      },
    ];
  },
};
