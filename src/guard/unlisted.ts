import { posix } from 'node:path';
import type { History } from '../history/history.js';
import { type SnapshotNode, snapshotFiles } from '../history/nodes.js';

const down = '.down.sql';

/** The SQL files directly in the migrations folder that no migration lists, without the down files. */
export function unlistedSql(history: History): string[] {
  const listed = new Set(history.migrations.map((migration) => migration.sql));
  return history.files.filter(
    (path) =>
      posix.dirname(path) === posix.normalize(history.out) &&
      path.endsWith('.sql') &&
      !path.endsWith(down) &&
      !listed.has(path),
  );
}

/** The down files of no migration, whether that is listed or not. */
export function orphanDowns(history: History): string[] {
  const files = new Set(history.files);
  const listed = new Set(history.migrations.map((migration) => migration.down));
  return history.files.filter((path) => {
    if (listed.has(path)) return false;
    if (history.line === 'folders' && posix.basename(path) === 'down.sql') return true;
    return path.endsWith(down) && !files.has(`${path.slice(0, -down.length)}.sql`);
  });
}

/** The snapshots in `meta` that belong to no migration. */
export function orphanSnapshots(history: History): string[] {
  if (history.line === 'folders') return [];
  const listed = new Set(history.migrations.map((migration) => migration.snapshot));
  return snapshotFiles(history).filter((path) => !listed.has(path));
}

/**
 * What a snapshot of no migration does to drizzle-kit: 0.31.11 takes the last one by name, whether it is listed or not
 * (preparePrevSnapshot), and refuses two that follow the same one (prepareMigrationFolder). `null` when nothing.
 */
export function harmOf(path: string, { migrations }: History, nodes: SnapshotNode[]): string | null {
  const node = nodes.find((candidate) => candidate.path === path);
  if (node === undefined) return null;
  if (nodes.at(-1) === node) return 'drizzle-kit compares the schema with it: it is the last by name';
  const listed = new Set(migrations.map((migration) => migration.snapshot));
  const sibling = nodes.find(
    (other) => listed.has(other.path) && other.parents.some((parent) => node.parents.includes(parent)),
  );
  return sibling === undefined ? null : `drizzle-kit stops at it: it follows the same snapshot as ${sibling.path}`;
}
