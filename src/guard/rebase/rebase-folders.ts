import { posix } from 'node:path';
import { LockstepError } from '../../errors.js';
import { leavesOf } from '../../history/graph.js';
import { stateAt } from '../../history/head.js';
import type { Migration } from '../../history/history.js';
import { record } from '../../history/json.js';
import { jsonLike } from '../../history/rebase/json-text.js';
import { nodeOf, readSide, type Side } from '../../history/rebase/own.js';
import { nameOf, stamp } from '../../history/rebase/stamps.js';
import type { Project } from '../../project/project.js';
import { changedTree } from '../../repo/changed-tree.js';
import type { Tree } from '../../repo/tree.js';
import { diffSnapshots } from '../../schema/compare.js';
import type { MakeDowns } from './down-files.js';
import { copyFolders, type FoldersCopy, tagIn } from './folders-copy.js';
import type { NewHistory } from './rebase-journal.js';
import type { MovedMigration } from './result.js';
import { carrySql } from './statements.js';

export interface FoldersRebase {
  project: Project;
  base: Side;
  own: Side;
  added: Migration[];
  tree: Tree;
  hasBothSchemas: boolean;
  makeDowns: MakeDowns;
  newId: () => string;
  now: number;
}

/**
 * On the 1.0 line branches live side by side: only where they conflict there is something to do. drizzle-kit says
 * which migrations do. Its own `--fix-conflicts` (1.0.0-rc.5, PostgreSQL) deletes those of both branches, the base's
 * too, which others may have applied: so it works on a copy from which only this branch's were taken, and what it
 * writes there comes to stand after the base.
 */
export async function rebaseFolders(input: FoldersRebase): Promise<NewHistory> {
  const copy = await copyFolders(input.tree.root, input.project, [input.own, input.base]);
  try {
    const conflicting = await conflictsIn(copy, input.project);
    if (conflicting === null) {
      const notes = [
        'The branches do not conflict: on the 1.0 line their migrations stand side by side, and the next generate merges them.',
      ];
      return { files: new Map(), moved: [], databases: '', notes };
    }
    return await solve(copy, conflicting, input);
  } finally {
    copy.close();
  }
}

/** The tags of migrations that conflict, with those after them; `null` when none do. */
async function conflictsIn(copy: FoldersCopy, project: Project): Promise<string[] | null> {
  const answer = await copy.ask(['check']);
  if (answer.status === 'ok') return null;
  const error = record(answer.error);
  if (error?.kind !== 'conflicts') throw said('check', answer);
  const fix = record(error.fix);
  if (project.dialect === 'postgresql' && Array.isArray(fix?.migrations)) return fix.migrations.map(String).map(tagIn);
  throw new LockstepError(
    `The branches conflict, and drizzle-kit has no --fix-conflicts for ${project.dialect}: ${conflictText(error)}`,
    {
      exitCode: 1,
      path: project.out,
      fix: "Delete this branch's conflicting migration folders and run lockstep generate: it makes one migration of their changes. Nothing was changed.",
    },
  );
}

async function solve(copy: FoldersCopy, conflicting: string[], input: FoldersRebase): Promise<NewHistory> {
  const { project, own, added, tree } = input;
  const replaced = added.filter(({ tag }) => conflicting.includes(tag));
  if (replaced.length === 0) throw notOurs(project, conflicting);
  if (!input.hasBothSchemas) {
    throw new LockstepError('The branches conflict, and the schema of the base is not merged into this branch yet.', {
      exitCode: 1,
      path: replaced[0]?.sql ?? project.out,
      fix: 'Merge the base, resolve the schema, and run lockstep rebase then. Nothing was changed.',
    });
  }
  const custom: Migration[] = [];
  for (const migration of replaced) if (await isCustom(input, migration)) custom.push(migration);
  for (const { tag } of replaced) copy.remove(tag);

  const before = copy.tags();
  const last = replaced.findLast((migration) => !custom.includes(migration));
  const answer = await copy.ask(['generate', '--fix-conflicts', ...(last ? ['--name', nameOf(last.tag)] : [])]);
  if (answer.status !== 'ok' && answer.status !== 'no_changes') throw said('generate', answer);
  const ownTags = new Set(added.map(({ tag }) => tag));
  const lost = before.filter((tag) => !copy.tags().includes(tag));
  if (lost.some((tag) => !ownTags.has(tag))) throw notOurs(project, lost);
  const generated = copy.tags().filter((tag) => !before.includes(tag));
  const carried = await addCustom(copy, input, custom);
  const rest = await copy.ask(['check']);
  if (rest.status !== 'ok') throw said('check', rest);

  const files = new Map<string, string | null>();
  for (const migration of added.filter(({ tag }) => !copy.tags().includes(tag))) {
    for (const path of [migration.sql, migration.snapshot, migration.down]) {
      if (own.tree.isFile(path) || tree.isFile(path)) files.set(path, null);
    }
  }
  for (const tag of [...generated, ...carried.values()]) {
    for (const [name, text] of copy.read(tag)) files.set(posix.join(project.out, tag, name), text);
  }
  const hadDown = replaced.some((migration) => own.tree.isFile(migration.down));
  const moved = replaced.map((migration): MovedMigration => {
    const to = carried.get(migration.tag) ?? generated[0] ?? '';
    const isKept = carried.has(migration.tag);
    const path = posix.join(project.out, to, 'migration.sql');
    return { from: migration.tag, to, path, sql: isKept ? 'kept' : 'regenerated', down: hadDown ? 'renewed' : null };
  });
  if (hadDown) await addDowns(input, files, [...generated, ...carried.values()]);
  return { files, moved, databases: advice(replaced), notes: [] };
}

/**
 * Whether all SQL of a migration is its author's. @throws LockstepError where it is partly so: what drizzle-kit writes
 * instead would lose that part.
 */
async function isCustom({ project, own, tree }: FoldersRebase, migration: Migration): Promise<boolean> {
  const node = nodeOf(own, migration);
  if (node === undefined) return true;
  const parents = own.nodes.filter((candidate) => node.parents.includes(candidate.id));
  const { sql, failed } = await diffSnapshots(
    posix.join(tree.root.replaceAll('\\', '/'), project.folder),
    project.dialect,
    await stateAt(own.tree, own.nodes, parents),
    await stateAt(own.tree, own.nodes, [node]),
  );
  if (failed === undefined && sql.length === 0) return true;
  const text = (await own.tree.read(migration.sql)) ?? '';
  if (failed === undefined && carrySql(text, sql, [])?.origin === 'regenerated') return false;
  throw new LockstepError(
    `${migration.sql} conflicts with the base, and has statements that drizzle-kit would not write again.`,
    {
      exitCode: 1,
      path: migration.sql,
      fix: 'Move what is hand-written into a migration of its own (lockstep generate --custom), or resolve this conflict by hand. Nothing was changed.',
    },
  );
}

/** Puts custom migrations after the rest, in their order. Returns their new tags by the old ones. */
async function addCustom(copy: FoldersCopy, input: FoldersRebase, custom: Migration[]): Promise<Map<string, string>> {
  const tags = new Map<string, string>();
  for (const migration of custom) {
    const newest = copy.tags().at(-1) ?? '';
    const latest = Math.max(input.now, ...input.base.history.migrations.map(({ when }) => when));
    let time = latest;
    while (stamp(time) <= newest.slice(0, 14)) time += 1000;
    const tag = `${stamp(time)}_${nameOf(migration.tag)}`;
    const snapshot = (await input.own.tree.read(migration.snapshot)) ?? '{}';
    const value = { ...record(JSON.parse(snapshot)), id: input.newId(), prevIds: leafIds(copy) };
    copy.write(tag, 'migration.sql', (await input.own.tree.read(migration.sql)) ?? '');
    copy.write(tag, 'snapshot.json', jsonLike(snapshot, value));
    tags.set(migration.tag, tag);
  }
  return tags;
}

function leafIds(copy: FoldersCopy): string[] {
  const nodes = copy.tags().map((tag) => {
    const snapshot = record(JSON.parse(copy.read(tag).get('snapshot.json') ?? '{}')) ?? {};
    const parents = Array.isArray(snapshot.prevIds) ? snapshot.prevIds.map(String) : [];
    return { path: tag, id: String(snapshot.id), parents, version: '', dialect: '', isDiff: true };
  });
  return leavesOf(nodes).map((node) => node.id);
}

async function addDowns(input: FoldersRebase, files: Map<string, string | null>, tags: string[]): Promise<void> {
  const { project, tree, makeDowns } = input;
  const after = changedTree(tree, files);
  const { history } = await readSide(after, project.out, 'folders');
  const migrations = history.migrations.filter(({ tag }) => tags.includes(tag));
  const made = await makeDowns(after, project, history, migrations);
  for (const { tag, down } of migrations) files.set(down, made.get(tag) ?? null);
}

function advice(replaced: Migration[]): string {
  const tags = replaced.map(({ tag }) => tag).join(', ');
  return `A database without ${tags}: migrate it as always.
A database that has ${replaced.length === 1 ? 'it' : 'any of them'} already (probably your local one): recreate it and migrate. drizzle knows migrations by the name of their folder, so the new one would run on top of the old.`;
}

function notOurs(project: Project, tags: string[]): LockstepError {
  return new LockstepError(
    `The migrations in conflict are not this branch's alone: ${tags.join(', ')}. Those that others have stay as they are.`,
    {
      exitCode: 1,
      path: project.out,
      fix: 'Name the revision whose migrations stay: lockstep rebase --onto REV. Nothing was changed.',
    },
  );
}

function conflictText(error: Record<string, unknown>): string {
  const details = Array.isArray(error.details) ? error.details.map(record) : [];
  const branches = details.flatMap((detail) => (Array.isArray(detail?.branches) ? detail.branches.map(record) : []));
  return branches.map((branch) => String(branch?.statementDescription ?? '')).join('; ');
}

function said(command: string, answer: Record<string, unknown>): LockstepError {
  const isQuestion = answer.status === 'missing_hints';
  const error = record(answer.error);
  const message = isQuestion
    ? 'it asks whether something was renamed'
    : String(error?.message ?? [error?.code, error?.kind, error?.snapshot].filter(Boolean).join(', '));
  return new LockstepError(`drizzle-kit ${command} could not do it: ${message}.`, {
    exitCode: 1,
    fix: isQuestion
      ? "Delete this branch's conflicting migration folders and run lockstep generate in a terminal, where it can ask. Nothing was changed."
      : 'Mend what it says and run lockstep rebase again. Nothing was changed.',
  });
}
