import type { Migration } from '../../history/history.js';
import type { Dialect } from '../../project/dialects.js';
import type { Recreated } from './recreate.js';

/**
 * What a database needs after the migrations of the branch were re-created. drizzle-orm 0.45.4 runs what is newer than
 * the newest row of its ledger, by time and not by name: a database that has the old ones would run them again, and
 * skip what came in before them.
 *
 * @param downs the down files that undo the re-created migrations, by tag; those whose SQL is other now left out.
 */
export function databaseAdvice(dialect: Dialect, recreated: Recreated[], downs: Map<string, string>): string {
  if (recreated.length === 0) return '';
  const tags = recreated.map(({ from }) => from.tag).join(', ');
  const lines = [
    `A database without ${tags}: migrate it as always.`,
    `A database that has ${recreated.length === 1 ? 'it' : 'any of them'} already (probably your local one): do not migrate it as it is. The re-created ${recreated.length === 1 ? 'one is' : 'ones are'} newer than its ledger, so ${recreated.length === 1 ? 'it' : 'they'} would run again.`,
    '  Recreate it and migrate; or',
  ];
  const undo = recreated.toReversed().map(({ from, to }) => undoLine(dialect, from, downs.get(to.tag)));
  if (undo.includes(null)) return [...lines.slice(0, -1), '  Recreate it and migrate.'].join('\n');
  return [...lines, '  keep its other rows: undo what it has of these, in this order, then migrate:', ...undo].join(
    '\n',
  );
}

function undoLine(dialect: Dialect, migration: Migration, down: string | undefined): string | null {
  if (down === undefined) return null;
  const ledger = dialect === 'postgresql' ? '"drizzle"."__drizzle_migrations"' : '`__drizzle_migrations`';
  const column = dialect === 'postgresql' ? '"created_at"' : '`created_at`';
  return `    run ${down}, then DELETE FROM ${ledger} WHERE ${column} = ${migration.when};`;
}
