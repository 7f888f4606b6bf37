import type { History, Migration } from '../../src/history/history.js';
import { record } from '../../src/history/json.js';
import { origin } from '../../src/history/nodes.js';
import { jsonLike } from '../../src/history/rebase/json-text.js';
import { journalPaths, placesAfter } from '../../src/history/rebase/stamps.js';
import type { Project } from '../../src/project/project.js';
import type { Tree } from '../../src/repo/tree.js';
import type { Snapshot } from '../../src/schema/protocol.js';
import type { Rename } from '../../src/schema/rename/renamed-snapshot.js';
import { breakpoint } from '../../src/sql/breakpoints.js';

/** What a new migration is made of. */
export interface NewMigration {
  history: History;
  tree: Tree;
  project: Project;
  /** Milliseconds since 1970. */
  now: number;
  name: string;
  sql: string[];
  /** Of its snapshot. */
  id: string;
}

/** The migration's tag, and its files: path in the tree → text. */
export interface MigrationFiles {
  tag: string;
  texts: [path: string, text: string][];
}

/**
 * The files as drizzle-kit 0.31 writes them: SQL, snapshot, and an entry in the journal.
 *
 * @param rename what it notes in the snapshot; null for a migration that renames nothing.
 */
export async function journalFiles(
  made: NewMigration,
  snapshot: Snapshot,
  rename: Rename | null,
): Promise<MigrationFiles> {
  const { history, tree, project, now, name, sql, id } = made;
  const last = history.migrations.at(-1);
  const model: Migration | undefined = last && { ...last, tag: `${last.tag.split('_')[0]}_${name}` };
  const [place] = placesAfter(history.migrations, model ? [model] : [], now);
  const path = history.journal;
  const text = path === null ? null : await tree.read(path);
  if (!place || path === null || text === null || !last) throw new Error('There is no migration before it.');
  const journal = record(JSON.parse(text.replace(/^\uFEFF/, ''))) ?? {};
  const entries = Array.isArray(journal.entries) ? journal.entries : [];
  const { breakpoints, version } = record(entries.at(-1)) ?? {};
  const entry = {
    idx: place.idx,
    version: version ?? snapshot.version,
    when: place.when,
    tag: place.tag,
    breakpoints: breakpoints ?? true,
  };
  const paths = journalPaths(project.out, place.tag);
  const previous = (await tree.read(last.snapshot)) ?? '';
  const prevId = record(JSON.parse(previous))?.id ?? origin;
  const { _meta, ...content } = snapshot;
  return {
    tag: place.tag,
    texts: [
      [paths.sql, sql.join(breakpoints === false ? '\n' : `${breakpoint}\n`)],
      [
        paths.snapshot,
        jsonLike(previous, { ...content, id, prevId, _meta: rename === null ? _meta : renamesOf(rename, _meta) }),
      ],
      [path, jsonLike(text, { ...journal, entries: [...entries, entry] })],
    ],
  };
}

/** How 0.31 notes renames in a snapshot: `"users"."a"` → `"users"."b"`. */
function renamesOf(rename: Rename, meta: unknown): Record<string, unknown> {
  const path = (name: string): string =>
    [rename.schema, rename.kind === 'column' ? rename.table : null, name]
      .filter((part) => part !== null)
      .map((part) => `"${part}"`)
      .join('.');
  const key = rename.kind === 'table' ? 'tables' : 'columns';
  const empty = { tables: {}, columns: {}, ...record(meta) };
  return { ...empty, [key]: { [path(rename.from)]: path(rename.to) } };
}
