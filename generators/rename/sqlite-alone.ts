import { readCatalog } from '../../src/database/catalog.js';
import { differences } from '../../src/database/difference.js';
import { openEngine } from '../../src/database/open.js';
import { LockstepError } from '../../src/errors.js';
import type { State } from '../../src/history/head.js';
import type { FoundProject } from '../../src/project/find.js';
import { diffSnapshots } from '../../src/schema/compare.js';
import { breakpoint } from '../../src/sql/breakpoints.js';

/**
 * The SQL of a rename on SQLite without the rebuild that drizzle-kit 1.0 adds where a check or a partial index has the
 * name in it (1.0.0-rc.5): SQLite changes those itself, and the rebuild's DROP TABLE empties the children of the table.
 * Tried on an engine: what the rename alone leaves must be what the schema makes.
 *
 * @throws LockstepError (exit 1) when it is not.
 */
export async function withoutRebuild({ root }: FoundProject, sql: string, from: State, to: State): Promise<string> {
  const statements = sql.split(breakpoint).map((one) => one.trim());
  const isRebuild = statements.some((one) => /^CREATE TABLE `__new_/.test(one));
  if (!isRebuild) return sql;
  const renames = statements.filter((one) => /\bRENAME\b/.test(one) && !/^ALTER TABLE `__new_/.test(one));
  const before = await diffSnapshots(root, 'sqlite', { type: 'empty' }, from);
  const after = await diffSnapshots(root, 'sqlite', { type: 'empty' }, to);
  const [renamed, wanted] = [
    await openEngine('sqlite', { projectFolder: root }),
    await openEngine('sqlite', { projectFolder: root }),
  ];
  try {
    for (const statement of [...before.sql, ...renames]) await renamed.run(statement);
    for (const statement of after.sql) await wanted.run(statement);
    const [first] = differences(await readCatalog(wanted), await readCatalog(renamed));
    if (first === undefined) return renames.join(`${breakpoint}\n`);
    throw new LockstepError(
      `The rename needs the table to be built anew, whose DROP TABLE would empty the tables that refer to it: ${first.text}.`,
      {
        exitCode: 1,
        fix: 'Rename it in the schema and write the migration by hand: lockstep generate --custom. Nothing was written.',
      },
    );
  } finally {
    await renamed.close();
    await wanted.close();
  }
}
