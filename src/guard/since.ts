import type { History } from '../history/history.js';

/** The tags up to `since`: what was there before the project was held to the rules. */
export function tagsBefore(history: History, since: string | null): Set<string> {
  if (since === null) return new Set();
  const last = history.migrations.findIndex((migration) => migration.tag === since);
  return new Set(history.migrations.slice(0, last + 1).map((migration) => migration.tag));
}
