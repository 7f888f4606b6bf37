import { join } from 'node:path';
import { LockstepError } from '../../errors.js';
import { headOf, whyNotComparable } from '../../history/head.js';
import { ownMigrations, readSide, type Side } from '../../history/rebase/own.js';
import { requireKit } from '../../project/kit.js';
import type { Project } from '../../project/project.js';
import { settingsFor } from '../../project/settings.js';
import { changedTree } from '../../repo/changed-tree.js';
import { requireRepository } from '../../repo/git.js';
import { readCommitTree, readIndexTree } from '../../repo/git-tree.js';
import { type Operation, operationInProgress, unmergedPaths } from '../../repo/operation.js';
import type { Tree } from '../../repo/tree.js';
import type { FileChange } from '../../scaffold/plan.js';
import { readFolder } from '../../scaffold/reader.js';
import { compareSchema } from '../../schema/compare.js';
import { typed } from '../text.js';
import type { MakeDowns } from './down-files.js';
import { rebaseFolders } from './rebase-folders.js';
import { type NewHistory, rebaseJournal } from './rebase-journal.js';
import type { Rebase, SchemaStanding } from './result.js';
import { findSides, type Sides } from './sides.js';
import { refuseUnrelated } from './unrelated.js';

export interface RebaseOptions {
  /** The working tree. */
  tree: Tree;
  project: Project;
  /** What the migrations go on top of, before what the settings say. */
  onto?: string | undefined;
  makeDowns: MakeDowns;
  /** Makes the id of a snapshot. */
  newId: () => string;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Plans how this branch's migrations come to stand on top of the base branch's: its history stays as it is, theirs are
 * made anew after it. Writes nothing.
 *
 * @throws LockstepError when a history cannot be read, both sides change the same thing, or the migrations folder has
 *   changes that belong to neither.
 */
export async function planRebase(options: RebaseOptions): Promise<Rebase> {
  const { tree, project } = options;
  const repository = requireRepository(tree.root, 'A rebase');
  const { line } = requireKit(join(tree.root, project.folder));
  const operation = await operationInProgress(repository);
  const { base: configured } = await settingsFor(tree, project.config);
  const sides = await findSides(repository, operation, options.onto, configured);
  const trees: Tree[] = [];
  const open = async (commit: string): Promise<Tree> => {
    const opened = await readCommitTree(repository, commit, project.out);
    trees.push(opened);
    return opened;
  };
  try {
    const baseTree = await open(sides.base.commit);
    const fromTree = sides.from === null ? null : await open(sides.from);
    const unmerged = await unmergedPaths(repository, project.out);
    const known = [baseTree, ...(fromTree === null ? [] : [fromTree])];
    if (sides.own === null) {
      if (unmerged.size > 0) throw noOperation([...unmerged]);
      await refuseUnrelated(repository, project.out, operation, known);
    }
    const ownTree = sides.own === null ? await readIndexTree(repository) : await open(sides.own.commit);
    if (sides.own === null) trees.push(ownTree);

    const base = { ...(await readSide(baseTree, project.out, line)), commit: sides.base.commit.slice(0, 9) };
    const own = await readSide(ownTree, project.out, line);
    const from = fromTree === null ? null : await readSide(fromTree, project.out, line);
    checkLine(line, base, own);
    const added = ownMigrations(own, base, from, sides.isReplay);
    if (sides.own !== null) await refuseUnrelated(repository, project.out, operation, [...known, ownTree]);
    const sidesRead = { ...options, base, own, added };
    const history: NewHistory =
      operation.kind === 'none' && added.length === 0
        ? { ...unchanged, notes: [`This branch adds no migrations to those of ${sides.base.name}.`] }
        : line === 'folders'
          ? await rebaseFolders({ ...sidesRead, hasBothSchemas: sides.hasBothSchemas })
          : await rebaseJournal({ ...sidesRead, unmerged });
    const { files, moved, databases, notes } = history;
    const { commit, name } = sides.base;
    const rebased = { line, base: { name, commit }, files, migrations: moved, databases, notes };
    return await judged(options, rebased, { operation, sides, base, own });
  } finally {
    for (const opened of trees) opened.close();
  }
}

const unchanged = { files: new Map<string, string | null>(), moved: [], databases: '' };

/** The plan, with how the schema stands to what it makes of the history. */
async function judged(
  { tree, project }: RebaseOptions,
  { files, ...rebased }: Omit<Rebase, 'schema' | 'plan' | 'taken'> & { files: NewHistory['files'] },
  { operation, sides, base, own }: { operation: Operation; sides: Sides; base: Side; own: Side },
): Promise<Rebase> {
  const disk = readFolder(tree.root);
  const changes = [...files]
    .map(([path, after]): FileChange => ({ path, before: disk.read(path), after, kind: 'edit' }))
    .filter(({ before, after }) => before !== after && !isSameButForLineEnds(before, after));
  const had = new Set(own.history.migrations.map((migration) => migration.tag));
  const taken = base.history.migrations.map(({ tag }) => tag).filter((tag) => !had.has(tag));
  if (changes.length === 0) {
    const notes = rebased.notes.length > 0 ? rebased.notes : [nothingToDo(operation, sides)];
    return { ...rebased, notes, plan: null, taken: [], schema: { kind: 'lockstep' } };
  }
  const schema = sides.hasBothSchemas
    ? await standing(changedTree(tree, files), project)
    : { kind: 'not merged' as const };
  const plan = { root: tree.root, changes, nextSteps: nextSteps(project, operation, sides, schema) };
  return { ...rebased, plan, taken, schema };
}

async function standing(after: Tree, project: Project): Promise<SchemaStanding> {
  const { line } = requireKit(join(after.root, project.folder));
  const side = await readSide(after, project.out, line);
  const head = headOf(after, side.history, side.nodes);
  const reason = whyNotComparable(side.history, side.nodes, head, project.dialect, line);
  if (reason !== null) return { kind: 'unreadable', message: reason };
  const comparison = await compareSchema(after, project, await head.read());
  if (comparison.kind === 'equal') return { kind: 'lockstep' };
  if (comparison.kind === 'different') return { kind: 'different', statements: comparison.toSchema.sql };
  const where = comparison.path === undefined ? '' : `${comparison.path}: `;
  return { kind: 'unreadable', message: where + comparison.message };
}

function nextSteps(project: Project, operation: Operation, sides: Sides, schema: SchemaStanding): string[] {
  const add = `git add -- ${typed(project.out)}`;
  const steps = schema.kind === 'different' ? ['lockstep generate', add] : [add];
  if (operation.kind !== 'none') return [...steps, `git ${operation.kind} --continue`];
  return sides.hasBothSchemas ? [...steps, 'git commit'] : [...steps, 'git commit', `git merge ${sides.base.name}`];
}

function nothingToDo(operation: Operation, sides: Sides): string {
  const onTop = `This branch's migrations stand on top of those of ${sides.base.name} already.`;
  return operation.kind === 'none' ? onTop : `${onTop} Continue: git ${operation.kind} --continue`;
}

/** Where git writes CRLF on checkout, the same file is no change. */
function isSameButForLineEnds(before: string | null, after: string | null): boolean {
  return before !== null && after !== null && before.includes('\r\n') && before.replaceAll('\r\n', '\n') === after;
}

function checkLine(installed: 'journal' | 'folders', base: Side, own: Side): void {
  const other = [base, own].find((side) => side.history.line !== installed);
  if (other === undefined) return;
  const name = (line: string): string => (line === 'journal' ? '0.31' : '1.0');
  throw new LockstepError(
    `The migrations of ${other.tree.label} have the layout of drizzle-kit ${name(other.history.line)}, and ${name(installed)} is installed.`,
    {
      exitCode: 1,
      path: other.history.out,
      fix: 'Bring both branches to one version of drizzle-kit first (npx drizzle-kit up leads to 1.0). Nothing was changed.',
    },
  );
}

function noOperation(paths: string[]): LockstepError {
  return new LockstepError(`${paths[0] ?? ''} is in conflict, and neither a merge nor a rebase is under way.`, {
    exitCode: 1,
    path: paths[0] ?? '',
    fix: 'Resolve what git stash or git checkout left (git status), then run lockstep rebase. Nothing was changed.',
  });
}
