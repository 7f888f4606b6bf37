import { type Catalog, keyOf } from '../../database/catalog.js';
import { run, type Script } from './script.js';
import { identifier, literal, tableOf, textOf } from './text.js';

/**
 * Since PostgreSQL 18 what keeps a column from being null has a name, which the engine made up from those that the table
 * and the column had at the time. Before 18 there is nothing to rename, so the statement looks first.
 */
export async function restoreNotNullNames(script: Script, now: Catalog): Promise<void> {
  const statements: string[] = [];
  for (const before of script.before.values()) {
    const wanted = textOf(before.besides['not null constraint']);
    const found = textOf(now.get(keyOf(before))?.besides['not null constraint']);
    if (wanted === null || found === null || wanted === found) continue;
    const table = tableOf(before);
    const text = `BEGIN
	IF EXISTS (SELECT FROM pg_constraint WHERE conrelid = ${literal(table)}::regclass AND conname = ${literal(found)}) THEN
		ALTER TABLE ${table} RENAME CONSTRAINT ${identifier(found)} TO ${identifier(wanted)};
	END IF;
END`;
    const quote = text.includes('$$') ? '$lockstep$' : '$$';
    statements.push(`DO ${quote} ${text} ${quote};`);
  }
  for (const statement of statements) await run(script, [statement]);
}
