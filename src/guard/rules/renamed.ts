import { posix } from 'node:path';
import { renames } from '../renames.js';
import type { Rule } from '../rule.js';
import { typed } from '../text.js';

export const renamed: Rule = {
  name: 'history/renamed',
  severity: 'error',
  scope: 'always',
  docs: {
    what: 'The folder of a migration on the base branch has another name (1.0 line).',
    why: 'drizzle-orm 1.0 knows by the name of its folder whether a database has a migration. Under another name it runs again: on data that it has changed already, or it stops because its table exists.',
    example: `history/renamed  drizzle/20260302100000_orders/migration.sql:1
  20260302100000_orders is the published 20260301100000_add_orders under another name. Every database that has it would run
  it again.`,
    mend: `Give the folder its name back:

    git mv drizzle/20260302100000_orders drizzle/20260301100000_add_orders`,
  },
  check(subject) {
    if (subject.history.line !== 'folders') return [];
    return [...renames(subject)].map(([old, now]) => ({
      message: `${now.tag} is the published ${old.tag} under another name (${subject.published?.tree.label}). Every database that has it would run it again.`,
      path: now.listed.path,
      line: now.listed.line,
      migration: now.tag,
      fix: `git mv ${typed(posix.dirname(now.sql), posix.dirname(old.sql))}`,
    }));
  },
};
