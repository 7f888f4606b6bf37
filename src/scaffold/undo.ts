import { rmdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { LockstepError } from '../errors.js';
import { lastCommitOf, topPaths, unlistedPaths } from '../repo/changes.js';
import { findRepository } from '../repo/git.js';
import { shellWord } from '../shell-word.js';
import type { Plan } from './plan.js';
import type { FolderReader } from './reader.js';
import { forgetRun, hashOf, type Run } from './runs.js';
import { writePlan } from './write.js';

/** What is a migration among the names of a migrations folder: a folder of its own, or a SQL file that is no down file. */
function migrationNames(names: string[]): string[] {
  return names.filter((name) =>
    name.endsWith('/') ? name !== 'meta/' : name.endsWith('.sql') && !name.endsWith('.down.sql'),
  );
}

/**
 * The plan that undoes a run: the reverse of what it wrote. Looks only.
 *
 * @param out the migrations folder, relative to the project.
 * @throws LockstepError (exit 1) when one of its files is not as the run left it, or a migration came after it.
 */
export function planUndo(run: Run, root: string, out: string, reader: FolderReader): Plan {
  const files = run.files.map((file) => ({ ...file, now: reader.read(file.path) }));
  const name = commandText(run.command);
  const changed = files.filter(({ now, afterHash }) => hashOf(now) !== afterHash);
  const [first] = changed;
  if (first !== undefined) {
    const list = changed.map(({ path, now }) => `\n  ${path}${now === null ? ' (removed)' : ''}`).join('');
    throw new LockstepError(`Changed since ${name}, which is therefore not undone:${list}`, {
      exitCode: 1,
      path: first.path,
      fix: 'Take back what was changed since (git diff shows it) and run lockstep undo again, or edit by hand. Nothing was written.',
    });
  }
  const since = migrationsIn(out, reader).filter((migration) => !run.migrations.includes(migration));
  if (since.length > 0) throw migratedSince(name, since, out);
  const migrations = files.filter(({ path, before }) => before === null && isMigration(path, out));
  return {
    root,
    changes: files.map(({ path, now, before, executable }) => ({
      path,
      kind: 'edit',
      before: now,
      after: before,
      ...(before === null ? {} : { executable }),
    })),
    nextSteps: migrations.map(({ path }) => `A database that ${path} was applied to keeps its change.`),
  };
}

/** Whether every file of a run is as it was before it: somebody has undone it by other means. */
export function isUndone(run: Run, { read }: Pick<FolderReader, 'read'>): boolean {
  return run.files.every(({ path, before }) => read(path) === before);
}

/** The migrations in the folder `out` of the project; none when it lies outside. */
export function migrationsIn(out: string, { list }: FolderReader): string[] {
  return out.startsWith('../') ? [] : migrationNames(list(out));
}

const isMigration = (path: string, out: string): boolean =>
  path.startsWith(`${out}/`) && path.endsWith('.sql') && !/(?:^|[./])down\.sql$/.test(posix.basename(path));

function migratedSince(name: string, since: string[], out: string): LockstepError {
  const list = since.map((migration) => `\n  ${out}/${migration}`).join('');
  return new LockstepError(
    `A migration was made since ${name}. Without its schema change the project would not be in lockstep:${list}`,
    {
      exitCode: 1,
      path: `${out}/${since[0] ?? ''}`,
      fix: `Put the migration aside first: git stash push --include-untracked -- ${out}\n  Then: lockstep undo. Nothing was written.`,
    },
  );
}

/**
 * A run that is committed is undone by a commit, not behind its back.
 *
 * @throws LockstepError (exit 1) when HEAD has a file as the run left it.
 */
export async function refuseCommitted(run: Run, root: string): Promise<void> {
  const repository = findRepository(root);
  if (repository === null) return;
  const left = run.files.filter(({ afterHash }) => afterHash !== null).map(({ path }) => path);
  const paths = topPaths(repository, root, left);
  const committed = await unlistedPaths(repository, paths);
  if (committed.length === 0) return;
  const commit = await lastCommitOf(repository, committed);
  const list = committed.map((path) => `\n  ${path}`).join('');
  throw new LockstepError(`${commandText(run.command)} is committed${commit ? ` (${commit})` : ''}:${list}`, {
    exitCode: 1,
    ...(committed[0] === undefined ? {} : { path: committed[0] }),
    fix: `Take the commit back: git revert ${commit ?? 'HEAD'}. Nothing was written.`,
  });
}

/** Writes the plan of planUndo whole or not at all, removes the folders that the run made and forgets the run. */
export async function writeUndo(plan: Plan, run: Run): Promise<void> {
  await writePlan(plan);
  // Not empty when somebody put something in: then it is theirs.
  for (const folder of run.folders.toReversed()) await rmdir(join(plan.root, folder)).catch(() => {});
  forgetRun(plan.root);
}

/** The command line of a run, as one would type it again. */
export function commandText(command: string[]): string {
  return ['lockstep', ...command.map(shellWord)].join(' ');
}
