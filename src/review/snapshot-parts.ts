import { record } from '../history/json.js';

export type Entry = Record<string, unknown>;

/** A snapshot's parts, each with the table that it is of, whichever kit line wrote it. */
export interface SnapshotParts {
  tables: Entry[];
  columns: Entry[];
  primaryKeys: Entry[];
  uniques: Entry[];
  indexes: Entry[];
  foreignKeys: Entry[];
  checks: Entry[];
  enums: Entry[];
}

/**
 * The parts of a snapshot of drizzle-kit: objects in objects (0.2x and 0.31.11: PostgreSQL 5 to 7, SQLite 6, MySQL 5),
 * or the list of 1.0 (`ddl`, 1.0.0-rc.4). `null` for any other, such as those of rc.5 that hold only changes.
 */
export function partsOf(snapshot: Entry): SnapshotParts | null {
  const version = String(snapshot.version);
  if (Array.isArray(snapshot.ddl) && ['6', '7', '8', '9'].includes(version)) return ofEntities(entriesOf(snapshot.ddl));
  return record(snapshot.tables) !== null && ['5', '6', '7'].includes(version) ? ofTables(snapshot) : null;
}

function ofEntities(entities: Entry[]): SnapshotParts {
  const of = (type: string): Entry[] => entities.filter(({ entityType }) => entityType === type);
  return {
    tables: of('tables'),
    columns: of('columns'),
    primaryKeys: of('pks'),
    uniques: of('uniques'),
    indexes: of('indexes'),
    foreignKeys: of('fks'),
    checks: of('checks'),
    enums: of('enums'),
  };
}

function ofTables(snapshot: Entry): SnapshotParts {
  const tables = entriesOf(snapshot.tables);
  const inTables = (key: string): Entry[] =>
    tables.flatMap(({ name, schema, [key]: parts }) =>
      entriesOf(parts).map((part) => ({ ...part, schema, table: name })),
    );
  const columns = inTables('columns');
  return {
    tables,
    columns,
    primaryKeys: [
      ...columns
        .filter(({ primaryKey }) => primaryKey === true)
        .map((column) => ({ ...column, columns: [column.name], name: null })),
      ...inTables('compositePrimaryKeys'),
    ],
    uniques: inTables('uniqueConstraints'),
    indexes: inTables('indexes'),
    foreignKeys: inTables('foreignKeys').map((key) => ({ ...key, columns: key.columnsFrom })),
    checks: inTables('checkConstraints'),
    enums: entriesOf(snapshot.enums),
  };
}

/** The objects in a list, or those that an object holds by name. */
function entriesOf(value: unknown): Entry[] {
  const list = Array.isArray(value) ? value : Object.values(record(value) ?? {});
  return list.map(record).filter((entry) => entry !== null);
}

/** The text at a key; `null` where there is none. */
export function textAt(entry: Entry, key: string): string | null {
  const value = entry[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

export function textsAt(entry: Entry, key: string): string[] {
  const value = entry[key];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
