import { accessSync, constants, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { LockstepError } from '../../../src/errors.js';
import { isConfigPath } from '../../../src/project/config-name.js';
import type { Context, StepResult } from '../context.js';
import { folderProblem, requirePackageName } from '../name.js';

/** What the folder is called when nobody says it. */
const defaultFolder = 'drizzle-app';

/** Finds out where the project goes, and what is done when something is there already. */
export async function chooseFolder(
  context: Pick<Context, 'flags' | 'cwd' | 'root' | 'policy' | 'terminal' | 'answers'>,
): Promise<StepResult> {
  const { flags, terminal, cwd } = context;
  if (flags.dir === undefined)
    refuseProject(cwd, `To make a new one beside it, name its folder: npm create drizzle-lockstep ${defaultFolder}`);
  const typed = flags.dir ?? (await askFolder(context));
  const asked = resolve(cwd, typed);
  const name = requirePackageName(asked);
  context.root = realFolder(asked);
  context.answers = { ...context.answers, name };
  context.policy = flags.force ? 'force' : flags.merge ? 'merge' : 'stop';
  const existing = entriesOf(context.root).filter((entry) => entry !== '.git' && entry !== '.DS_Store');
  if (existing.length === 0 || context.policy !== 'stop') return undefined;
  if (!flags.dryRun) refuseProject(context.root, '--merge and --force make a new project around it.');
  if (terminal.interactive && !flags.yes) {
    context.policy = await askPolicy(context, existing);
    return undefined;
  }
  // A dry run shows the conflicts instead.
  if (flags.dryRun) return undefined;
  const some = existing.slice(0, 5).join(', ') + (existing.length > 5 ? ', …' : '');
  throw new LockstepError(`The folder ${typed} is not empty: ${some}.`, {
    path: context.root,
    fix: 'Choose another folder; or --merge to keep what is there and add what is missing, or --force to overwrite what differs.',
  });
}

/** A Drizzle project is not made anew: it joins. */
function refuseProject(folder: string, otherwise: string): void {
  const config = entriesOf(folder).find(isConfigPath);
  if (config === undefined) return;
  throw new LockstepError(`There is a Drizzle project already: ${config}.`, {
    path: join(folder, config),
    fix: `Let it join, in its folder: npx drizzle-lockstep init\n  ${otherwise}`,
  });
}

async function askFolder({ flags, terminal, cwd }: Pick<Context, 'flags' | 'terminal' | 'cwd'>): Promise<string> {
  if (flags.yes || !terminal.interactive) return defaultFolder;
  const prompts = await terminal.prompts();
  return prompts.text({
    message: 'Where should the project go?',
    initial: `./${defaultFolder}`,
    validate: (value) => folderProblem(resolve(cwd, value)),
  });
}

async function askPolicy({ terminal }: Pick<Context, 'terminal'>, existing: string[]): Promise<Context['policy']> {
  const prompts = await terminal.prompts();
  const choice = await prompts.select({
    message: `The folder is not empty (${existing.length} ${existing.length === 1 ? 'entry' : 'entries'}). What should happen?`,
    choices: [
      { value: 'stop', label: 'Stop', hint: 'nothing is written' },
      { value: 'merge', label: 'Keep what is there', hint: 'add what is missing' },
      { value: 'ask', label: 'Ask for every file that differs' },
      { value: 'force', label: 'Overwrite what differs', hint: 'other files stay' },
    ],
    initial: 'stop',
  });
  if (choice !== 'stop') return choice;
  throw new LockstepError('The folder is not empty; nothing was written.', { fix: 'Choose another folder.' });
}

/** The folder without symbolic links. Throws a LockstepError when none can be there. */
function realFolder(asked: string): string {
  let existing = asked;
  while (statOrNull(existing) === null) {
    if (isLink(existing)) {
      throw new LockstepError(`${existing} is a link to nothing.`, {
        path: existing,
        fix: 'Remove the link, or choose another folder.',
      });
    }
    existing = dirname(existing);
  }
  if (!statSync(existing).isDirectory()) {
    throw new LockstepError(`${existing} is a file; a folder is needed there.`, {
      path: existing,
      fix: 'Choose another folder.',
    });
  }
  try {
    accessSync(existing, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new LockstepError(`There is no permission to write to ${existing}.`, {
      path: existing,
      fix: 'Choose a folder that you may write to.',
      cause,
    });
  }
  return join(realpathSync(existing), relative(existing, asked));
}

function entriesOf(folder: string): string[] {
  return statOrNull(folder) === null ? [] : readdirSync(folder).sort();
}

function statOrNull(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : '';
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    const why =
      code === 'ENAMETOOLONG' ? 'the path is too long' : code === 'ELOOP' ? 'its links go in a circle' : String(code);
    throw new LockstepError(`Cannot use ${basename(path)} as a folder: ${why}.`, {
      path,
      fix: 'Choose another folder.',
      cause,
    });
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
