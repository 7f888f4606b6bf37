import type { Dialect } from '../../project/dialects.js';
import type { Operation } from '../../sql/operation.js';
import { tokenize } from '../../sql/tokens.js';
import type { FollowedTable } from './followed.js';
import { isWord } from './text-parts.js';
import type { Touched } from './touched.js';
import { touch, touchAll, type Walk } from './visit.js';

/** What a statement that changes rows says of them. */
export function visitRows(walk: Walk, operation: Operation, table: FollowedTable): void {
  const { dialect, touched, followed } = walk;
  if (table.hasTriggers) {
    touched.hasSideEffects = true;
    touchAll(walk, table);
  }
  switch (operation.kind) {
    case 'insert':
      touched.added.add(table.before);
      if (!replacesRows(dialect, operation.text)) return;
      touched.removed.add(table.before);
      touchAll(walk, table);
      return;
    case 'update':
      for (const name of operation.columns) touch(touched, table.before, followed.column(table, name)?.name);
      // MySQL's ON UPDATE CURRENT_TIMESTAMP.
      for (const { name, facts } of table.columns.values()) {
        if (String(facts.extra ?? '').includes('on update')) touch(touched, table.before, name);
      }
      return;
    case 'merge':
      touched.added.add(table.before);
      touched.removed.add(table.before);
      touchAll(walk, table);
      return;
    case 'truncate':
      touched.removed.add(table.before);
      if (operation.cascade) removeChildren(touched, table.before);
      return;
    default:
      touched.removed.add(table.before);
  }
}

/** ON CONFLICT DO UPDATE, ON DUPLICATE KEY UPDATE, INSERT OR REPLACE, REPLACE INTO. */
export function replacesRows(dialect: Dialect, sql: string): boolean {
  const tokens = tokenize(dialect, sql);
  return tokens.some(
    (token, at) =>
      (isWord(token, 'update') && tokens.slice(0, at).some((before) => isWord(before, 'conflict', 'duplicate'))) ||
      (isWord(token, 'replace') && (at === 0 || isWord(tokens[at - 1], 'or'))),
  );
}

function removeChildren(touched: Touched, parent: string): void {
  for (const [key, references] of touched.references) {
    if (touched.removed.has(key) || !references.some(({ target }) => target === parent)) continue;
    touched.removed.add(key);
    removeChildren(touched, key);
  }
}
