import type { Rule } from '../rule.js';

export const unknownSince: Rule = {
  name: 'history/unknown-since',
  severity: 'error',
  scope: 'always',
  docs: {
    what: 'The setting `lockstep.since` names a migration that the history does not have.',
    why: 'Nothing is left alone then, or the wrong things: faults of the time before adoption come back, and nobody sees why.',
    example: `history/unknown-since  package.json
  lockstep.since names 0012_old_name, which is no migration in drizzle.`,
    mend: `Name the last migration of the time before adoption as it is called now (\`drizzle-kit up\` renames them all), or set it
to the newest:

    lockstep check --adopt`,
  },
  check({ history, project, since }) {
    if (since === null || history.migrations.some((migration) => migration.tag === since)) return [];
    return [
      {
        message: `lockstep.since names ${since}, which is no migration in ${project.out}. What lies before it cannot be left alone.`,
        path: 'package.json',
        fix: 'lockstep check --adopt',
      },
    ];
  },
};
