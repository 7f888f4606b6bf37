import type { Connection } from '../../database/live/connection.js';
import { databaseName } from '../../database/live/name.js';
import { Interrupted, LockstepError } from '../../errors.js';
import type { Io } from '../command.js';

export interface ConfirmOptions {
  /** `--confirm NAME`: the name of the database. */
  confirm: string | undefined;
  /** `--yes`: no question for a database of this machine. It does not stand for the name of another. */
  yes: boolean;
  /** What is about to be done, as a question: `Undo 2 migrations?` */
  question: string;
}

/**
 * Makes sure that this database is meant. One that is not on this machine is named, by the flag or in the terminal; on
 * this machine a terminal is asked yes or no, and nothing else is.
 *
 * @throws LockstepError (exit 2) for another name, or none without a terminal.
 * @throws Interrupted when the answer is no.
 */
export async function confirmDatabase(
  io: Io,
  connection: Connection,
  { confirm, yes, question }: ConfirmOptions,
): Promise<void> {
  const { target, isLocal } = connection;
  const name = await databaseName(connection);
  if (confirm !== undefined) {
    if (confirm === name) return;
    throw new LockstepError(`--confirm says ${confirm}, and this database is ${name} (${target}). Nothing was done.`, {
      fix: 'Look whether it is the one that you mean.',
    });
  }
  if (isLocal && (yes || !io.interactive)) return;
  if (!io.interactive) {
    throw new LockstepError(
      `The database ${name} is not on this machine (${target}), and nothing confirms that it is meant.`,
      {
        fix: 'Give its name: --confirm NAME',
      },
    );
  }
  const { ask } = await import('../ask.js');
  if (isLocal) {
    if (!(await ask({ type: 'confirm', name: 'yes', message: question, initial: false }))) throw new Interrupted();
    return;
  }
  await ask({
    type: 'text',
    name: 'confirm',
    message: `${question} ${target} is not on this machine. To go on, type the name of the database:`,
    validate: (value) => (value === name ? undefined : `It is not called that. Ctrl-C leaves everything as it is.`),
  });
}
