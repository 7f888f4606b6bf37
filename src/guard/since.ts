import type { History } from '../history/history.js';
import type { Tree } from '../repo/tree.js';
import type { Published } from './published.js';

/** The tags up to `since`: what was there before the project was held to the rules. */
export function tagsBefore(history: History, since: string | null): Set<string> {
  if (since === null) return new Set();
  const last = history.migrations.findIndex((migration) => migration.tag === since);
  return new Set(history.migrations.slice(0, last + 1).map((migration) => migration.tag));
}

/** The published history, where it has `since`: it has all that was there before, then. */
export function knowsSince(published: Published | null, since: string | null): Published | null {
  return published?.history.migrations.some(({ tag }) => tag === since) ? published : null;
}

/** The tags up to `since`, without what came to stand among them later. */
export function oldTags(history: History, since: string | null, published: Published | null): Set<string> {
  const known = knowsSince(published, since);
  const tags = known && new Set(known.history.migrations.map(({ tag }) => tag));
  return new Set([...tagsBefore(history, since)].filter((tag) => tags?.has(tag) ?? true));
}

/**
 * The tags of the migrations that need a down file and a review: those after `since`; without it, from the first one
 * on that has a down file, and none in a project that has no such file.
 */
export function tagsHeld(
  tree: Tree,
  { history, since, published }: { history: History; since: string | null; published: Published | null },
): Set<string> {
  const { migrations } = history;
  const first = migrations.findIndex((migration) => tree.isFile(migration.down));
  if (since === null) return new Set(first < 0 ? [] : migrations.slice(first).map(({ tag }) => tag));
  const old = oldTags(history, since, published);
  return new Set(migrations.map(({ tag }) => tag).filter((tag) => !old.has(tag)));
}
