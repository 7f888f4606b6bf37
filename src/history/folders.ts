import { posix } from 'node:path';
import type { Tree } from '../repo/tree.js';
import type { History, Migration } from './history.js';

/**
 * Reads the history of the 1.0 line: a folder for each migration, `<UTC14>_<name>/{migration.sql,snapshot.json}`,
 * applied in the order of their names (seen on drizzle-kit 1.0.0-rc.5).
 */
export function readFolders(tree: Tree, out: string, files: string[]): History {
  const migrations = tree
    .names(out)
    .filter((name) => tree.isFolder(posix.join(out, name)) && isMigration(tree, posix.join(out, name)))
    .map((name): Migration => {
      const folder = posix.join(out, name);
      const sql = posix.join(folder, 'migration.sql');
      return {
        tag: name,
        idx: null,
        when: timeOf(name),
        listed: { path: sql, line: 1 },
        sql,
        snapshot: posix.join(folder, 'snapshot.json'),
        down: posix.join(folder, 'down.sql'),
      };
    });
  return { line: 'folders', out, journal: null, migrations, malformed: [], files };
}

function isMigration(tree: Tree, folder: string): boolean {
  return tree.isFile(posix.join(folder, 'migration.sql')) || tree.isFile(posix.join(folder, 'snapshot.json'));
}

/** The time in `20260805095319_name`, in milliseconds since 1970; 0 where there is none. */
function timeOf(name: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)_/.exec(name);
  if (parts === null) return 0;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
