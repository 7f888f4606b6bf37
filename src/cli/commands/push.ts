import { parseArgs } from 'node:util';
import { isLocalAddress, shownAddress } from '../../database/live/address.js';
import { LockstepError } from '../../errors.js';
import { typedCommand } from '../../project/commands.js';
import { configOption } from '../../project/config-option.js';
import type { FoundProject } from '../../project/find.js';
import { migrateCommand } from '../../project/migrate-command.js';
import type { Command, Io } from '../command.js';
import { findTarget, variablesOf } from '../database/target.js';
import { findProject } from '../find-project.js';
import { runKit } from '../run-kit.js';

const help = `Runs drizzle-kit push, which makes a database as the schema is, without a migration: for trials, and only on a database of
this machine. What a push did is in no ledger, and the migration that does the same fails there.

Usage: lockstep push [--verbose] [--strict] [--explain] [--config PATH]

  --verbose, --strict      as drizzle-kit takes them: print every statement, always ask
  --explain                of drizzle-kit 1.0: show what would be done
  --config PATH            the drizzle config, where there are several

The database is the one of the config, as drizzle-kit reads it. One that is not on this machine is refused, and so is --force,
with which columns and tables are dropped unasked.

Exit code: as of drizzle-kit, 0 or 1; 2 refused, wrong usage or no database.

Examples:
  lockstep push
  lockstep push --config drizzle-auth.config.ts
`;

/** What drizzle-kit takes beside `--config` (0.31.11, 1.0.0-rc.5), without `--force`; other flags name another database. */
const passedOn = ['verbose', 'strict', 'explain'] as const;

export const command: Command = {
  name: 'push',
  summary: 'Try a schema out on a database of this machine, without a migration',
  help,
  async run(argv, io) {
    const { values } = parseArgs({
      args: argv,
      options: {
        config: { type: 'string' },
        verbose: { type: 'boolean', default: false },
        strict: { type: 'boolean', default: false },
        explain: { type: 'boolean', default: false },
        force: { type: 'boolean', default: false },
        url: { type: 'string' },
      },
    });
    if (values.url !== undefined) {
      throw new LockstepError('--url is not taken: drizzle-kit pushes to the database of the config.', {
        fix: 'Set what the config reads its address from: DATABASE_URL=… lockstep push',
      });
    }
    const found = await findProject(io.cwd, { config: values.config });
    if (values.force) {
      throw new LockstepError(
        '--force is not taken: drizzle-kit would drop columns and tables with their rows unasked.',
        {
          fix: `Leave it out and answer what drizzle-kit asks, or ${await instead(found)}`,
        },
      );
    }
    const { target } = await findTarget(found, io.env, undefined);
    if (!isLocalAddress(target.url, variablesOf(found, io.env))) {
      throw new LockstepError(
        `${shownAddress(target.url)} (${target.from}) is not on this machine. A push changes a database without a migration: what it did is in no ledger, and the next migration fails there.`,
        { fix: `Set the address of a database of this machine, or ${await instead(found)}` },
      );
    }
    const args = ['push', ...passedOn.filter((name) => values[name]).map((name) => `--${name}`)];
    const { code, isDone } = io.interactive ? await asking(found, args) : await unasked(found, args, io);
    if (code === 0 && (isDone || values.explain)) return 0;
    if (code !== 0) {
      throw new LockstepError(`drizzle-kit push failed with exit code ${code}.`, {
        exitCode: 1,
        fix: 'Mend what it says above and run it again.',
      });
    }
    throw new LockstepError(
      'drizzle-kit push asks before it does this, and there is no terminal: nothing was changed.',
      {
        exitCode: 1,
        fix: `Run it in a terminal, or ${await instead(found)}`,
      },
    );
  },
};

interface Pushed {
  code: number;
  /** Nothing is left to do; in a terminal the person there has decided. */
  isDone: boolean;
}

async function asking(found: FoundProject, args: string[]): Promise<Pushed> {
  return { code: await runKit(found, args), isDone: true };
}

/** Without a terminal drizzle-kit ends with exit code 0 where it cannot ask; what it says at its end is the proof (0.31.11, 1.0.0-rc.5). */
async function unasked(found: FoundProject, args: string[], io: Io): Promise<Pushed> {
  let said = '';
  const code = await runKit(found, args, (text) => {
    said += text;
    io.out(text);
  });
  return { code, isDone: /\] (?:Changes applied|No changes detected)\s*$/.test(said) };
}

/** The way of a change that reaches other databases too. */
async function instead(found: FoundProject): Promise<string> {
  const { root, tree, project } = found;
  const generate = await typedCommand(root, 'db:generate', `lockstep generate${configOption(tree, project)}`);
  return `write a migration and apply it: ${generate}, then ${await migrateCommand(root, tree, project)}`;
}
