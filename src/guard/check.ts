import { join } from 'node:path';
import { LockstepError } from '../errors.js';
import { readHistory } from '../history/read.js';
import { typedCommand } from '../project/commands.js';
import { type EvaluateConfig, findConfigs, readProject } from '../project/discover.js';
import { findInstalled } from '../project/kit.js';
import type { Project } from '../project/project.js';
import { firstParent, stagedPaths, unstagedPaths } from '../repo/changes.js';
import { findRepository, type Repository, requireRepository } from '../repo/git.js';
import { readCommitTree, readIndexTree, resolveCommit } from '../repo/git-tree.js';
import type { Tree } from '../repo/tree.js';
import { readWorkingTree } from '../repo/working-tree.js';
import { prewarmEvaluator, stopPrewarmed } from '../schema/evaluator-process.js';
import { determineStanding } from './determine.js';
import { type Finding, type ProjectReport, type Report, toReport } from './finding.js';
import type { Commands } from './rule.js';
import { rules } from './rules/index.js';
import { mayConcern, mayTouch, type Touched, touchedBetween, touchedBy } from './touched.js';

export interface CheckOptions {
  /** Absolute path of the folder that stands for the working tree: the repository's top, else the package. */
  root: string;
  of: { tree: 'working tree' } | { tree: 'index' } | { tree: 'commit'; revision: string };
  /** Only this config, relative to the root. */
  config?: string | undefined;
  evaluateConfig: EvaluateConfig;
}

/** What was checked, for remembering it. */
export interface Checked {
  report: Report;
  projects: Project[];
  /** Every file of the tree that the verdicts rest on. */
  inputs: string[];
  /** Every project is in lockstep, also those that the change does not touch. */
  allGood: boolean;
}

/**
 * Checks that the schema of each project is exactly what its migrations build, in one tree. Of the index, only
 * projects that the staged changes touch are reported.
 *
 * @throws LockstepError when a tree, a config or a history cannot be read.
 */
export async function check(options: CheckOptions): Promise<Checked> {
  const repository =
    options.of.tree === 'working tree' ? findRepository(options.root) : requireRepository(options.root, 'This check');
  const base = new Base(options, repository);
  const reading = openTree(options, repository);
  const staged = options.of.tree === 'index' && repository !== null ? await stagedPaths(repository) : null;
  if (staged?.some(mayConcern)) prewarm(options.root);
  const tree = await reading;
  try {
    const configs = options.config === undefined ? await findConfigs(tree) : [options.config];
    if (configs.length === 0 && staged === null) {
      throw new LockstepError(`No drizzle config was found in ${tree.label} of ${tree.root}.`, {
        fix: 'Run this in a project with a drizzle.config.ts, or make one: npm create drizzle-lockstep',
      });
    }
    const checked: Checked = { report: toReport([]), projects: [], inputs: [], allGood: true };
    const reports: ProjectReport[] = [];
    for (const config of configs) {
      const project = await readProject(tree, config, options.evaluateConfig);
      checked.projects.push(project);
      const concerned = staged === null || mayTouch(project, staged);
      try {
        const { report, inputs } = await checkProject(tree, project, staged, base, repository);
        checked.inputs.push(...inputs);
        if (report.findings.length > 0) checked.allGood = false;
        const untouched = staged !== null && inputs.length > 0 && isUntouched(touchedBy(project, inputs, staged));
        if (concerned && !untouched) reports.push(report);
      } catch (error) {
        // A project that the commit does not touch does not have to be installed.
        if (concerned) throw error;
        checked.allGood = false;
      }
    }
    checked.report = toReport(reports);
    return checked;
  } finally {
    stopPrewarmed();
    tree.close();
    base.close();
  }
}

/** The evaluator that the first project probably needs. */
function prewarm(root: string): void {
  const kit = findInstalled(root, 'drizzle-kit');
  if (kit !== null) prewarmEvaluator(kit.folder);
}

async function checkProject(
  tree: Tree,
  project: Project,
  staged: string[] | null,
  base: Base,
  repository: Repository | null,
): Promise<{ report: ProjectReport; inputs: string[] }> {
  const history = await readHistory(tree, project.out);
  const { standing, head, inputs } = await determineStanding(tree, project, history, async (files) => {
    if (staged !== null) return touchedBy(project, files, staged);
    const before = await base.tree();
    return before === null ? null : touchedBetween(project, files, before, tree);
  });
  const subject = { tree, project, history, head, standing };
  const found = (commands: Commands): Finding[] => rules.flatMap((rule) => rule.check({ ...subject, commands }));
  // The mending commands cost a look at the disk and at git: only where there is something to mend.
  const findings = found(noCommands).length === 0 ? [] : found(await mendingCommands(tree, project, repository));
  return { report: { path: project.config, dialect: project.dialect, line: history.line, findings }, inputs };
}

function isUntouched(touched: Touched): boolean {
  return !touched.schema && !touched.migrations;
}

function openTree({ root, of }: CheckOptions, repository: Repository | null): Promise<Tree> {
  if (of.tree === 'working tree' || repository === null) return readWorkingTree(root, repository);
  return of.tree === 'index' ? readIndexTree(repository) : readCommitTree(repository, of.revision);
}

/** The tree that a change is seen against: HEAD for the working tree, the first parent for a commit. Read when asked. */
class Base {
  readonly #options: CheckOptions;
  readonly #repository: Repository | null;
  #tree: Promise<Tree | null> | null = null;

  constructor(options: CheckOptions, repository: Repository | null) {
    this.#options = options;
    this.#repository = repository;
  }

  tree(): Promise<Tree | null> {
    this.#tree ??= this.#open();
    return this.#tree;
  }

  close(): void {
    this.#tree?.then((tree) => tree?.close()).catch(() => {});
  }

  async #open(): Promise<Tree | null> {
    const { of } = this.#options;
    if (this.#repository === null) return null;
    const revision =
      of.tree === 'commit'
        ? await firstParent(this.#repository, of.revision)
        : await resolveCommit(this.#repository, 'HEAD').catch(() => null);
    return revision === null ? null : readCommitTree(this.#repository, revision);
  }
}

const noCommands: Commands = { generate: '', addMigrations: null, addSchema: null, unstageMigrations: '' };

async function mendingCommands(tree: Tree, project: Project, repository: Repository | null): Promise<Commands> {
  const folder = join(tree.root, project.folder);
  const add = async (paths: string[]): Promise<string | null> => {
    if (tree.kind !== 'index' || repository === null) return null;
    return (await unstagedPaths(repository, paths)).length === 0 ? null : `git add -- ${paths.map(quoted).join(' ')}`;
  };
  return {
    generate: await typedCommand(folder, 'db:generate', 'lockstep generate'),
    addMigrations: await add([project.out]),
    addSchema: await add(project.schema),
    unstageMigrations: `git restore --staged -- ${quoted(project.out)}`,
  };
}

function quoted(path: string): string {
  return /^[\w./@-]+$/.test(path) ? path : JSON.stringify(path);
}
