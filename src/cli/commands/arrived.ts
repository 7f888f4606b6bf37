import { join, relative, sep } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Arrival, arrivalsBetween } from '../../guard/arrived.js';
import type { Place } from '../../guard/arrived-projects.js';
import { hasCommitsToReplay } from '../../repo/arrivals.js';
import { findRepository, type Repository } from '../../repo/git.js';
import { lazyWorkingTree } from '../../repo/working-tree.js';
import type { Command, Io } from '../command.js';
import { plural, printableLine } from '../formats/parts.js';
import { style } from '../style.js';

const help = `Says which migrations a merge, a checkout or a rebase brought, and what to run. Connects to no database.

Usage: lockstep arrived HOOK [ARGUMENTS OF THE HOOK]

For git hooks, which hand their arguments on: post-merge, post-checkout, post-rewrite.
It is silent when no migration came or went.

Exit code: always 0: nothing that it says is a reason for git to fail.

Examples:
  lockstep arrived post-merge "$@"
  lockstep arrived post-checkout "$@"
`;

export const command: Command = {
  name: 'arrived',
  summary: 'In a git hook: say which migrations arrived',
  help,
  async run(argv, io) {
    try {
      await tell(argv, io);
    } catch (error) {
      io.err(`lockstep arrived: ${error instanceof Error ? error.message : String(error)}\n`);
    }
    return 0;
  },
};

async function tell(argv: string[], io: Io): Promise<void> {
  const [hook = '', ...args] = argv;
  const repository = findRepository(io.cwd);
  if (!isHook(hook)) return io.err(help);
  if (repository === null) return;
  const commits = await hooks[hook](args);
  if (commits === null) return;
  const arrivals = await arrivalsBetween(repository, commits.from, commits.to);
  // What a rebase takes away at its beginning comes back: post-rewrite tells at its end.
  if (arrivals.length === 0 || (hook === 'post-checkout' && (await hasCommitsToReplay(repository)))) return;
  // Loaded only now: most checkouts bring no migration.
  const { placesOf } = await import('../../guard/arrived-projects.js');
  const places = await placesOf(
    repository,
    arrivals.map(({ out }) => out),
  );
  for (const arrival of arrivals) {
    const place = places.get(arrival.out);
    if (place !== undefined) io.out(await sentences(repository, arrival, place, io));
  }
}

/** The commits that a hook stands between, from its arguments; `null` when nothing can have arrived. */
const hooks = {
  'post-merge': async () => ({ from: 'ORIG_HEAD', to: 'HEAD' }),
  'post-checkout': async ([from = '', to = '', flag]: string[]) =>
    // 0: files were checked out. A new worktree or clone comes from nothing.
    flag === '1' && from !== to && !/^0+$/.test(from) ? { from, to } : null,
  'post-rewrite': async ([by]: string[]) => {
    if (by !== 'rebase' || process.stdin.isTTY) return null;
    // Each line is `<old> <new>`, in the order of the commits: the last is the branch as it was.
    const from = (await text(process.stdin)).trimEnd().split('\n').at(-1)?.split(' ')[0];
    return from ? { from, to: 'HEAD' } : null;
  },
} satisfies Record<string, (args: string[]) => Promise<{ from: string; to: string } | null>>;

function isHook(name: string): name is keyof typeof hooks {
  return Object.hasOwn(hooks, name);
}

async function sentences(repository: Repository, arrival: Arrival, place: Place, io: Io): Promise<string> {
  const { arrived, gone } = arrival;
  const folder = join(repository.top, place.folder);
  const path = relative(io.cwd, folder).split(sep).join('/');
  const where = path === '' ? '' : ` in ${printableLine(path)}`;
  let said = '';
  if (arrived.length > 0) {
    const run = style('cyan', await commandFor(repository, folder, place), process.stdout);
    said += `${plural(arrived.length, 'migration')} arrived${where}: ${named(arrived)}. Run${where === '' ? '' : ' there'}: ${run}\n`;
  }
  if (gone.length > 0) {
    const [has, skips] = [
      gone.length === 1 ? 'it' : 'them',
      arrived.length > 0 ? ', and drizzle-kit migrate may skip there what arrived' : '',
    ];
    said += `${style('yellow', `${plural(gone.length, 'migration')} went away${where}: ${named(gone)}.`, process.stdout)} A database that has ${has} is ahead of these files${skips}: go back to their branch, or start with an empty database.\n`;
  }
  return said;
}

/** How many tags are named. */
const shown = 5;

function named(tags: string[]): string {
  const more = tags.length - shown;
  return printableLine(tags.slice(0, shown).join(', ')) + (more > 0 ? ` and ${more} more` : '');
}

async function commandFor(repository: Repository, folder: string, place: Place): Promise<string> {
  const { migrateCommand } = await import('../../project/migrate-command.js');
  return migrateCommand(folder, lazyWorkingTree(repository.top, repository), place);
}
