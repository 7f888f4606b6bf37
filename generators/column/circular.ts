import { referredTables, type SchemaSource, type SourceTable } from '../../src/schema/source/index.js';

/** A table refers to another, be it through others: then TypeScript cannot infer the type of a reference back. */
export function leadsTo(from: SourceTable, to: SourceTable, schema: SchemaSource): boolean {
  const seen = new Set<SourceTable>();
  const waiting = [from];
  for (let table = waiting.pop(); table; table = waiting.pop()) {
    if (table === to) return true;
    if (seen.has(table)) continue;
    seen.add(table);
    waiting.push(...referredTables(table, schema));
  }
  return false;
}
