import { isInUse } from '../../src/review/in-use.ts';
import { tableBefore } from '../../src/review/migration.ts';
import { typeChange } from '../../src/review/postgresql/type-change.ts';
import { findColumn } from '../../src/sql/built/schema.ts';

/**
 * The rules of squawk 2.66 with those here that say the same; `null` for those of style and of timeouts, which are left
 * out. What is not listed has no counterpart, and is found to be missing.
 *
 * @type {Record<string, string[] | null>}
 */
export const byRule = {
  'require-lock-timeout': null,
  'require-statement-timeout': null,
  'require-timeout-settings': null,
  'require-table-schema': null,
  'prefer-bigint-over-int': null,
  'prefer-bigint-over-smallint': null,
  'prefer-big-int': null,
  'prefer-identity': null,
  'prefer-robust-stmts': null,
  'prefer-text-field': null,
  'prefer-timestamp-tz': null,
  'prefer-repack': null,
  // Where in the list a new value stands is a matter of style.
  'require-enum-value-ordering': null,
  'adding-field-with-default': ['review/volatile-default', 'review/stored-generated'],
  'adding-foreign-key-constraint': ['review/foreign-key-locks', 'review/foreign-key-on-rows'],
  'adding-not-nullable-field': ['review/set-not-null-scans', 'review/set-not-null', 'review/not-null-added'],
  'adding-primary-key-constraint': ['review/unique-locks', 'review/primary-key-on-rows'],
  'adding-required-field': ['review/required-column'],
  'adding-serial-primary-key-field': ['review/serial-added', 'review/unique-locks'],
  'ban-alter-domain-with-add-constraint': ['review/domain-constraint'],
  'ban-char-field': ['review/char-type'],
  'ban-concurrent-index-creation-in-transaction': ['review/concurrently-in-transaction'],
  'ban-create-domain-with-constraint': [],
  'ban-drop-column': ['review/drop-column', 'review/looks-like-rename'],
  'ban-drop-not-null': ['review/drop-not-null'],
  'ban-drop-table': ['review/drop-table', 'review/looks-like-rename'],
  'ban-truncate-cascade': ['review/truncate', 'review/cascade'],
  'ban-uncommitted-transaction': ['review/transaction-control'],
  'changing-column-type': ['review/type-rewrite', 'review/narrowing-type', 'review/failing-cast'],
  'constraint-missing-not-valid': [
    'review/foreign-key-locks',
    'review/check-locks',
    'review/unique-locks',
    'review/foreign-key-on-rows',
    'review/check-on-rows',
    'review/validate-in-same-transaction',
  ],
  'disallowed-unique-constraint': ['review/unique-locks', 'review/unique-on-rows'],
  'identifier-too-long': ['review/name-too-long'],
  'renaming-column': ['review/rename-column'],
  'renaming-table': ['review/rename-table'],
  'require-concurrent-index-creation': ['review/index-blocks-writes', 'review/unique-on-rows'],
  'require-concurrent-index-deletion': ['review/drop-index-locks'],
  'require-concurrent-partition-attach': ['review/attach-partition'],
  'require-concurrent-partition-detach': ['review/detach-partition'],
  'require-concurrent-reindex': ['review/reindex-locks'],
  'transaction-nesting': ['review/transaction-control'],
};

/** Rules about locks and rows: they say nothing of a table that nobody uses. */
const ofTables = new Set([
  ...['adding-field-with-default', 'adding-foreign-key-constraint', 'adding-not-nullable-field'],
  ...['adding-primary-key-constraint', 'adding-required-field', 'changing-column-type', 'ban-drop-not-null'],
  ...['constraint-missing-not-valid', 'disallowed-unique-constraint', 'ban-drop-column', 'ban-drop-table'],
  ...['require-concurrent-index-creation', 'require-concurrent-index-deletion', 'renaming-column', 'renaming-table'],
]);

/**
 * Why a finding of squawk's is none, given the schema before; `null` where the schema before is no reason.
 *
 * @param {{ rule: string, line: number, lastLine: number }} finding
 */
export function reasonOf({ rule, line, lastLine }, { migration }) {
  const steps = migration.steps.filter(
    ({ operation: { place, text } }) => place.line <= lastLine && line <= place.line + text.split('\n').length - 1,
  );
  for (const step of steps) {
    const reason = reasonAt(rule, migration, step);
    if (reason !== null) return reason;
  }
  return null;
}

function reasonAt(rule, migration, step) {
  const { operation, before } = step;
  if (!('table' in operation) || operation.table === null) return null;
  const table = tableBefore(step, operation);
  if (ofTables.has(rule) && table !== null && !isInUse(migration, table)) {
    return table.madeBy === migration.tag ? 'the table is made in this migration' : 'the table is empty';
  }
  const column = 'column' in operation ? findColumn(before, table, operation.column) : null;
  switch (rule) {
    case 'changing-column-type': {
      if (operation.kind !== 'alter column type') return null;
      return typeChange(table, operation, column?.type ?? null).does === 'nothing'
        ? `the type before is stored alike`
        : null;
    }
    case 'adding-not-nullable-field':
      return column?.notNull === true ? 'the column is not null before' : null;
    case 'ban-drop-not-null':
      return column?.notNull === false ? 'the column may be null before' : null;
    default:
      return null;
  }
}
