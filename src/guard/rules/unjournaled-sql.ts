import { posix } from 'node:path';
import type { Rule } from '../rule.js';
import { harmOf, orphanSnapshots, unlistedSql } from '../unlisted.js';

export const unjournaledSql: Rule = {
  name: 'history/unjournaled-sql',
  severity: 'error',
  scope: 'migration',
  docs: {
    what: 'An SQL file lies among the migrations, and none of them is it: the journal does not list it, or on the 1.0 line it lies beside the folders.',
    why: 'It looks like a migration, and no database ever gets it. drizzle-kit check does not notice (0.31.11).',
    example: `history/unjournaled-sql  drizzle/0002_cleanup.sql
  drizzle/0002_cleanup.sql is not listed in drizzle/meta/_journal.json: no database gets it.`,
    mend: `If it lost its entry in a merge, take the base branch's history and re-create this branch's migrations on top of it:

    lockstep rebase

If it was written by hand, make a migration for it, and move the SQL there:

    lockstep generate --custom --name cleanup

If it is not needed, delete it.`,
  },
  check({ history, nodes, published, commands }) {
    const orphans = orphanSnapshots(history);
    return unlistedSql(history).map((path) => {
      const tag = posix.basename(path, '.sql');
      const own = orphans.find((snapshot) => posix.basename(snapshot).startsWith(`${tag.split('_')[0]}_`));
      const place = history.journal === null ? 'in a folder of its own' : `listed in ${history.journal}`;
      const harm = own === undefined ? null : harmOf(own, history, nodes);
      const isPublished = published?.history.migrations.some((migration) => migration.sql === path) === true;
      return {
        message: `${path} is not ${place}: no database gets it.${isPublished ? ` On the base branch it is (${published.tree.label}).` : ''}${harm === null ? '' : ` Its snapshot is ${own}, and ${harm}.`}`,
        path,
        fix: isPublished
          ? `Put its entry back into ${history.journal}, as in: git show ${published.commit.slice(0, 9)}:${history.journal}`
          : `Delete it, or make a migration of it: ${commands.lockstep('generate --custom')}`,
      };
    });
  },
};
