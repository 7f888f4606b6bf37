import { LockstepError } from '../errors.js';
import { type Finding, type ProjectReport, type Report, toReport } from '../finding.js';
import { UnsupportedDialect } from '../project/config-fields.js';
import { type EvaluateConfig, findConfigs, readProject } from '../project/discover.js';
import { findInstalled, lineOf } from '../project/kit.js';
import type { Project } from '../project/project.js';
import { firstParent, stagedPaths } from '../repo/changes.js';
import { findRepository, type Repository, requireRepository } from '../repo/git.js';
import { readCommitTree, readIndexTree, resolveCommit } from '../repo/git-tree.js';
import type { Tree } from '../repo/tree.js';
import { readWorkingTree } from '../repo/working-tree.js';
import { prewarmEvaluator, stopPrewarmed } from '../schema/evaluator-process.js';
import { checkProject, type ReviewMigrations } from './check-project.js';
import { baseOf, type Published, publishedCommit, readPublished } from './published.js';
import { mayConcern, mayTouch, type Touched, touchedBetween, touchedBy } from './touched.js';

export interface CheckOptions {
  /** Absolute path of the folder that stands for the working tree: the repository's top, else the package. */
  root: string;
  of: { tree: 'working tree' } | { tree: 'index' } | { tree: 'commit'; revision: string };
  /** Only this config, relative to the root. */
  config?: string | undefined;
  /** The branch whose migrations never change, before what the settings say. */
  base?: string | undefined;
  /** Of a commit: the paths that it changes. Only projects that they touch are reported. */
  changed?: string[] | undefined;
  /** Of a commit among several that are checked: the paths that all of them change. */
  fresh?: string[] | undefined;
  evaluateConfig: EvaluateConfig;
  /** Finds the risks in the SQL of migrations; where it is not given, nobody looks for them. */
  review?: ReviewMigrations;
  /** Milliseconds since 1970. */
  now: number;
  /** More checks follow: processes that were started for them are left. */
  keepWarm?: boolean;
}

/** What was checked, for remembering it. */
export interface Checked {
  report: Report;
  projects: Project[];
  /** Every file of the tree that the verdicts rest on. */
  inputs: string[];
  /** Every project is without findings that nobody approved, also those that the change does not touch. */
  allGood: boolean;
  /** The base branches whose migrations must not change. */
  bases: string[];
  /** `inputs` is all that the verdicts rest on: no schema was unreadable. */
  complete: boolean;
}

/**
 * Checks the projects of one tree: that the schema of each is exactly what its migrations build, and that its history
 * is whole. Of the index, and of a commit whose changes are named, only projects that these touch are reported.
 *
 * @throws LockstepError when a tree or a config cannot be read.
 */
export async function check(options: CheckOptions): Promise<Checked> {
  const repository =
    options.of.tree === 'working tree' ? findRepository(options.root) : requireRepository(options.root, 'This check');
  const base = new Base(options, repository);
  const reading = openTree(options, repository);
  // It is awaited after the paths: a failure before that is not yet anybody's.
  reading.catch(() => {});
  try {
    const isIndex = options.of.tree === 'index' && repository !== null;
    const changed = isIndex ? await stagedPaths(repository) : options.changed;
    if (changed?.some(mayConcern)) prewarm(options.root);
    const tree = await reading;
    const configs = options.config === undefined ? await findConfigs(tree) : named(options.config, tree, changed);
    if (configs.length === 0 && changed === undefined) {
      throw new LockstepError(`No drizzle config was found in ${tree.label} of ${tree.root}.`, {
        fix: 'Run this in a project with a drizzle.config.ts, or make one: npm create drizzle-lockstep',
      });
    }
    const checked: Checked = {
      report: toReport([]),
      projects: [],
      inputs: [],
      bases: [],
      allGood: true,
      complete: true,
    };
    const reports: ProjectReport[] = [];
    for (const config of configs) {
      // Until its config is read, anything that could matter to some project may concern this one.
      let concerned = changed === undefined || changed.some(mayConcern);
      try {
        const project = await readProject(tree, config, options.evaluateConfig);
        checked.projects.push(project);
        concerned = changed === undefined || mayTouch(project, changed);
        const { report, inputs, isUnreadable } = await checkProject(tree, project, {
          repository,
          now: options.now,
          review: options.review,
          changed: options.fresh ?? changed,
          published: (of, setting) => base.published(of, setting),
          touched: async (of, files) =>
            changed === undefined ? base.touched(of, files, tree) : touchedBy(of, files, changed),
        });
        checked.inputs.push(...inputs);
        if (report.findings.some(({ approved }) => approved === undefined)) checked.allGood = false;
        if (inputs.length === 0) checked.complete = false;
        const untouched = changed !== undefined && !isUnreadable && isUntouched(touchedBy(project, inputs, changed));
        if (concerned && !untouched) reports.push(report);
      } catch (error) {
        const other = error instanceof UnsupportedDialect && configs.length > 1;
        // A project that the commit does not touch does not have to be installed; one of a dialect that lockstep does
        // not know does not stand in the way of the others.
        if (concerned && !other) throw error;
        if (concerned && other) reports.push(notSupported(config, error));
        checked.allGood = false;
        checked.complete = false;
      }
    }
    checked.report = toReport(reports);
    checked.bases = [...base.refs];
    return checked;
  } finally {
    if (options.keepWarm !== true) stopPrewarmed();
    reading.then(
      (tree) => tree.close(),
      () => {},
    );
    base.close();
  }
}

/** A commit of a range may be from before the config; it is none of its projects then. */
function named(config: string, tree: Tree, changed: string[] | undefined): string[] {
  return tree.kind === 'commit' && changed !== undefined && !tree.isFile(config) ? [] : [config];
}

function notSupported(config: string, { dialect, message }: UnsupportedDialect): ProjectReport {
  const finding: Finding = { rule: 'lockstep/not-comparable', severity: 'warning', message, path: config };
  return { path: config, dialect, line: 'journal', findings: [finding] };
}

/** The evaluator that the first project probably needs. */
function prewarm(root: string): void {
  const kit = findInstalled(root, 'drizzle-kit');
  const line = kit && lineOf(kit.version);
  if (kit !== null && line !== null) prewarmEvaluator({ folder: kit.folder, line });
}

function isUntouched(touched: Touched): boolean {
  return !touched.schema && !touched.migrations;
}

function openTree({ root, of }: CheckOptions, repository: Repository | null): Promise<Tree> {
  if (of.tree === 'working tree' || repository === null) return readWorkingTree(root, repository);
  return of.tree === 'index' ? readIndexTree(repository) : readCommitTree(repository, of.revision);
}

/**
 * What a tree is seen against, read when it is asked for: the commit before it (HEAD for the index and the working
 * tree, the first parent for a commit), and the migrations that are published.
 */
class Base {
  readonly #of: CheckOptions['of'];
  /** The base branch that was asked for, before what the settings say. */
  readonly #asked: string | undefined;
  readonly #repository: Repository | null;
  readonly #trees: Tree[] = [];
  /** The base branches that were asked about. */
  readonly refs = new Set<string>();
  #closed = false;
  #before: Promise<Tree | null> | null = null;

  constructor({ of, base }: CheckOptions, repository: Repository | null) {
    this.#of = of;
    this.#asked = base;
    this.#repository = repository;
  }

  async touched(project: Project, inputs: string[], tree: Tree): Promise<Touched | null> {
    this.#before ??= this.#open();
    const before = await this.#before;
    return before === null ? null : touchedBetween(project, inputs, before, tree);
  }

  async published(project: Project, setting: string | undefined): Promise<Published | null> {
    if (this.#repository === null) return null;
    const base = this.#asked ?? setting;
    const isCommit = this.#of.tree === 'commit';
    const revision = this.#of.tree === 'commit' ? this.#of.revision : 'HEAD';
    const ref = await baseOf(this.#repository, base, isCommit);
    if (ref === null && this.#asked !== undefined) {
      throw new LockstepError(
        `There is no branch ${JSON.stringify(this.#asked)} whose migrations could be looked at.`,
        {
          fix: 'Name with --base a branch that this clone has; in CI fetch it, with its history.',
        },
      );
    }
    if (ref === null) return null;
    this.refs.add(ref);
    const commit = await publishedCommit(this.#repository, revision, ref, isCommit);
    if (commit === null) return null;
    const published = await readPublished(this.#repository, commit, project);
    if (published !== null) this.#keep(published.tree);
    return published;
  }

  close(): void {
    this.#closed = true;
    for (const tree of this.#trees) tree.close();
  }

  /** What is still being read when the check fails is closed as it arrives. */
  #keep(tree: Tree): void {
    if (this.#closed) tree.close();
    this.#trees.push(tree);
  }

  async #open(): Promise<Tree | null> {
    if (this.#repository === null) return null;
    const revision =
      this.#of.tree === 'commit'
        ? await firstParent(this.#repository, this.#of.revision)
        : await resolveCommit(this.#repository, 'HEAD').catch(() => null);
    if (revision === null) return null;
    const tree = await readCommitTree(this.#repository, revision);
    this.#keep(tree);
    return tree;
  }
}
