import { shownName, tableKey } from '../../sql/built/names.js';
import type { BuiltSchema, BuiltTable } from '../../sql/built/schema.js';
import { findTable } from '../../sql/built/schema.js';
import type { Operation } from '../../sql/operation.js';
import { isSymbol, isWord } from '../../sql/token-ranges.js';
import { type Token, tokenize } from '../../sql/tokens.js';
import { isOfType } from '../enum-type.js';
import { stepsOf } from '../migration.js';
import type { ReviewRule } from '../rule.js';

export const enumValueUsed: ReviewRule = {
  name: 'review/enum-value-used',
  severity: 'error',
  dialects: ['postgresql'],
  docs: {
    what: 'A value is added to an enum and used in the same migration.',
    why: 'PostgreSQL refuses a new value of an enum until the transaction that added it is committed ("unsafe use of new value", 12 to 17; seen on 15), in a default, a check or a row, and whether there are rows or not. `lockstep migrate` gives every migration a transaction of its own, so the use may stand in the next one; drizzle-kit migrate applies all that are pending in one transaction, so there the two must not be pending together. An enum that the same migration made may be used at once.',
    bad: `ALTER TYPE "status" ADD VALUE 'archived';
ALTER TABLE "orders" ALTER COLUMN "status" SET DEFAULT 'archived';`,
    good: `-- One migration:
ALTER TYPE "status" ADD VALUE 'archived';
-- The next one:
ALTER TABLE "orders" ALTER COLUMN "status" SET DEFAULT 'archived';`,
    accept: 'Never as it stands: the migration fails. Move the use into the next migration.',
  },
  check(migration) {
    const { before } = migration;
    return stepsOf(migration, 'add enum value').flatMap((added) => {
      const { schema, name, value } = added.operation;
      const old = before.enums.get(tableKey('postgresql', schema, name));
      const isMade = stepsOf(migration, 'create enum').some((made) => made.operation.name === name);
      if (old?.values.includes(value) || (old === undefined && isMade)) return [];
      const use = migration.steps
        .slice(migration.steps.findIndex(({ operation }) => operation === added.operation) + 1)
        .find(({ operation, after }) => uses(operation, after, { schema, name, value }));
      if (use === undefined) return [];
      const type = shownName('postgresql', schema, name);
      return [
        {
          operation: use.operation,
          target: `${type}.${value}`,
          message: `This uses the value ${value} that line ${added.operation.place.line} adds to ${type}: PostgreSQL refuses that before the transaction that added it is committed.`,
          fix: `Move the statement into a migration of its own: ${migration.lockstep('generate --custom')}`,
        },
      ];
    });
  },
};

/** Whether a statement has the value as a literal where it is one of the enum: in a cast to it, or of a table with it. */
function uses(
  operation: Operation,
  after: BuiltSchema,
  { schema, name, value }: { schema: string | null; name: string; value: string },
): boolean {
  // Where a value goes in the order is no use of its neighbour.
  if (operation.kind === 'add enum value' || operation.kind === 'rename enum value' || operation.kind === 'comment') {
    return false;
  }
  // A seed may be megabytes: its tokens are made only where the value is in it.
  if (!operation.text.includes(value)) return false;
  const tokens = tokenize('postgresql', operation.text);
  const literals = tokens.flatMap((token, at) => (token.kind === 'string' && token.value === value ? [at] : []));
  if (literals.length === 0) return false;
  const isCast = literals.some((at) => {
    if (isWord(tokens[at + 1], 'as') && isWord(tokens[at - 2], 'cast')) {
      return tokens.slice(at + 2, at + 5).some(({ value: word }) => word === name);
    }
    const type = tokens.slice(at + 3, at + 6).find(({ value: word }) => word === name);
    return isSymbol(tokens[at + 1], ':') && isSymbol(tokens[at + 2], ':') && type !== undefined;
  });
  if (isCast) return true;
  const own =
    'table' in operation && operation.table !== null && 'schema' in operation
      ? findTable(after, { schema: operation.schema, table: operation.table })
      : null;
  const read = readsRows(operation) ? tablesNamed(after, tokens) : [];
  return [own, ...read].some((table) => table?.columns.some(({ type }) => isOfType(type, schema, name)));
}

/** What compares columns of tables that it names: `CREATE VIEW … WHERE status = 'done'`. */
function readsRows(operation: Operation): boolean {
  if (operation.kind === 'insert') return operation.source === 'select';
  return /^(create (materialized )?(view|table)|select|update|delete|merge)$/.test(operation.kind);
}

function tablesNamed(schema: BuiltSchema, tokens: readonly Token[]): BuiltTable[] {
  const names = new Set(tokens.flatMap(({ kind, value }) => (kind === 'name' || kind === 'word' ? [value] : [])));
  return [...schema.tables.values()].filter((table) => names.has(table.name));
}
