import { posix } from 'node:path';
import { partHints, parts } from '../../../generators/init/parts.js';
import { planJoin, readRecord, recordChange, recordPath } from '../../../generators/init/plan.js';
import { planRemove, planUpdate } from '../../../generators/init/remove.js';
import { LockstepError } from '../../errors.js';
import { watchDirty } from '../../scaffold/dirty.js';
import { emptiedFolders, removeFolders } from '../../scaffold/empty-folders.js';
import { projectRenderer } from '../../scaffold/own-templates.js';
import type { FileChange, Plan } from '../../scaffold/plan.js';
import { readFolder } from '../../scaffold/reader.js';
import { planToJson, summary } from '../../scaffold/show.js';
import { lookAround, type Surroundings } from '../../scaffold/surroundings.js';
import { writePlan } from '../../scaffold/write.js';
import { version } from '../../version.js';
import type { Command, Io } from '../command.js';
import { formatReport } from '../formats/index.js';
import { agentsFor, ciFor } from '../init/defaults.js';
import { installDependencies } from '../init/install.js';
import { onlyInstalled } from '../init/only-installed.js';
import { type InitFlags, readFlags } from '../init/options.js';
import { packageProjects } from '../init/package-projects.js';
import { checkAfter, showPlan, wantsIt } from '../init/tell.js';

const width = Math.max(...parts.map((part) => part.length));
const partLines = parts.map((part) => `    ${part.padEnd(width)}  ${partHints[part]}`).join('\n');

const help = `Joins an existing Drizzle project: scripts, settings, git hooks, CI and instructions for agents. Only what is missing
is added, and nothing that is there is changed. Migrations that are there are left alone: the rules hold from the next one on.

Usage: lockstep init [OPTIONS]
       lockstep init --update
       lockstep init --remove

  --dry-run          show the files, write nothing
  --diff             show every change line by line; with --yes, and write
  --yes, -y          do not ask
  --parts LIST       what to add, with commas between (default: all but plop)
${partLines}
  --no-hooks         all but the hooks
  --plop             with a plopfile
  --agents LIST      agents-md, claude, cursor, opencode (default: agents-md, and those whose files are there)
  --ci NAME          github or none (default: github, where the repository is on GitHub, or with --parts ci)
  --no-install       do not run the package manager
  --allow-dirty      edit files that have changes that are not committed
  --update           what was added, as this version adds it; what you changed stays
  --remove           take everything out again, to the byte; what you changed stays and is named
  --config PATH      only this drizzle config, where a package has several
  --format FORMAT    text, or json: one object on stdout

What was added is remembered in .lockstep.json: commit it.

Exit code: 0 joined (or removed) and in lockstep, 1 findings or something left to do, 2 wrong usage or environment.

Examples:
  lockstep init --dry-run
  lockstep init
  lockstep init --yes --agents claude,cursor --no-install
  lockstep init --parts hooks,ci
  lockstep init --remove
`;

export const command: Command = {
  name: 'init',
  summary: 'Join an existing project: scripts, hooks, CI, instructions for agents',
  help,
  async run(argv, io) {
    const flags = readFlags(argv);
    const projects = await packageProjects(io.cwd, flags.config);
    const around = await lookAround(projects[0].root);
    const job = { flags, projects, around, io };
    if (flags.mode === 'remove') return remove(job);
    return flags.mode === 'update' ? update(job) : add(job);
  },
};

interface Job {
  flags: InitFlags;
  projects: Awaited<ReturnType<typeof packageProjects>>;
  around: Surroundings;
  io: Io;
}

async function add(job: Job): Promise<number> {
  const { flags, projects, around } = job;
  const record = readRecord(around);
  const wanted = {
    parts: [...flags.parts],
    agents: flags.parts.includes('agents') ? agentsFor(flags.agents, projects[0]) : [],
    ci: flags.ci ?? (await ciFor(around, flags.partsNamed)),
  };
  const plan = await planJoin({ projects, around }, { ...shared(job), with: wanted });
  const change = recordChange(around, record, { version, with: wanted, made: plan.made });
  const changes = plan.made.length === 0 ? [] : [...plan.changes, ...(change === null ? [] : [change])];
  const notes = [...plan.notes];
  if (flags.parts.includes('ci') && flags.ci === undefined && wanted.ci === 'none' && around.git) {
    notes.push(
      'No CI is to be seen here, so nothing was added for one. A workflow for GitHub: lockstep init --ci github',
    );
  }
  return carryOut(job, { root: around.top, changes }, notes, adding);
}

async function update(job: Job): Promise<number> {
  const { changes, notes } = await planUpdate(job, shared(job));
  return carryOut(job, { root: job.around.top, changes }, notes, adding);
}

function shared({ projects }: Job) {
  const { root } = projects[0];
  return {
    nodeVersion: process.version,
    lockstepSpec: `^${version}`,
    version,
    render: projectRenderer(readFolder(root)),
  };
}

async function remove(job: Job): Promise<number> {
  const { around, flags } = job;
  const { changes, left, notes } = planRemove(around);
  const plan: Plan = { root: around.top, changes };
  const isWhole = flags.dryRun || left.length === 0;
  return carryOut(job, plan, [...left, ...notes], { expects: null, isWhole });
}

interface Outcome {
  /** The package that an install has to bring. */
  expects: string | null;
  /** The plan is all that was asked for: nothing has to stay. */
  isWhole: boolean;
}

const adding: Outcome = { expects: 'drizzle-lockstep', isWhole: true };

/** Shows, asks, writes, installs and checks. */
async function carryOut(job: Job, plan: Plan, notes: string[], { expects, isWhole }: Outcome): Promise<number> {
  const { flags, around, io, projects } = job;
  // What was added is taken out piece by piece: nothing else in a file can be hurt.
  const writes = !flags.dryRun && !flags.allowDirty;
  if (writes && flags.mode === 'add') await refuseDirtyFiles(plan, around, job);
  const { dryRun, format } = flags;
  if (format === 'text') showPlan(plan, notes, flags, io);
  const nothing = plan.changes.length === 0;
  const written = !dryRun && !nothing && (await wantsIt(flags, io));
  let toDo: string | null = null;
  if (written) {
    // Ctrl-C puts back what was written; once all is written it ends the install.
    const controller = new AbortController();
    process.once('SIGINT', () => controller.abort());
    const folders = emptiedFolders(plan);
    await writePlan(plan, { signal: controller.signal });
    await removeFolders(plan.root, folders);
    if (format === 'text') io.out(`${summary(plan)}\n`);
    toDo = await install(job, plan, { expects, signal: controller.signal });
  }
  const report = written && flags.mode !== 'remove' ? await checkAfter(projects, around, io) : null;
  const ok = toDo === null && report?.ok !== false && isWhole;
  if (format === 'json') {
    const shown = planToJson(plan, { diff: flags.diff });
    io.out(`${JSON.stringify({ ok, written, ...shown, notes, toDo, report }, null, 2)}\n`);
    return ok ? 0 : 1;
  }
  if (toDo !== null) io.err(`Left to do: ${toDo}\n`);
  if (dryRun) io.err('Dry run: nothing was written.\n');
  if (report !== null) io.out(await formatReport(report, 'text', { checked: 'working tree' }));
  const declined = !nothing && !dryRun && !written;
  return ok && !declined ? 0 : 1;
}

/** Runs the package manager where package.json asks for something else than before. */
async function install(
  { flags, around, io }: Job,
  plan: Plan,
  options: { expects: string | null; signal: AbortSignal },
): Promise<string | null> {
  const manifests = plan.changes.filter(({ path, before, after }) => path.endsWith('package.json') && before !== after);
  if (manifests.length === 0 || !manifests.some(({ before, after }) => dependencies(before) !== dependencies(after))) {
    return null;
  }
  // Nothing says what was installed: there is nothing to bring up to date.
  if (flags.mode === 'remove' && !around.locked) return null;
  const { packageManagerCommands } = await import('../../../generators/project/package-managers.js');
  const { install: typed } = packageManagerCommands[around.packageManager];
  if (!flags.install) {
    io.err(`Not installed yet, as you asked: ${typed}\n`);
    return null;
  }
  return installDependencies(around, io, options);
}

function dependencies(manifest: string | null): string {
  const parsed: unknown = JSON.parse((manifest ?? '{}').replace(/^\uFEFF/, ''));
  if (typeof parsed !== 'object' || parsed === null) return '';
  const { dependencies: runtime, devDependencies } = { dependencies: {}, devDependencies: {}, ...parsed };
  return JSON.stringify([runtime, devDependencies]);
}

/** A file that is edited and has changes of its own would be hard to tell from what was added. */
async function refuseDirtyFiles(plan: Plan, around: Surroundings, { projects }: Job): Promise<void> {
  const changes: FileChange[] = [];
  for (const change of plan.changes) {
    const { path, before } = change;
    const isManifest = around.git && before !== null && posix.basename(path) === 'package.json';
    // The record is ours alone: joining part by part needs no commit in between for it.
    if (path === recordPath(around)) continue;
    if (!isManifest || !(await onlyInstalled(around.top, path, before))) changes.push(change);
  }
  try {
    await watchDirty(plan.root)({ ...plan, changes }, projects[0].project.out);
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    throw new LockstepError(error.message, {
      path: error.path ?? around.folder,
      fix: 'Commit, stage (git add) or stash them; or edit the files as they are: lockstep init --allow-dirty',
      cause: error,
    });
  }
}
