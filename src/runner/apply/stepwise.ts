import { StatementFailed } from '../../database/engine.js';
import type { Connection } from '../../database/live/connection.js';
import { LockstepError } from '../../errors.js';
import { MigrationFailed } from '../failed.js';
import { doneHash, endProgress, ensureProgress, noteProgress, readProgress } from '../progress.js';
import type { Step } from '../script.js';
import type { Job, RunOptions } from '../types.js';

/** What differs between engines when a migration runs statement by statement. */
export interface Stepper {
  begin: string;
  /** It cannot be in a transaction with the note of it: it ends one, or refuses one. */
  isAlone(step: Step): boolean;
  /** Runs a statement that is alone, where that takes more than running it. */
  runAlone?(step: Step): Promise<void>;
  /** Something to compare the schema with after a crash; asked before a statement that is alone. */
  fingerprint?: () => Promise<string>;
  /** Before a statement that is alone: clears away what a failed one left. True when it took effect already. */
  tookEffect(step: Step, before: string): Promise<boolean>;
}

/**
 * Runs a migration that cannot be one transaction: after each statement it is written down how far it is, in the same
 * transaction where the statement allows one. A run that was cut off goes on where it stopped.
 *
 * @throws MigrationFailed with what stays.
 */
export async function runStepwise(options: RunOptions, job: Job, steps: Step[], stepper: Stepper): Promise<void> {
  const { connection, place } = options;
  await ensureProgress(connection, place);
  let { done, before } = await begunAt(options, job, steps);
  // The migration's own BEGIN: what it says until its COMMIT, and how far it is, holds together.
  let inside = false;
  const note = (count: number, state?: string): string =>
    noteProgress(connection, place, job, { done: count, hash: doneHash(steps, count), before: state });
  try {
    for (const step of steps.slice(0, done)) if (step.session) await connection.run(step.sql);
    for (; done < steps.length; done++) {
      const step = steps[done];
      if (step === undefined) break;
      if (step.control) {
        const ends = !/^(?:begin|start)\b/i.test(step.sql);
        const keeps = inside && /^(?:commit|end)\b/i.test(step.sql);
        // With what it keeps: a crash between the two would leave an end without a beginning.
        if (keeps) await connection.run(note(done + 1));
        // One that is not inside was ended already: by a statement of MySQL's, or by the crash that this run goes on from.
        if (inside || !ends) await connection.run(step.sql);
        inside = !ends;
        if (!keeps) await connection.run(note(done + 1));
      } else if (inside && !stepper.isAlone(step)) {
        await connection.run(step.sql);
        await connection.run(note(done + 1));
      } else if (stepper.isAlone(step)) {
        // MySQL ends a transaction before it.
        inside = false;
        const isOver = before !== '' && (await stepper.tookEffect(step, before));
        if (!isOver) {
          before = (await stepper.fingerprint?.()) ?? 'begun';
          await connection.run(note(done, before));
          await (stepper.runAlone?.(step) ?? connection.run(step.sql));
        }
        await connection.run(note(done + 1));
      } else await together(connection, stepper.begin, [step.sql, note(done + 1)]);
      before = '';
    }
    if (inside) await connection.run('commit');
    await together(connection, stepper.begin, [job.note, endProgress(connection, place, job)]);
  } catch (error) {
    await connection.run('rollback').catch(() => undefined);
    if (!(error instanceof StatementFailed)) throw error;
    // Refused is not cut off: what differs at the next look was done by whoever mended the cause, not by the statement.
    if (before !== '' && stepper.fingerprint !== undefined) await connection.run(note(done)).catch(() => undefined);
    const kept = (await readProgress(connection, place).catch(() => [])).find(
      ({ tag, direction }) => tag === job.migration.tag && direction === job.direction,
    );
    throw new MigrationFailed(job, steps[done] ?? null, error, whatStays(kept?.done ?? done, steps.length));
  }
}

/**
 * Where a run that was cut off goes on. The statements that are done must be those of the file; one that failed may have
 * been mended since.
 */
async function begunAt(
  { connection, place, on }: RunOptions,
  { migration: { tag, path, downPath }, direction }: Job,
  steps: Step[],
): Promise<{ done: number; before: string }> {
  const rows = await readProgress(connection, place);
  const row = rows.find((one) => one.tag === tag && one.direction === direction);
  if (row === undefined || (row.done === 0 && row.before === '')) return { done: 0, before: '' };
  if (row.done > steps.length || row.hash !== doneHash(steps, row.done)) {
    const which = row.done === 1 ? 'first statement' : `first ${row.done} statements`;
    throw new LockstepError(
      `${tag} was begun, and its ${which} ran as the file no longer has ${row.done === 1 ? 'it' : 'them'}.`,
      {
        exitCode: 1,
        path: direction === 'up' ? path : downPath,
        fix: 'Put those back as they were, and change only what comes after them; it goes on from there.',
      },
    );
  }
  on({ type: 'resume', tag, at: Math.min(row.done + 1, steps.length), of: steps.length });
  return { done: row.done, before: row.before };
}

async function together(connection: Connection, begin: string, statements: string[]): Promise<void> {
  await connection.run(begin);
  for (const statement of statements) await connection.run(statement);
  await connection.run('commit');
}

function whatStays(done: number, of: number): string {
  if (done === 0) return 'None of its statements stays.';
  const which = done === 1 ? 'The first of' : `The first ${done} of`;
  return `${which} its ${of} statements stay: they are committed. The next run goes on with number ${done + 1}.`;
}
