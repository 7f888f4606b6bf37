import { join } from 'node:path';
import { isServerUrl } from '../../database/open.js';
import { LockstepError } from '../../errors.js';
import type { Finding } from '../../finding.js';
import { historyFaults } from '../../guard/history-faults.js';
import { checkRuleNames } from '../../guard/rules/apply.js';
import { tagsBefore } from '../../guard/since.js';
import type { Migration } from '../../history/history.js';
import { namedMigration } from '../../history/named.js';
import { readHistory } from '../../history/read.js';
import { typedCommand } from '../../project/commands.js';
import { configOption } from '../../project/config-option.js';
import type { FoundProject } from '../../project/find.js';
import { findInstalled, lineOf } from '../../project/kit.js';
import { type Settings, settingsFor } from '../../project/settings.js';
import { cacheFolder } from '../../repo/cache-folder.js';
import type { Job } from '../../rollback/job.js';
import type { Io } from '../command.js';
import { findProject } from '../find-project.js';
import { dropOnInterrupt } from './interrupt.js';
import { progressOn } from './progress.js';
import { proofUrl } from './proof-url.js';

/** A project with what its rollback commands work on. */
export interface OpenedJob {
  job: Job;
  found: FoundProject;
  settings: Settings;
  /** The migrations after `since`. */
  own: Migration[];
}

/**
 * The job of a command that makes or proves down files, for the project that `cwd` and `--config` mean.
 *
 * @throws LockstepError (exit 2) also for settings that name a rule which does not exist.
 */
export async function openJob(config: string | undefined, io: Io): Promise<OpenedJob> {
  const opened = await jobOf(await findProject(io.cwd, { config }), io);
  checkRuleNames(opened.settings);
  return opened;
}

/** The same for a project that was found. */
export async function jobOf(found: FoundProject, io: Io): Promise<OpenedJob> {
  const { tree, project, root } = found;
  const kit = findInstalled(root, 'drizzle-kit');
  const history = await readHistory(tree, project.out, (kit && lineOf(kit.version)) ?? 'journal');
  const settings = await settingsFor(tree, project.config);
  const old = tagsBefore(history, settings.sinceTag);
  return {
    job: { tree, project, history, ...(await meansOf(found, io)) },
    found,
    settings,
    own: history.migrations.filter(({ tag }) => !old.has(tag)),
  };
}

/** With what a history of a project is worked on, whichever it is: that of the working tree may be in conflict. */
export async function meansOf(
  { root, tree, project }: FoundProject,
  io: Io,
): Promise<Omit<Job, 'tree' | 'project' | 'history'>> {
  const lockstep = await typedCommand(root, '', 'lockstep');
  const option = configOption(tree, project);
  const cache = cacheFolder(root);
  return {
    cache: cache === null ? null : join(cache, 'states'),
    url: serverOf(proofUrl(io.env, root), io),
    date: new Date().toISOString().slice(0, 10),
    lockstep: (command) => `${lockstep} ${command}${option}`,
    progress: progressOn(io),
  };
}

/** The server that was named, checked. Its address may hold a password, so it is not shown. */
function serverOf(url: string | undefined, io: Io): string | undefined {
  if (url === undefined) return undefined;
  if (isServerUrl(url)) {
    dropOnInterrupt(io);
    return url;
  }
  throw new LockstepError('LOCKSTEP_PROOF_URL is not the address of a server that lockstep can use.', {
    fix: 'Set it to postgres://USER:PASSWORD@HOST:5432/postgres or mysql://USER:PASSWORD@HOST:3306, with what is special in the password percent-encoded; or leave it out.',
  });
}

/** The migrations that arguments name. Throws a LockstepError (exit 2) for a name that means none, or several. */
export function namedMigrations({ job: { history } }: OpenedJob, names: string[]): Migration[] {
  return names.map((name) => namedMigration(history, name));
}

/** What is wrong with the history itself: its migrations may not be what the databases have. */
export async function faultsOf({ job, settings }: OpenedJob): Promise<Finding[]> {
  return historyFaults(job.tree, job.project, job.history, settings);
}

/** Findings with the severities that the settings give their rules; those that are switched off are left out. */
export function bySettings(findings: Finding[], { rules }: Settings): Finding[] {
  return findings.flatMap((finding): Finding[] => {
    const severity = rules[finding.rule] ?? finding.severity;
    return severity === 'off' ? [] : [{ ...finding, severity }];
  });
}
