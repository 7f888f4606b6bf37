import { command as migrate } from './commands/migrate.js';
import { command as rollback } from './commands/rollback.js';
import { command as status } from './commands/status.js';
import { run } from './run.js';

const commands = [migrate, rollback, status].map((command) => ({ ...command, load: async () => command }));

/** Runs one of the commands of a deployment, see run.ts. */
export function runDeployment(argv: string[]): Promise<number> {
  return run(argv, commands);
}
