import { posix } from 'node:path';
import type { History, Migration } from '../../history/history.js';
import { record } from '../../history/json.js';
import { readHistory } from '../../history/read.js';
import { jsonLike } from '../../history/rebase/json-text.js';
import { isOnTop, type Side } from '../../history/rebase/own.js';
import { journalPaths } from '../../history/rebase/stamps.js';
import type { Project } from '../../project/project.js';
import { changedTree } from '../../repo/changed-tree.js';
import type { Tree } from '../../repo/tree.js';
import { databaseAdvice } from './databases.js';
import { type MakeDowns, type MovedDown, renewDowns } from './down-files.js';
import { type Base, type Recreated, recreate } from './recreate.js';
import type { MovedMigration } from './result.js';
import { isOfHistory } from './unrelated.js';

/** What has to be known to write the new history. */
export interface JournalRebase {
  project: Project;
  base: Base;
  own: Side;
  /** The migrations of `own` that the base lacks. */
  added: Migration[];
  /** The working tree, as it is. */
  tree: Tree;
  /** Files of the folder in conflict. */
  unmerged: Set<string>;
  makeDowns: MakeDowns;
  newId: () => string;
  /** Milliseconds since 1970. */
  now: number;
}

/** The files of the new history, and what became of this branch's migrations. */
export interface NewHistory {
  /** Path → the text wanted; `null` for a file that goes. */
  files: Map<string, string | null>;
  moved: MovedMigration[];
  databases: string;
  /** What else to know: whole sentences. */
  notes: string[];
}

/** The history of the 0.x line with the base's files as they are, and this branch's migrations after them. */
export async function rebaseJournal(input: JournalRebase): Promise<NewHistory> {
  const { project, base, own, added } = input;
  if (isOnTop(own, base, added)) return { files: await takeOwn(input), moved: [], databases: '', notes: [] };
  const recreated = await recreate(project, base, own, added, { ...input, root: input.tree.root });
  const files = await takeBase(input);
  const old = added.flatMap((migration) => [migration.sql, migration.snapshot, migration.down]);
  for (const path of old) if (!files.has(path)) files.set(path, null);
  for (const { from, to, sql, snapshot } of recreated) {
    const paths = journalPaths(project.out, to.tag);
    files.set(paths.sql, sql.text);
    files.set(paths.snapshot, jsonLike((await own.tree.read(from.snapshot)) ?? '', snapshot));
  }
  files.set(journalOf(project), await journalText(base, own, project, recreated));
  const { moved, downs } = await moveDowns(input, recreated, files);
  return { files, moved, databases: databaseAdvice(project.dialect, recreated, downs), notes: [] };
}

/** This side's files stand on top of the base's already: they are what a conflict resolves to. */
async function takeOwn({ own, project, tree }: JournalRebase): Promise<Map<string, string | null>> {
  const files = new Map<string, string | null>();
  for (const path of own.history.files) {
    if (isOfHistory(path, project.out) && own.tree.blobId(path) !== tree.blobId(path)) {
      files.set(path, await own.tree.read(path));
    }
  }
  return files;
}

/** The base's files. Its down files may be better on this branch: they stay as git has merged them. */
async function takeBase({ base, project, tree, unmerged }: JournalRebase): Promise<Map<string, string | null>> {
  const files = new Map<string, string | null>();
  for (const path of base.history.files) {
    const isMergedDown = path.endsWith('.down.sql') && tree.isFile(path) && !unmerged.has(path);
    if (!isOfHistory(path, project.out) || isMergedDown) continue;
    files.set(path, await base.tree.read(path));
  }
  return files;
}

async function journalText(base: Side, own: Side, project: Project, recreated: Recreated[]): Promise<string> {
  const path = journalOf(project);
  const text = (await base.tree.read(path)) ?? (await own.tree.read(path)) ?? '';
  const journal = record(JSON.parse(text.replace(/^\uFEFF/, ''))) ?? {};
  const ownJournal = record(JSON.parse(((await own.tree.read(path)) ?? '{}').replace(/^\uFEFF/, ''))) ?? {};
  const stays = base.tree.isFile(path) && Array.isArray(journal.entries) ? journal.entries : [];
  const added = recreated.map(({ from, to }) => {
    const entries: unknown[] = Array.isArray(ownJournal.entries) ? ownJournal.entries : [];
    const entry = entries.map(record).find((candidate) => candidate?.tag === from.tag);
    return { ...entry, idx: to.idx, when: to.when, tag: to.tag };
  });
  return jsonLike(text, { ...journal, entries: [...stays, ...added] });
}

/** Down files are made from the new history: as it will be, before it is written. */
async function moveDowns(
  { project, own, tree, makeDowns }: JournalRebase,
  recreated: Recreated[],
  files: Map<string, string | null>,
): Promise<{ moved: MovedMigration[]; downs: Map<string, string> }> {
  const after = changedTree(tree, files);
  const history = await historyIn(after, project);
  const migrations = recreated.map(({ from, to, sql }) => {
    const migration = history.migrations.find((candidate) => candidate.tag === to.tag);
    if (migration === undefined) throw new Error(`${to.tag} is not in the new history.`);
    return { from, sql, migration };
  });
  const withDown = await Promise.all(
    migrations.map(async ({ from, migration }): Promise<MovedDown[]> => {
      const text = await own.tree.read(from.down);
      return text === null ? [] : [{ before: from, text, after: migration }];
    }),
  );
  const renewed = await renewDowns(makeDowns, project, after, history, withDown.flat());
  const moved: MovedMigration[] = [];
  const downs = new Map<string, string>();
  for (const { from, sql, migration } of migrations) {
    const down = renewed.get(migration.tag) ?? null;
    if (down !== null) files.set(migration.down, down.text);
    if (down !== null && sql.origin === 'kept' && !/^-- Reversible: no/m.test(down.text)) {
      downs.set(migration.tag, migration.down);
    }
    moved.push({ from: from.tag, to: migration.tag, path: migration.sql, sql: sql.origin, down: down?.origin ?? null });
  }
  return { moved, downs };
}

async function historyIn(tree: Tree, project: Project): Promise<History> {
  return readHistory(tree, project.out, 'journal');
}

function journalOf(project: Project): string {
  return posix.join(project.out, 'meta/_journal.json');
}
