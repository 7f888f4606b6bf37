import type { Rule } from '../rule.js';

export const missingSnapshot: Rule = {
  name: 'history/missing-snapshot',
  summary: 'The newest migration has no snapshot: drizzle-kit would compare the schema with an older one.',
  check({ tree, history, commands }) {
    const newest = history.migrations.at(-1);
    if (newest === undefined || tree.isFile(newest.snapshot)) return [];
    return [
      {
        rule: this.name,
        severity: 'error',
        message: `${newest.tag} has no snapshot in ${tree.label}. drizzle-kit would compare the schema with an older one and write the same change again.`,
        path: history.journal,
        line: newest.line,
        migration: newest.tag,
        fix: commands.addMigrations ?? `Restore ${newest.snapshot}, or generate the migration again.`,
      },
    ];
  },
};
