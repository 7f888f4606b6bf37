import { shownName } from '../../sql/built/names.js';
import { isWord } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { isInUse } from '../in-use.js';
import { stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const tableRewrite: ReviewRule = {
  name: 'review/table-rewrite',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'A table that is in use becomes UNLOGGED or LOGGED, or moves to another tablespace or access method.',
    why: 'PostgreSQL writes the whole table anew, and nobody reads or writes it until it is through (an ACCESS EXCLUSIVE lock). A table that is UNLOGGED is empty after a crash of the server, and on every replica: that is an error.',
    bad: `ALTER TABLE "events" SET UNLOGGED;`,
    good: `-- A new table for what may be lost, filled from the old one in batches:
CREATE UNLOGGED TABLE "events_cache" ("id" bigint PRIMARY KEY, "body" jsonb);`,
    accept: 'The table is small, or not in use at the time; for UNLOGGED, its rows can be made again.',
  },
  check(migration) {
    return stepsOf(migration, 'alter table').flatMap((step) => {
      const { operation } = step;
      const [set, what] = tokenize('postgresql', operation.action);
      if (!isWord(set, 'set') || !isWord(what, 'logged', 'unlogged', 'tablespace', 'access')) return [];
      if (!isInUse(migration, tableBefore(step, operation))) return [];
      const target = shownName('postgresql', operation.schema, operation.table);
      const rewritten = `${target} is written anew, without reads and writes in the meantime`;
      if (!isWord(what, 'unlogged')) {
        return [{ operation, target, message: `${rewritten}.`, fix: 'Apply it when nobody needs the table.' }];
      }
      return [
        {
          operation,
          target,
          severity: 'error' as const,
          message: `${rewritten}; from then on a crash of the server leaves it empty, and replicas have no rows of it.`,
          fix: 'Leave the table as it is, and put what may be lost into an UNLOGGED table of its own.',
        },
      ];
    });
  },
};
