import type { Dialect } from '../../project/dialects.js';
import { columnKey, shownName } from '../../sql/built/names.js';
import { isLossless } from '../../sql/lossless.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isSymbol, isWord } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { columnChanges, isNewColumn } from '../column-changes.js';
import { mayHaveRows, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';
import { silentLoss } from '../type-loss.js';

export const narrowingType: ReviewRule = {
  name: 'review/narrowing-type',
  severity: 'error',
  dialects: ['postgresql', 'sqlite', 'mysql'],
  docs: {
    what: 'A column gets a type in which its values lose something without an error.',
    why: 'Engines refuse some values that do not fit and change others in silence: fractions are rounded, an explicit cast to varchar(n) cuts, a date forgets the time, SQLite makes numbers of text that reads as one. What was lost cannot be told afterwards. A type that holds every value of the old one is not found here, and what the engine refuses is another rule’s.',
    bad: `ALTER TABLE "orders" ALTER COLUMN "total" SET DATA TYPE integer;`,
    good: `-- A new column beside the old one; the old one goes when the new one proved right:
ALTER TABLE "orders" ADD COLUMN "total_cents" bigint;
UPDATE "orders" SET "total_cents" = round("total" * 100);`,
    accept: 'No value has what would be lost: a query on the production database said so.',
  },
  check(migration) {
    const { dialect } = migration;
    return columnChanges(migration).flatMap(({ step, table, before, after, using }): Risk[] => {
      if (!mayHaveRows(migration, tableBefore(step, table))) return [];
      if (isNewColumn(migration, step.operation, table, before.name)) return [];
      // libSQL's ALTER COLUMN writes no row anew.
      if (dialect === 'sqlite' && step.operation.kind === 'modify column') return [];
      if (before.generated !== null || after.generated !== null) return [];
      const name = shownName(dialect, table.schema, table.table);
      const target = `${name}.${before.name}`;
      const change = `${target} changes from ${before.type || 'no type'} to ${after.type || 'no type'}.`;
      if (using !== null && !isCastOf(dialect, using, before.name)) {
        if (dialect !== 'postgresql' || isLossless(dialect, before.type, after.type) || isInZone(dialect, using))
          return [];
        const message = `${change} Each value becomes ${using}: what that leaves out is lost.`;
        return [{ operation: step.operation, target, message, severity: 'warning' }];
      }
      const loss = silentLoss(dialect, before.type, after.type, using !== null);
      if (loss === null) return [];
      const [column, rows] = [identifier(dialect, before.name), tableIdentifier(dialect, table)];
      return [
        {
          operation: step.operation,
          target,
          message: `${change} ${loss}`,
          ...(before.type.toLowerCase().startsWith('timestamp') && after.type.toLowerCase().includes('timestamp')
            ? {
                severity: 'warning' as const,
                fix: 'Say which zone the values are in.',
                statements: [
                  `ALTER TABLE ${rows} ALTER COLUMN ${column} SET DATA TYPE ${after.type} USING ${column} AT TIME ZONE 'UTC';`,
                ],
              }
            : { fix: `Add a column of the new type, fill it, and drop ${target} when nothing was lost.` }),
        },
      ];
    });
  },
};

/** `name::varchar(50)`, `CAST(name AS …)`, `name`: a value of the column as another type, and nothing else. */
function isCastOf(dialect: Dialect, expression: string, column: string): boolean {
  const tokens = tokenize(dialect, expression);
  const first = tokens.find(({ kind, value }) => kind === 'name' || (kind === 'word' && value !== 'cast'));
  const isPlain = tokens.every((token) => token.kind !== 'symbol' || isSymbol(token, ':', '(', ')', ',', '.'));
  const isText = tokens.some(({ kind }) => kind === 'string');
  return isPlain && !isText && first !== undefined && columnKey(dialect, first.value) === columnKey(dialect, column);
}

/** The zone is said: nothing is left to the session. */
function isInZone(dialect: Dialect, expression: string): boolean {
  return tokenize(dialect, expression).some((token) => isWord(token, 'zone'));
}
