import type { Migration } from '../history/history.js';
import type { Subject } from './rule.js';
import { isSameText } from './text.js';

/**
 * The published migrations that this tree has under another name: with the same snapshot, or the same SQL.
 *
 * @returns published migration → the one in this tree.
 */
export function renames(subject: Subject): Map<Migration, Migration> {
  const { tree, history, published } = subject;
  const found = new Map<Migration, Migration>();
  if (published === null || published.history.line !== history.line) return found;
  const tags = new Set(history.migrations.map((migration) => migration.tag));
  const known = new Set(published.history.migrations.map((migration) => migration.tag));
  const fresh = new Set(history.migrations.filter((migration) => !known.has(migration.tag)));
  for (const old of published.history.migrations) {
    // A file that is still there, under a name that is no longer listed, was not renamed.
    if (tags.has(old.tag) || tree.isFile(old.sql)) continue;
    const now = [...fresh].find(
      (migration) => hasSnapshotOf(subject, migration, old) || hasSqlOf(subject, migration, old),
    );
    if (now === undefined) continue;
    found.set(old, now);
    fresh.delete(now);
  }
  return found;
}

function hasSnapshotOf({ tree, nodes, published, publishedNodes }: Subject, now: Migration, old: Migration): boolean {
  const blob = tree.blobId(now.snapshot);
  if (blob !== null && blob === published?.tree.blobId(old.snapshot)) return true;
  const id = publishedNodes.find((node) => node.path === old.snapshot)?.id;
  return id !== undefined && id === nodes.find((node) => node.path === now.snapshot)?.id;
}

function hasSqlOf({ tree, contents, published, publishedContents }: Subject, now: Migration, old: Migration): boolean {
  const blob = tree.blobId(now.sql);
  if (blob !== null && blob === published?.tree.blobId(old.sql)) return true;
  const [before, after] = [publishedContents.get(old.sql), contents.get(now.sql)];
  return before !== undefined && after !== undefined && isSameText(before, after);
}
