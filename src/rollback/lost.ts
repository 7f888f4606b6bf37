import type { Snapshot } from '../schema/protocol.js';

/**
 * What a migration takes from the rows and its down cannot bring back, by the snapshots around it: the values of
 * dropped tables and columns, and what a change of type may cut off.
 */
export function lostBetween(before: Snapshot, after: Snapshot): string[] {
  const lost: string[] = [];
  const old = columnsOf(before);
  const wanted = columnsOf(after);
  for (const [table, columns] of old) {
    const other = wanted.get(table);
    if (other === undefined) {
      lost.push(`the rows of ${table}`);
      continue;
    }
    for (const [column, type] of columns) {
      const newType = other.get(column);
      if (newType === undefined) lost.push(`the values of ${table}.${column}`);
      else if (newType !== type) lost.push(`what ${table}.${column} held that fits ${type} and not ${newType}`);
    }
  }
  return lost;
}

/** Table → column → type, from a snapshot of either line. */
function columnsOf(snapshot: Snapshot): Map<string, Map<string, string>> {
  const tables = new Map<string, Map<string, string>>();
  for (const [key, table] of Object.entries(record(snapshot.tables))) {
    const columns = Object.entries(record(record(table).columns));
    tables.set(
      key.replace(/^public\./, ''),
      new Map(columns.map(([name, column]) => [name, String(record(column).type)])),
    );
  }
  const entities = Array.isArray(snapshot.ddl) ? snapshot.ddl.map(record) : [];
  const name = (schema: unknown, table: unknown): string =>
    typeof schema === 'string' && schema !== 'public' ? `${schema}.${table}` : String(table);
  for (const { entityType, schema, name: table } of entities) {
    if (entityType === 'tables') tables.set(name(schema, table), new Map());
  }
  for (const entity of entities) {
    if (entity.entityType === 'columns')
      tables.get(name(entity.schema, entity.table))?.set(String(entity.name), String(entity.type));
  }
  return tables;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
