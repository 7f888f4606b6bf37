import { shellWord } from '../../shell-word.js';
import { shownName } from '../../sql/built/names.js';
import type { OperationOf } from '../../sql/operation.js';
import { isWord } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { isInUse } from '../in-use.js';
import { stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const indexBlocksWrites: ReviewRule = {
  name: 'review/index-blocks-writes',
  severity: 'warning',
  dialects: ['postgresql'],
  docs: {
    what: 'An index is built on a table that is in use, without CONCURRENTLY.',
    why: 'Until the index is built, every INSERT, UPDATE and DELETE on the table waits (PostgreSQL: a SHARE lock). CONCURRENTLY lets them through, takes longer, and cannot run in a transaction: `lockstep migrate` runs it outside of one, `drizzle-kit migrate` cannot run it.',
    bad: `CREATE INDEX "orders_user_id_idx" ON "orders" ("user_id");`,
    good: `CREATE INDEX CONCURRENTLY "orders_user_id_idx" ON "orders" ("user_id");`,
    accept: 'The table is small enough that the index is built in a moment, or nobody writes to it at the time.',
  },
  check(migration) {
    return stepsOf(migration, 'create index').flatMap((step) => {
      const { operation } = step;
      const table = tableBefore(step, operation);
      if (operation.concurrently || !isInUse(migration, table)) return [];
      const name = shownName('postgresql', operation.schema, operation.table);
      const target = operation.index === null ? name : shownName('postgresql', operation.schema, operation.index);
      const message = `${name} takes no writes until ${operation.index ?? 'the index'} is built.`;
      if (table?.isPartitioned) {
        const fix = 'Build it with CONCURRENTLY on each partition first: the one of the whole then takes those over.';
        return [{ operation, target, message, fix }];
      }
      const command = generator(operation, name);
      return [
        {
          operation,
          target,
          message,
          fix:
            command === null
              ? 'Build it with CONCURRENTLY, in a migration of its own.'
              : `In a migration of its own: ${migration.lockstep(command)}`,
          statements: [concurrently(operation)],
        },
      ];
    });
  },
};

/** The same statement with the word in it. */
function concurrently({ text }: OperationOf<'create index'>): string {
  const at = tokenize('postgresql', text).find((token) => isWord(token, 'index'))?.end ?? 0;
  return `${text.slice(0, at)} CONCURRENTLY${text.slice(at)};`;
}

/** `new index users email --concurrently`, where the index is of columns and nothing else. */
function generator({ unique, method, parts, where, index }: OperationOf<'create index'>, table: string): string | null {
  const columns = parts.flatMap(({ column, text }) => (column !== null && isPlain(text, column) ? [column] : []));
  if (where !== null || columns.length < parts.length) return null;
  const options = [
    unique ? ' --unique' : '',
    method === null || method === 'btree' ? '' : ` --method ${method}`,
    index === null ? '' : ` --name ${shellWord(index)}`,
  ];
  return `new index ${[table, ...columns].map(shellWord).join(' ')}${options.join('')} --concurrently`;
}

/** drizzle-kit writes the operator class behind every column, also the one that PostgreSQL takes by itself. */
function isPlain(text: string, column: string): boolean {
  const [name, ...rest] = tokenize('postgresql', text).map(({ value }) => value);
  return name === column && (rest.length === 0 || (rest.length === 1 && /^[a-z0-9]+_ops$/.test(rest[0] ?? '')));
}
