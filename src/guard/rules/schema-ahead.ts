import type { Rule } from '../rule.js';

export const schemaAhead: Rule = {
  name: 'lockstep/schema-ahead',
  severity: 'error',
  scope: 'always',
  docs: {
    what: 'The schema has changes that no migration makes.',
    why: 'The code would run against a database that lacks them. It is the most frequent fault: in real projects 2 to 22 % of the commits that change a schema forget its migration.',
    example: `lockstep/schema-ahead  src/db/schema/users.ts:5
  The schema in the staged files has changes that no migration there makes.
    ALTER TABLE "users" ADD COLUMN "name" text;`,
    mend: `Generate the migration and commit it together with the schema:

    lockstep generate --name add_name
    git add drizzle

If it was generated already, it is not staged: \`git add drizzle\`.`,
  },
  check({ tree, project, standing, commands }) {
    if (standing.kind !== 'schema ahead') return [];
    const rename = standing.ambiguous
      ? ' Something is dropped while something of its kind is added: if it was renamed, say so when drizzle-kit asks.'
      : '';
    return [
      {
        message: `The schema in ${tree.label} has changes that no migration there makes. A database migrated from it would not match the code.${rename}`,
        path: standing.place?.path ?? project.schema[0] ?? project.config,
        ...(standing.place === null ? {} : { line: standing.place.line }),
        fix: commands.addMigrations ?? commands.generate,
        statements: standing.statements,
      },
    ];
  },
};
