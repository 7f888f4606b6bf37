import type { Rule } from '../rule.js';

export const missingSql: Rule = {
  name: 'history/missing-sql',
  summary: 'The journal names a migration whose SQL file is not there: migrating a database stops at it.',
  check({ tree, history, commands }) {
    return history.migrations
      .filter((migration) => !tree.isFile(migration.sql))
      .map((migration) => ({
        rule: this.name,
        severity: 'error' as const,
        message: `The journal names ${migration.tag}, but ${migration.sql} is not in ${tree.label}. Migrating a database from it would stop there.`,
        path: history.journal,
        line: migration.line,
        migration: migration.tag,
        fix: commands.addMigrations ?? `Restore the file: git log --oneline --diff-filter=D -- ${migration.sql}`,
      }));
  },
};
