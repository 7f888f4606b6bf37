import type { Operation, OperationOf } from '../../sql/operation.js';
import { isWord } from '../../sql/token-ranges.js';
import { tokenize } from '../../sql/tokens.js';
import { applyToColumn, renameAtOnce } from './apply-column.js';
import { addConstraint, createIndex, dropConstraint, dropIndex, renameIndex } from './apply-key.js';
import { createTable, dropTable, renameTable } from './apply-table.js';
import { defineView, dropView } from './apply-view.js';
import { Draft } from './draft.js';
import { dropNeedlessIndexes, fillPrimaryKey } from './keys.js';
import type { Model } from './model.js';

export interface Advance {
  /** What was given, and what the statements show to have been there besides. */
  before: Model;
  after: Model;
  /** Statements that may change the schema and could not be read. */
  unread: OperationOf<'unanalysed'>[];
  /** Views that were changed or dropped and whose definition is not known. */
  unknownViews: string[];
}

/** The schema after these operations. */
export function applyOperations(model: Model, operations: readonly Operation[]): Model {
  return advance(model, operations).after;
}

/** The schema after these operations, and what they say about the one before. */
export function advance(model: Model, operations: readonly Operation[]): Advance {
  const draft = new Draft(model);
  const unread: OperationOf<'unanalysed'>[] = [];
  for (const statement of statementsOf(operations)) {
    const [first] = statement;
    if (first?.kind !== 'unanalysed') applyStatement(draft, statement);
    else if (mayChangeSchema(first)) {
      unread.push(first);
      doubtTablesIn(draft, first);
    }
  }
  return { ...draft.done(), unread, unknownViews: draft.unknownViews };
}

/** The operations of each statement. */
function statementsOf(operations: readonly Operation[]): Operation[][] {
  const statements: Operation[][] = [];
  for (const [at, operation] of operations.entries()) {
    const last = statements.at(-1);
    if (last !== undefined && operations[at - 1]?.statement === operation.statement) last.push(operation);
    else statements.push([operation]);
  }
  return statements;
}

/** What an ALTER TABLE drops is what there was before it, wherever it says so. */
function applyStatement(draft: Draft, operations: readonly Operation[]): void {
  const isDrop = ({ kind }: Operation): boolean => kind.startsWith('drop ') && kind !== 'drop default';
  const renames = operations.filter((operation) => operation.kind === 'rename column');
  const others = operations.filter((operation) => !isDrop(operation) && operation.kind !== 'rename column');
  for (const operation of operations.filter(isDrop)) apply(draft, operation);
  renameAtOnce(draft, renames);
  for (const operation of others) apply(draft, operation);
  for (const table of draft.touched()) {
    fillPrimaryKey(table);
    dropNeedlessIndexes(table);
  }
}

function apply(draft: Draft, operation: Operation): void {
  switch (operation.kind) {
    case 'create table':
      createTable(draft, operation);
      break;
    case 'drop table':
      dropTable(draft, operation);
      break;
    case 'rename table':
      renameTable(draft, operation);
      break;
    case 'add column':
    case 'drop column':
    case 'modify column':
    case 'set default':
    case 'drop default':
      applyToColumn(draft, operation);
      break;
    case 'add constraint':
      addConstraint(draft, draft.table(operation), operation.constraint);
      break;
    case 'drop constraint':
      dropConstraint(draft, operation);
      break;
    case 'create index':
      createIndex(draft, operation);
      break;
    case 'drop index':
      dropIndex(draft, operation);
      break;
    case 'rename index':
      renameIndex(draft, operation);
      break;
    case 'create view':
    case 'alter view':
      defineView(draft, operation);
      break;
    case 'drop view':
      dropView(draft, operation);
      break;
  }
}

/** Statements that change rows or the session alone, whatever else stands in them. */
const changesRows = new Set(
  'update insert delete replace with select set do analyze optimize check flush lock unlock commit rollback start'.split(
    ' ',
  ),
);

function mayChangeSchema({ text }: Operation): boolean {
  const [first] = tokenize('mysql', text);
  return !(first?.kind === 'word' && changesRows.has(first.value));
}

/** What the tables that it names are from now on, in its strings as well, is not sure; a routine may change any. */
function doubtTablesIn(draft: Draft, { text }: Operation): void {
  const tokens = tokenize('mysql', text);
  const isAny = isWord(tokens[0], 'call', 'execute');
  const names = new Set(
    tokens.flatMap(({ kind, value, start, end }) => {
      if (kind === 'string') return value.match(/[\w$]+/g) ?? [];
      return [kind === 'word' ? text.slice(start, end) : value];
    }),
  );
  const statement = text.replaceAll(/\s+/g, ' ').slice(0, 60);
  for (const table of [...draft.tables.values()]) {
    if (!isAny && !names.has(table.table)) continue;
    draft.table(table).doubt = `a statement of an earlier migration could not be read: ${statement}`;
  }
}
