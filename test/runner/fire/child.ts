import type { Connection } from '../../../src/database/live/connection.js';
import { connect } from '../../../src/database/live/open.js';
import { LockstepError } from '../../../src/errors.js';
import { usualPlace } from '../../../src/runner/ledger.js';
import { readLocal } from '../../../src/runner/local.js';
import { migrate } from '../../../src/runner/migrate.js';
import { usualTimes } from '../../../src/runner/types.js';
import type { Task } from './processes.js';

/** A process that migrates, and kills itself where it is told to: no handler of its own runs, as with kill -9. */
const task: Task = JSON.parse(process.argv[2] ?? '');

function mortal(connection: Connection, at: number, when: 'before' | 'during'): Connection {
  let statements = 0;
  const counted = <T>(work: () => Promise<T>): Promise<T> => {
    statements++;
    if (statements === at && when === 'before') process.kill(process.pid, 'SIGKILL');
    const answer = work();
    if (statements === at) process.kill(process.pid, 'SIGKILL');
    return answer;
  };
  return {
    ...connection,
    run: (sql) => counted(() => connection.run(sql)),
    query: (sql) => counted(() => connection.query(sql)),
  };
}

try {
  const connection = await connect(task.dialect, task.packages, { url: task.url, from: 'the test' });
  const { applied } = await migrate({
    ...usualTimes,
    connection: task.kill === undefined ? connection : mortal(connection, task.kill.at, task.kill.when),
    history: readLocal(task.folder),
    place: usualPlace,
    on: () => undefined,
  });
  await connection.close();
  process.stdout.write(JSON.stringify(applied.map(({ tag }) => tag)));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  if (error instanceof LockstepError) process.stderr.write(`${error.fix}\n`);
  process.exit(error instanceof LockstepError ? error.exitCode : 70);
}
