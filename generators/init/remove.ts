import { resolveCommand } from 'package-manager-detector/commands';
import { LockstepError } from '../../src/errors.js';
import { type Made, type Record, recordText } from '../../src/scaffold/join/made.js';
import { readWithout, takeOut, takeOutChanges } from '../../src/scaffold/join/take-out.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { lookAround, type Surroundings } from '../../src/scaffold/surroundings.js';
import { type Joined, type JoinOptions, type JoinPlan, planJoin, readRecord, recordPath } from './plan.js';

/** What taking out would change; `left` are lines about what somebody changed since, and that stays. */
export interface RemovePlan {
  changes: FileChange[];
  left: string[];
  /** What is not in files that init wrote, and is for the user to take back. */
  notes: string[];
}

/**
 * Everything out again that init put in, to the byte, and the record with it.
 * Throws a LockstepError (exit 2) when nothing was put in.
 */
export function planRemove(around: Surroundings): RemovePlan {
  const record = requireRecord(around);
  const taken = takeOut(record.made, around.files);
  const path = recordPath(around);
  return {
    changes: [
      ...takeOutChanges(taken, around.files),
      { path, before: around.files.read(path), after: null, kind: 'edit' },
    ],
    left: taken.left.map(({ path: changed, reason }) => `${changed} ${reason}: it stays as it is.`),
    notes: remains(record, around),
  };
}

function remains({ made }: Record, { hooks, dependencies, packageManager }: Surroundings): string[] {
  const notes: string[] = [];
  if (hooks.kind === 'husky' && hooks.installed && made.some(({ path }) => path.endsWith('.husky/install.mjs'))) {
    notes.push(`git looks for hooks in ${hooks.folder}/_ and nowhere else, until: git config --unset core.hooksPath`);
  }
  const isOurs = made.some((one) => 'members' in one && one.members.some(({ at }) => at[1] === 'drizzle-lockstep'));
  if ('drizzle-lockstep' in dependencies && !isOurs) {
    const uninstall = resolveCommand(packageManager, 'uninstall', ['drizzle-lockstep']);
    const typed = uninstall === null ? '' : `: ${[uninstall.command, ...uninstall.args].join(' ')}`;
    notes.push(`drizzle-lockstep was in package.json before lockstep init was run, and stays${typed}`);
  }
  return notes;
}

/**
 * What init put in, as this version would put it in now. What somebody changed since stays; a file in which nothing
 * is to change is not touched. Throws a LockstepError (exit 2) when nothing was put in.
 */
export async function planUpdate(joined: Joined, options: Omit<JoinOptions, 'with'>): Promise<JoinPlan> {
  const { root } = joined.projects[0];
  const record = requireRecord(joined.around);
  const { files } = joined.around;
  // From which migration on the rules hold was decided once.
  const isSetting = (made: Made): boolean => 'members' in made && made.members.every(({ at }) => at[0] === 'lockstep');
  const settings = record.made.filter(isSetting);
  const taken = takeOut(
    record.made.filter((made) => !isSetting(made)),
    files,
  );
  const left = taken.left.map(({ made }) => made);
  const around = await lookAround(root, readWithout(taken, files));
  // husky that we set up is set up again, although git is told of it by now.
  if (record.made.some(({ path }) => path.endsWith('.husky/install.mjs'))) around.hooks = { kind: 'none' };
  const parts = record.with.parts.filter((part) => part !== 'settings');
  const plan = await planJoin({ ...joined, around }, { ...options, with: { ...record.with, parts } });
  const made = [...settings, ...left, ...plan.made];
  const changes = new Map<string, FileChange>();
  for (const change of takeOutChanges(taken, files)) changes.set(change.path, change);
  for (const change of plan.changes) changes.set(change.path, { ...change, before: files.read(change.path) });
  const same = (path: string): boolean => sameMade(record.made, made, path);
  const now: Record = { version: options.version, with: record.with, made };
  const path = recordPath(around);
  return {
    changes: [
      ...changes.values(),
      { path, before: files.read(path), after: recordText(now), kind: 'edit' as const },
    ].filter((change) => change.before !== change.after && !same(change.path)),
    made,
    notes: [...plan.notes, ...taken.left.map(({ path: one, reason }) => `${one} ${reason}: it stays as it is.`)],
  };
}

/** Whether the same was put into one file: then it is left as it is, wherever in it that stands by now. */
function sameMade(before: Made[], now: Made[], path: string): boolean {
  const of = (made: Made[]): string => JSON.stringify(made.filter((one) => one.path === path));
  return of(before) === of(now) && of(now) !== '[]';
}

function requireRecord(around: Surroundings): Record {
  const record = readRecord(around);
  if (record !== null) return record;
  throw new LockstepError(
    `There is no ${recordPath(around)}: lockstep init was not run here, or not by a version that keeps one.`,
    {
      path: recordPath(around),
      fix: 'Run lockstep init first; in a repository with several packages, in the package that is meant.',
    },
  );
}
