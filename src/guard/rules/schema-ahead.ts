import type { Rule } from '../rule.js';

export const schemaAhead: Rule = {
  name: 'lockstep/schema-ahead',
  summary: 'The schema has changes that no migration makes: the code would run against a database that lacks them.',
  check({ tree, project, standing, commands }) {
    if (standing.kind !== 'schema ahead') return [];
    const rename = standing.ambiguous
      ? ' Something is dropped while something of its kind is added: if it was renamed, say so when drizzle-kit asks.'
      : '';
    return [
      {
        rule: this.name,
        severity: 'error',
        message: `The schema in ${tree.label} has changes that no migration there makes. A database migrated from it would not match the code.${rename}`,
        path: project.schema[0] ?? project.config,
        fix: commands.addMigrations ?? commands.generate,
        statements: standing.statements,
      },
    ];
  },
};
