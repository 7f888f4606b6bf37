import type { Dialect } from '../../project/dialects.js';
import { shownName, tableKey } from '../../sql/built/names.js';
import type { OperationOf } from '../../sql/operation.js';
import { identifier, tableIdentifier } from '../../sql/quote.js';
import { isWord } from '../../sql/token-ranges.js';
import { type Token, tokenize } from '../../sql/tokens.js';
import { isNew, type ReviewedMigration, stepsOf, tableBefore } from '../migration.js';
import type { ReviewRule, Risk } from '../rule.js';

export const leftOff: ReviewRule = {
  name: 'review/left-off',
  severity: 'warning',
  dialects: ['postgresql', 'mysql'],
  docs: {
    what: 'Triggers or foreign keys are switched off, and not on again in the same migration.',
    why: 'PostgreSQL keeps a trigger off until somebody switches it on: nothing that it fills in, forbids or writes down happens any more, and with ALL no foreign key of the table is enforced. A setting of the session (session_replication_role, foreign_key_checks) stays for the migrations that are applied behind this one: rows that refer to nothing get in, and no later statement looks for them.',
    bad: `ALTER TABLE "orders" DISABLE TRIGGER ALL;
UPDATE "orders" SET "state" = 'closed' WHERE "state" = 'done';`,
    good: `ALTER TABLE "orders" DISABLE TRIGGER "orders_audit";
UPDATE "orders" SET "state" = 'closed' WHERE "state" = 'done';
ALTER TABLE "orders" ENABLE TRIGGER "orders_audit";`,
    accept: 'The trigger is no longer wanted; or the rest of the session is known to need the setting.',
  },
  check(migration) {
    return [...triggers(migration), ...settings(migration)];
  },
};

/** ALTER TABLE … DISABLE TRIGGER without an ENABLE of the same, or of ALL, behind it. */
function triggers(migration: ReviewedMigration): Risk[] {
  const steps = stepsOf(migration, 'alter table');
  return steps.flatMap((step, at): Risk[] => {
    const { operation } = step;
    const off = triggerIn(operation, 'disable');
    if (off === null || isNew(migration, tableBefore(step, operation))) return [];
    if (steps.slice(at + 1).some((later) => isOnAgain(later.operation, operation, off))) return [];
    const target = shownName('postgresql', operation.schema, operation.table);
    const what = isWord(off, 'all', 'user')
      ? `The triggers of ${target} stay`
      : `Trigger ${off.value} of ${target} stays`;
    const name = off.kind === 'name' ? identifier('postgresql', off.value) : off.value;
    return [
      {
        operation,
        target,
        message: `${what} off behind this migration.`,
        fix: 'Switch on again at its end what it switches off.',
        statements: [`ALTER TABLE ${tableIdentifier('postgresql', operation)} ENABLE TRIGGER ${name};`],
      },
    ];
  });
}

/** What `DISABLE TRIGGER name` or `ENABLE TRIGGER name` names; ENABLE REPLICA leaves it off for everybody else. */
function triggerIn({ action }: OperationOf<'alter table'>, verb: 'enable' | 'disable'): Token | null {
  const tokens = tokenize('postgresql', action);
  const isIt = isWord(tokens[0], verb) && !isWord(tokens[1], 'replica') && isWord(tokens.at(-2), 'trigger');
  return isIt ? (tokens.at(-1) ?? null) : null;
}

function isOnAgain(later: OperationOf<'alter table'>, earlier: OperationOf<'alter table'>, off: Token): boolean {
  const on = triggerIn(later, 'enable');
  const [key, other] = [later, earlier].map(({ schema, table }) => tableKey('postgresql', schema, table));
  return on !== null && key === other && (isWord(on, 'all') || on.value === off.value);
}

/** The settings of a session that keep an engine from what it enforces, and their values that do. */
const switches: Partial<Record<Dialect, { name: string; values: string[] }>> = {
  postgresql: { name: 'session_replication_role', values: ['replica'] },
  mysql: { name: 'foreign_key_checks', values: ['0', 'off', 'false'] },
};

function settings(migration: ReviewedMigration): Risk[] {
  const setting = switches[migration.dialect];
  if (setting === undefined) return [];
  const { name, values } = setting;
  const last = stepsOf(migration, 'set')
    .map(({ operation }) => operation)
    .findLast((operation) => !operation.local && operation.name.replace(/^@@(?:session\.)?/, '') === name);
  const value = tokenize(migration.dialect, last?.value ?? '')[0]?.value.toLowerCase() ?? '';
  if (last === undefined || !values.includes(value)) return [];
  const message = `${name} stays ${value} behind this migration, for those that are applied in the same session.`;
  const fix = 'Set it back at the end of the migration.';
  const statements = [migration.dialect === 'mysql' ? `SET ${name} = 1;` : `RESET ${name};`];
  return [{ operation: last, target: name, message, fix, statements }];
}
