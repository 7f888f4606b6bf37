import type { Rule } from '../rule.js';

export const migrationsAhead: Rule = {
  name: 'lockstep/migrations-ahead',
  summary: 'The migrations make changes that the schema does not have: the next generate would undo them.',
  check({ tree, head, project, standing, commands }) {
    if (standing.kind !== 'migrations ahead') return [];
    const since = standing.since === null ? '' : ` The schema is still as of ${standing.since}.`;
    const wish =
      commands.addSchema === null && tree.kind === 'index'
        ? ' Bring the schema change into this commit (is it stashed?), or leave its migration out.'
        : ' Commit the schema change together with its migration.';
    return [
      {
        rule: this.name,
        severity: 'error',
        message: `The migrations in ${tree.label} make changes that the schema there does not have.${since} The next drizzle-kit generate would write a migration that undoes them.${wish}`,
        path: head?.sql ?? project.out,
        ...(head === null ? {} : { migration: head.tag }),
        ...(tree.kind === 'index' ? { fix: commands.addSchema ?? commands.unstageMigrations } : {}),
        statements: standing.statements,
      },
    ];
  },
};
