import type { Rule } from '../rule.js';

export const migrationsAhead: Rule = {
  name: 'lockstep/migrations-ahead',
  severity: 'error',
  scope: 'always',
  docs: {
    what: 'The migrations make changes that the schema does not have.',
    why: 'The code does not know what the database will have, and the next `drizzle-kit generate` writes a migration that undoes it.',
    example: `lockstep/migrations-ahead  drizzle/0001_add_orders.sql
  The migrations in the staged files make changes that the schema there does not have.
    CREATE TABLE "orders" (…`,
    mend: `Commit the schema change together with its migration:

    git add src/db/schema drizzle

or leave the migration out of this commit:

    git restore --staged drizzle`,
  },
  check({ tree, head, project, standing, commands }) {
    if (standing.kind !== 'migrations ahead') return [];
    const since = standing.since === null ? '' : ` The schema is still as of ${standing.since}.`;
    const wish =
      commands.addSchema === null && tree.kind === 'index'
        ? ' Bring the schema change into this commit (is it stashed?), or leave its migration out.'
        : ' Commit the schema change together with its migration.';
    return [
      {
        message: `The migrations in ${tree.label} make changes that the schema there does not have.${since} The next drizzle-kit generate would write a migration that undoes them.${wish}`,
        path: head.migration?.sql ?? project.out,
        ...(head.migration === null ? {} : { migration: head.migration.tag }),
        ...(tree.kind === 'index' ? { fix: commands.addSchema ?? commands.unstageMigrations } : {}),
        statements: standing.statements,
      },
    ];
  },
};
