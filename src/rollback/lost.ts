import type { Snapshot } from '../schema/protocol.js';

/**
 * What a migration takes from the rows and its down cannot bring back, by the snapshots around it: the values of
 * dropped tables and columns, and what a change of type may cut off.
 */
export function lostBetween(before: Snapshot | null, after: Snapshot): string[] {
  const lost: string[] = [];
  const tablesAfter = record(after.tables);
  for (const [key, table] of Object.entries(record(before?.tables))) {
    const name = key.replace(/^public\./, '');
    const other = tablesAfter[key];
    if (other === undefined) {
      lost.push(`the rows of ${name}`);
      continue;
    }
    const columnsAfter = record(record(other).columns);
    for (const [column, definition] of Object.entries(record(record(table).columns))) {
      const wanted = columnsAfter[column];
      if (wanted === undefined) lost.push(`the values of ${name}.${column}`);
      else if (record(definition).type !== record(wanted).type) {
        lost.push(`what ${name}.${column} held that fits ${record(definition).type} and not ${record(wanted).type}`);
      }
    }
  }
  return lost;
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
