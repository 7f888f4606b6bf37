import { shownName } from '../../sql/built/names.js';
import type { Operation, OperationOf } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isInUse } from '../in-use.js';
import { stepsOf, tableBefore } from '../migration.js';
import { type SlowDdl, slowDdl } from '../mysql/online-ddl.js';
import { targetOf } from '../mysql/target.js';
import type { ReviewRule, Risk } from '../rule.js';

export const copiesTable: ReviewRule = {
  name: 'review/copies-table',
  severity: 'warning',
  dialects: ['mysql'],
  docs: {
    what: 'A change that MySQL makes by building the whole table anew.',
    why: 'With ALGORITHM=COPY every row goes into a new table, and nobody writes to the old one until it is through: a column gets another type, a foreign key (unless foreign_key_checks is off) or a check is added, a stored column is computed, a varchar grows past 255 bytes, a primary key is dropped. Where the table is built anew in place, writes go on, and disk and replicas have the work: an info. What a server can do depends on its version: set `server` in the settings (`mysql 8.0.34`, `mariadb 10.11`). MariaDB copies without stopping writes from 11.2 on.',
    bad: 'ALTER TABLE `orders` MODIFY COLUMN `total` bigint NOT NULL;',
    good: `ALTER TABLE \`orders\` ADD COLUMN \`total_new\` bigint, ALGORITHM=INSTANT;
-- The application, or a trigger, writes both; batches fill the rows that are there; a later release changes over.
-- Or gh-ost or pt-online-schema-change make the change beside the migrations.`,
    accept: 'The table is small, or nobody writes to it at the time.',
  },
  check(migration) {
    return stepsOf(
      migration,
      'add column',
      'drop column',
      'modify column',
      'add constraint',
      'drop constraint',
    ).flatMap((step): Risk[] => {
      const { operation } = step;
      const ddl = slowDdl(migration, step);
      if (ddl === null || !isInUse(migration, tableBefore(step, operation))) return [];
      const table = shownName('mysql', operation.schema, operation.table);
      const how =
        ddl.algorithm === 'copy'
          ? `copied row by row${ddl.blocksWrites ? ', and takes no writes until that is through' : ''}`
          : `built anew in place${ddl.blocksWrites ? ', and takes no writes until that is through' : ', while it is written to'}`;
      const statements = ddl.algorithm === 'copy' ? withoutCopy(operation) : undefined;
      return [
        {
          operation,
          target: targetOf(operation, operation),
          message: `${table} is ${how}: ${ddl.because}.`,
          fix: fixOf(operation, ddl),
          ...(statements === undefined ? {} : { statements }),
          ...(ddl.blocksWrites ? {} : { severity: 'info' as const }),
        },
      ];
    });
  },
};

function fixOf(operation: Operation, { algorithm }: SlowDdl): string {
  if (operation.kind === 'add constraint' && operation.constraint.type === 'foreign key') {
    return 'Look for rows that refer to nothing, then add it with foreign_key_checks off: the rows are not looked at.';
  }
  return operation.kind === 'modify column' && algorithm === 'copy'
    ? 'Add a column of the new type, write both, fill it in batches, and change over in a later release.'
    : 'Apply it when few write to the table, or beside the migrations with gh-ost or pt-online-schema-change.';
}

function withoutCopy(operation: Operation): string[] | undefined {
  if (operation.kind === 'modify column') return expand(operation);
  if (operation.kind !== 'add constraint' || operation.constraint.type !== 'foreign key') return undefined;
  return [
    'SET SESSION foreign_key_checks = 0;',
    `${operation.text}, ALGORITHM=INPLACE, LOCK=NONE;`,
    'SET SESSION foreign_key_checks = 1;',
  ];
}

function expand(operation: OperationOf<'modify column'>): string[] {
  const table = tableIdentifier('mysql', operation);
  const [old, next] = [operation.column, `${operation.column}_new`].map((name) => identifier('mysql', name));
  return [
    `ALTER TABLE ${table} ADD COLUMN ${next} ${operation.definition.type}, ALGORITHM=INSTANT;`,
    `UPDATE ${table} SET ${next} = ${old} WHERE ${next} IS NULL LIMIT 1000;`,
    `ALTER TABLE ${table} RENAME COLUMN ${old} TO ${identifier('mysql', `${operation.column}_old`)}, RENAME COLUMN ${next} TO ${old};`,
  ];
}
