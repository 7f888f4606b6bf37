import type { IndexPart, OperationOf } from '../../sql/operation.js';
import type { Constraint } from '../../sql/table-parts.js';
import type { Draft } from './draft.js';
import { freeForeignKeyName, freeName, indexFor, wholeColumn } from './keys.js';
import { beginsWith, isSame, keysOf, type ModelIndex, type ModelTable } from './model.js';

/** Adds a constraint, and the index that the server makes for it. */
export function addConstraint(draft: Draft, table: ModelTable, constraint: Constraint): void {
  const { name } = constraint;
  switch (constraint.type) {
    case 'primary key':
      table.primaryKey = index(draft.id(), 'PRIMARY', true, constraint.parts ?? constraint.columns.map(wholeColumn));
      return;
    case 'unique': {
      const parts = constraint.parts ?? constraint.columns.map(wholeColumn);
      table.indexes.push(index(draft.id(), name ?? freeName(table, constraint.columns[0] ?? ''), true, parts));
      return;
    }
    case 'check':
      table.checks.push({ id: draft.id(), name, expression: constraint.expression });
      return;
    case 'foreign key': {
      const { columns, references, says } = constraint;
      const actions = {
        onDelete: says?.onDelete === false ? null : constraint.onDelete,
        onUpdate: says?.onUpdate === false ? null : constraint.onUpdate,
      };
      const own = { name: name ?? freeForeignKeyName(table), isUnnamed: name === null };
      const key = { id: draft.id(), ...own, columns, references: { ...references }, ...actions };
      table.foreignKeys.push(key);
      const hasIndex = keysOf(table).some((other) => !other.isGenerated && beginsWith(other, columns));
      if (hasIndex) return;
      const made = indexFor(key, draft.id(), table);
      table.indexes = [...table.indexes.filter((other) => !isReplaced(other, made)), made];
    }
  }
}

/** Of two indexes made for foreign keys over the same columns, the later one stays (MariaDB 10.11). */
function isReplaced(old: ModelIndex, made: ModelIndex): boolean {
  return old.isGenerated && isSame(old.name, made.name);
}

/** DROP CONSTRAINT says a foreign key, a check, or a unique one; a name is looked for in this order. */
export function dropConstraint(draft: Draft, operation: OperationOf<'drop constraint'>): void {
  const table = draft.table(operation);
  const { name, type } = operation;
  if (name === null || (type === null && isSame(name, 'PRIMARY'))) {
    draft.primaryKey(table);
    table.primaryKey = null;
    return;
  }
  const has = (objects: { name: string | null }[]): boolean =>
    objects.some((object) => object.name !== null && isSame(object.name, name));
  if (type === 'check' || (type === null && !has(table.foreignKeys) && has(table.checks))) {
    const check = draft.check(table, name);
    table.checks = table.checks.filter((other) => other !== check);
  } else if (type === null && !has(table.foreignKeys) && has(table.indexes)) {
    removeIndex(table, draft.index(table, name));
  } else {
    const key = draft.foreignKey(table, name);
    table.foreignKeys = table.foreignKeys.filter((other) => other !== key);
  }
}

export function createIndex(draft: Draft, operation: OperationOf<'create index'>): void {
  const table = draft.table(operation);
  const { unique, parts, method } = operation;
  const name = operation.index ?? freeName(table, parts[0]?.column ?? '');
  const named = parts.map((part) => (part.column === null ? part : { ...part }));
  table.indexes.push({ ...index(draft.id(), name, unique, named), method: method === 'btree' ? null : method });
}

export function dropIndex(draft: Draft, operation: OperationOf<'drop index'>): void {
  if (operation.table === null) return;
  const table = draft.table({ schema: operation.schema, table: operation.table });
  if (isSame(operation.index, 'PRIMARY')) {
    draft.primaryKey(table);
    table.primaryKey = null;
  } else removeIndex(table, draft.index(table, operation.index));
}

export function renameIndex(draft: Draft, operation: OperationOf<'rename index'>): void {
  if (operation.table === null) return;
  draft.index(draft.table({ schema: operation.schema, table: operation.table }), operation.index).name = operation.to;
}

function removeIndex(table: ModelTable, gone: ModelIndex): void {
  table.indexes = table.indexes.filter((other) => other !== gone);
}

function index(id: number, name: string, unique: boolean, parts: IndexPart[]): ModelIndex {
  return { id, name, unique, method: null, parts, isGenerated: false };
}
