import { cacheKey } from '../../repo/cache-folder.js';
import type { ReplayedMigration } from '../replay.js';

/**
 * The names of the states that a history goes through: before its first migration, after it, after the second… Each
 * rests on all that it was built from, so a name stands for one database.
 *
 * @param owner the folder of the project. The empty database belongs to none.
 * @param base what else the database depends on: versions, options.
 */
export function stateNames(owner: string, base: unknown, migrations: ReplayedMigration[]): string[] {
  const project = cacheKey(owner).slice(0, 12);
  let key = cacheKey(base);
  const names = [`empty-${key}`];
  for (const { tag, pieces } of migrations) {
    key = cacheKey([key, tag, pieces.map(({ sql, line }) => [line, sql])]);
    names.push(`${project}-${key}`);
  }
  return names;
}
