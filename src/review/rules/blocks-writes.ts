import { shownName } from '../../sql/built/names.js';
import { isInUse } from '../in-use.js';
import { stepsOf, tableBefore } from '../migration.js';
import { slowDdl } from '../mysql/online-ddl.js';
import { targetOf } from '../mysql/target.js';
import type { ReviewRule } from '../rule.js';

export const blocksWrites: ReviewRule = {
  name: 'review/blocks-writes',
  severity: 'warning',
  dialects: ['mysql'],
  docs: {
    what: 'An index that MySQL builds without letting anybody write to the table.',
    why: 'A FULLTEXT or SPATIAL index is built in place, but with LOCK=SHARED at the least: every INSERT, UPDATE and DELETE waits until it is through. Other indexes are built while the table is written to.',
    bad: 'CREATE FULLTEXT INDEX `posts_body_idx` ON `posts` (`body`);',
    good: `-- At a time when nobody writes, or beside the migrations with gh-ost or pt-online-schema-change:
CREATE FULLTEXT INDEX \`posts_body_idx\` ON \`posts\` (\`body\`);`,
    accept: 'The table is small, or nobody writes to it at the time.',
  },
  check(migration) {
    return stepsOf(migration, 'create index').flatMap((step) => {
      const { operation } = step;
      const ddl = slowDdl(migration, step);
      if (ddl?.blocksWrites !== true || !isInUse(migration, tableBefore(step, operation))) return [];
      const table = shownName('mysql', operation.schema, operation.table);
      return [
        {
          operation,
          target: targetOf(operation, operation),
          message: `${table} takes no writes while ${ddl.because}.`,
          fix: 'Apply it when nobody writes to the table, or beside the migrations with gh-ost or pt-online-schema-change.',
        },
      ];
    });
  },
};
