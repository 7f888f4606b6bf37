import { LockstepError } from '../../src/errors.js';
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

/**
 * A key that stands in the options of its table, to a table that leads back to it: the type of one would follow from
 * the other's, and that from this one's (TypeScript 7022). Throws a LockstepError (exit 2).
 */
export function refuseNamedCircle(column: string, table: SourceTable, other: SourceTable): never {
  throw new LockstepError(
    `${table.name}.${column}: its foreign key would stand in the options of ${table.name}, for its name is too long otherwise; and ${other.name} refers to ${table.name} already, be it through others: TypeScript could not infer the types of both.`,
    {
      path: table.path,
      line: table.line,
      fix: 'Add the column without the reference (COLUMN:TYPE), and the key as SQL in a migration of its own: lockstep generate --custom',
    },
  );
}
