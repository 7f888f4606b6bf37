import { record } from '../../history/json.js';
import type { IndexPart } from '../../sql/operation.js';
import { type Column, plainColumn, type ReferentialAction } from '../../sql/table-parts.js';
import { addColumn } from './apply-column.js';
import { addConstraint } from './apply-key.js';
import { Draft } from './draft.js';
import { dropNeedlessIndexes, fillPrimaryKey, wholeColumn } from './keys.js';
import { emptyModel, keyOf, type Model } from './model.js';

type Entry = Record<string, unknown>;

/** A snapshot's parts, whichever kit line wrote it. */
interface Described {
  tables: string[];
  columns: Entry[];
  primaryKeys: Entry[];
  indexes: Entry[];
  checks: Entry[];
  foreignKeys: Entry[];
  views: Entry[];
  /** Whether the kit line writes NO ACTION where it is one. */
  writesNoAction: boolean;
}

/**
 * The schema of one of drizzle-kit's MySQL snapshots: version 5 of the journal line (0.31.11), or the entities of the
 * 1.0 line (1.0.0-rc.5). What it does not know, such as prefixes of keys, comments and table options, is not in it.
 *
 * @param lastId Ids of its objects come after this one.
 */
export function fromSnapshot(snapshot: Entry, lastId = 0): Model {
  const described = Array.isArray(snapshot.ddl) ? ofEntities(snapshot.ddl) : ofTables(snapshot);
  const draft = new Draft({ ...emptyModel, lastId });
  for (const table of described.tables) draft.create({ schema: null, table });
  const tableOf = (entry: Entry) => draft.table({ schema: null, table: textOf(entry.table) });
  const plain = { notValid: false, deferrable: 'no', usingIndex: null } as const;
  for (const column of described.columns) addColumn(draft, tableOf(column), columnOf(column));
  for (const key of described.primaryKeys) {
    addConstraint(draft, tableOf(key), { ...plain, type: 'primary key', name: null, columns: textsOf(key.columns) });
  }
  for (const entry of described.indexes) {
    const own = { id: draft.id(), name: textOf(entry.name), unique: entry.isUnique === true };
    tableOf(entry).indexes.push({ ...own, method: null, parts: partsOf(entry.columns), isGenerated: false });
  }
  for (const { table, name, value } of described.checks) {
    const check = { ...plain, type: 'check', name: textOf(name), expression: textOf(value) } as const;
    addConstraint(draft, tableOf({ table }), check);
  }
  for (const key of described.foreignKeys) {
    const references = { schema: null, table: textOf(key.tableTo), columns: textsOf(key.columnsTo) };
    const actions = { onDelete: actionOf(key.onDelete), onUpdate: actionOf(key.onUpdate) };
    const own = { type: 'foreign key', name: textOf(key.name), columns: textsOf(key.columns) } as const;
    addConstraint(draft, tableOf(key), { ...plain, ...own, references, ...actions, says: saysOf(key, described) });
  }
  for (const view of described.views) {
    const name = textOf(view.name);
    const algorithm = view.algorithm ? ` ALGORITHM = ${textOf(view.algorithm)}` : '';
    const security = view.sqlSecurity ? ` SQL SECURITY ${textOf(view.sqlSecurity)}` : '';
    const check = view.withCheckOption ? ` WITH ${textOf(view.withCheckOption)} CHECK OPTION` : '';
    const text = { head: `CREATE${algorithm}${security} VIEW`, tail: ` AS (${textOf(view.definition)})${check}` };
    draft.views.set(keyOf({ schema: null, table: name }), { id: draft.id(), schema: null, name, ...text, reads: [] });
  }
  for (const table of draft.touched()) {
    fillPrimaryKey(table);
    dropNeedlessIndexes(table);
  }
  return draft.done().after;
}

/** 1.0: a list of entities. */
function ofEntities(list: unknown[]): Described {
  const entities = recordsOf(list);
  const of = (type: string): Entry[] => entities.filter(({ entityType }) => entityType === type);
  return {
    tables: of('tables').map(({ name }) => textOf(name)),
    columns: of('columns').map((column) => ({
      ...column,
      onUpdate: column.onUpdateNow === true ? `CURRENT_TIMESTAMP${precisionOf(column.onUpdateNowFsp)}` : null,
    })),
    primaryKeys: of('pks'),
    indexes: of('indexes'),
    checks: of('checks'),
    foreignKeys: of('fks'),
    views: of('views').filter(({ definition }) => typeof definition === 'string'),
    writesNoAction: false,
  };
}

/** 0.31: objects in objects. */
function ofTables(snapshot: Entry): Described {
  const found: Described = {
    tables: [],
    columns: [],
    primaryKeys: [],
    indexes: [],
    checks: [],
    foreignKeys: [],
    views: entriesOf(snapshot.views).filter(({ definition, isExisting }) => isExisting !== true && definition),
    writesNoAction: true,
  };
  const internal = record(record(snapshot.internal)?.indexes) ?? {};
  for (const described of entriesOf(snapshot.tables)) {
    const table = textOf(described.name);
    const within = (list: unknown): Entry[] => entriesOf(list).map((entry) => ({ ...entry, table }));
    const columns = within(described.columns);
    found.tables.push(table);
    for (const column of columns) {
      const { autoincrement: autoIncrement, onUpdate } = column;
      found.columns.push({ ...column, autoIncrement, onUpdate: onUpdate === true ? 'CURRENT_TIMESTAMP' : null });
    }
    const own = columns.filter(({ primaryKey }) => primaryKey === true).map(({ name }) => name);
    if (own.length > 0) found.primaryKeys.push({ table, columns: own });
    found.primaryKeys.push(...within(described.compositePrimaryKeys));
    for (const index of [
      ...within(described.uniqueConstraints).map((unique) => ({ ...unique, isUnique: true })),
      ...within(described.indexes),
    ]) {
      const expressions = record(record(internal[textOf(Reflect.get(index, 'name'))])?.columns) ?? {};
      const parts = textsOf(Reflect.get(index, 'columns')).map((value) => {
        return { value, isExpression: record(expressions[value])?.isExpression === true };
      });
      found.indexes.push({ ...index, columns: parts });
    }
    found.checks.push(...within(described.checkConstraint));
    found.foreignKeys.push(...within(described.foreignKeys).map((key) => ({ ...key, columns: key.columnsFrom })));
  }
  return found;
}

function columnOf(entry: Entry): Column {
  const generated = record(entry.generated);
  const charset = entry.charSet ? ` CHARACTER SET ${textOf(entry.charSet)}` : '';
  const value = entry.default;
  return {
    ...plainColumn(textOf(entry.name), `${textOf(entry.type)}${charset}`),
    notNull: entry.notNull === true,
    default: value === undefined || value === null ? null : String(value),
    autoIncrement: entry.autoIncrement === true,
    generated: generated && { expression: textOf(generated.as), stored: generated.type === 'stored' },
    collation: typeof entry.collation === 'string' ? entry.collation : null,
    onUpdate: typeof entry.onUpdate === 'string' ? entry.onUpdate : null,
  };
}

function partsOf(columns: unknown): IndexPart[] {
  return recordsOf(Array.isArray(columns) ? columns : []).map(({ value, isExpression }) =>
    isExpression === true ? { column: null, text: textOf(value) } : wholeColumn(textOf(value)),
  );
}

function precisionOf(digits: unknown): string {
  return typeof digits === 'number' && digits > 0 ? `(${digits})` : '';
}

function saysOf({ onDelete, onUpdate }: Entry, { writesNoAction }: Described) {
  const isSaid = (action: unknown): boolean => writesNoAction || actionOf(action) !== 'no action';
  return { onDelete: isSaid(onDelete), onUpdate: isSaid(onUpdate) };
}

const actions: ReferentialAction[] = ['no action', 'restrict', 'cascade', 'set null', 'set default'];

function actionOf(value: unknown): ReferentialAction {
  return actions.find((action) => action === textOf(value).toLowerCase()) ?? 'no action';
}

/** The values of an object of objects. */
function entriesOf(value: unknown): Entry[] {
  return recordsOf(Object.values(record(value) ?? {}));
}

function recordsOf(list: readonly unknown[]): Entry[] {
  return list.map(record).filter((entry) => entry !== null);
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(textOf) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
