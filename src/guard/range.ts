import { LockstepError } from '../errors.js';
import { type ProjectReport, type Report, toReport } from '../finding.js';
import { isConfigPath } from '../project/discover.js';
import { findInstalled, lineOf } from '../project/kit.js';
import { isGlob } from '../project/schema-files.js';
import { settingsFiles } from '../project/settings.js';
import type { Commit } from '../repo/commits.js';
import { prewarmEvaluator, stopPrewarmed } from '../schema/evaluator-process.js';
import { type Checked, type CheckOptions, check } from './check.js';
import { globBase, isInside } from './touched.js';

/** What a commit's verdicts rest on: a commit after it that changes none of it has the same. */
interface Watch {
  files: Set<string>;
  folders: string[];
}

export interface RangeReport {
  report: Report;
  /** How many commits the range has, and how many of them had to be looked at. */
  commits: number;
  looked: number;
}

/**
 * Checks each commit on its own, parents first. A commit that changes nothing which its parent's verdict rests on is
 * not looked at again.
 *
 * @param progress called before each commit.
 */
export async function checkCommits(
  commits: Commit[],
  options: Omit<CheckOptions, 'of' | 'changed'>,
  progress: (done: number, of: number) => void,
): Promise<RangeReport> {
  const watches = new Map<string, Watch>();
  const projects: ProjectReport[] = [];
  const fresh = [...new Set(commits.flatMap(({ changed }) => changed))];
  let looked = 0;
  let hasConfig = options.config === undefined || commits.length === 0;
  try {
    for (const [at, commit] of commits.entries()) {
      progress(at, commits.length);
      const before = watches.get(commit.parents[0] ?? '');
      if (before !== undefined && !commit.changed.some((path) => isWatched(before, path))) {
        watches.set(commit.id, before);
        continue;
      }
      looked++;
      prewarmNext(options.root);
      const checked = await check({
        ...options,
        of: { tree: 'commit', revision: commit.id },
        changed: commit.changed,
        fresh,
        keepWarm: true,
      }).catch((error: unknown) => {
        throw error instanceof LockstepError ? inCommit(commit, error) : error;
      });
      if (checked.projects.length > 0) hasConfig = true;
      watches.set(commit.id, watchOf(checked));
      projects.push(...checked.report.projects.map((project) => ({ ...project, commit: commit.id })));
    }
  } finally {
    stopPrewarmed();
  }
  if (!hasConfig)
    throw new LockstepError(`No commit of the range has ${options.config}.`, { path: options.config ?? '' });
  return { report: toReport(reviewedAtTips(commits, projects)), commits: commits.length, looked };
}

/**
 * The reports with the risks that are left at the end: one that a later commit approves, or takes back, is none of the
 * range.
 */
function reviewedAtTips(commits: Commit[], projects: ProjectReport[]): ProjectReport[] {
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  const parents = new Set(commits.flatMap((commit) => commit.parents));
  const kept = new Set<ProjectReport>();
  for (const tip of commits.filter(({ id }) => !parents.has(id))) {
    const seen = new Set<string>();
    for (let at: Commit | undefined = tip; at !== undefined; at = byId.get(at.parents[0] ?? '')) {
      for (const project of projects) {
        if (project.commit !== at.id || seen.has(project.path)) continue;
        seen.add(project.path);
        kept.add(project);
      }
    }
  }
  return projects.map((project) =>
    kept.has(project)
      ? project
      : { ...project, findings: project.findings.filter(({ rule }) => !rule.startsWith('review/')) },
  );
}

/** Which of the commits cannot be checked. */
function inCommit({ id }: Commit, error: LockstepError): LockstepError {
  const { message, exitCode, path, line, fix } = error;
  return new LockstepError(`Commit ${id.slice(0, 9)} cannot be checked: ${message}`, {
    exitCode,
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(fix === undefined ? {} : { fix }),
    cause: error,
  });
}

/** While one commit is looked at, drizzle-kit is loaded for the next. */
function prewarmNext(root: string): void {
  const kit = findInstalled(root, 'drizzle-kit');
  const line = kit && lineOf(kit.version);
  if (kit !== null && line !== null) prewarmEvaluator({ folder: kit.folder, line }, 2);
}

function isWatched(watch: Watch, path: string): boolean {
  return watch.files.has(path) || isConfigPath(path) || watch.folders.some((folder) => isInside(path, folder));
}

function watchOf({ projects, inputs, complete }: Checked): Watch {
  if (!complete) return { files: new Set(), folders: [''] };
  const settings = projects.flatMap((project) => settingsFiles(project.config));
  const folders = projects.flatMap((project) => [
    project.out,
    ...project.schema.map((pattern) => (isGlob(pattern) ? globBase(pattern) : pattern)),
  ]);
  return {
    files: new Set(['package.json', ...settings, ...inputs, ...projects.flatMap((project) => project.configInputs)]),
    folders,
  };
}
