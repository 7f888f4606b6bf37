import { LockstepError } from '../errors.js';
import type { Comparison } from './compare.js';
import type { LocalMigration } from './local.js';
import type { Progress } from './progress.js';
import { progressTable } from './progress.js';
import type { RunOptions } from './types.js';

type Where = Pick<RunOptions, 'connection' | 'place'>;

/**
 * Refuses to migrate on while a migration is half undone: the ledger still has it, and its schema is in between.
 *
 * @throws LockstepError (exit 1)
 */
export function refuseHalfUndone(progress: Progress[], { standings }: Comparison, where: Where): void {
  for (const { migration, row } of standings) {
    const found = progress.filter(wasBegun).find(({ tag, direction }) => direction === 'down' && tag === migration.tag);
    if (row === null || found === undefined) continue;
    throw new LockstepError(`${migration.tag} is half undone: ${doneText(found, 'its down file')}.`, {
      exitCode: 1,
      path: migration.downPath,
      fix: `Undo the rest first: lockstep rollback. Or bring back by hand what it took, and forget it: ${forget(found, where)}`,
    });
  }
}

/**
 * Refuses to undo what lies under a migration that is half applied, and to keep one that is half undone.
 *
 * @param wanted what is to be undone.
 * @throws LockstepError (exit 1)
 */
export function refuseHalfApplied(
  progress: Progress[],
  { standings }: Comparison,
  wanted: LocalMigration[],
  where: Where,
): void {
  for (const found of progress.filter(wasBegun)) {
    const standing = standings.find(({ migration }) => migration.tag === found.tag);
    const isApplied = standing !== undefined && standing.row !== null;
    if (found.direction === 'up' && !isApplied) {
      throw new LockstepError(`${found.tag} is half applied: ${doneText(found, 'it')}.`, {
        exitCode: 1,
        ...(standing === undefined ? {} : { path: standing.migration.path }),
        fix: `Apply the rest first: lockstep migrate. Or undo by hand what it did, and forget it: ${forget(found, where)}`,
      });
    }
    if (found.direction === 'down' && isApplied && !wanted.includes(standing.migration)) {
      throw new LockstepError(
        `${found.tag} is half undone: ${doneText(found, 'its down file')}, and this would keep it.`,
        { exitCode: 1, path: standing.migration.downPath, fix: 'Undo the rest of it first: lockstep rollback' },
      );
    }
  }
}

/** Not where the first statement was refused. */
function wasBegun({ done, before }: Progress): boolean {
  return done > 0 || before !== '';
}

function doneText({ done }: Progress, of: string): string {
  if (done === 0) return `the first statement of ${of} was begun`;
  return done === 1 ? `the first statement of ${of} is done` : `the first ${done} statements of ${of} are done`;
}

/** The statement that takes the note away, for a person to run. The tag of a file is in no need of more than quotes. */
function forget({ tag, direction }: Progress, { connection, place }: Where): string {
  return `delete from ${progressTable(connection, place)} where tag = '${tag.replaceAll("'", "''")}' and direction = '${direction}'`;
}
