import { join } from 'node:path';
import { LockstepError } from '../errors.js';
import type { Finding, ProjectReport } from '../finding.js';
import { headOf } from '../history/head.js';
import type { History } from '../history/history.js';
import { readNodes, type SnapshotNode } from '../history/nodes.js';
import { readHistory } from '../history/read.js';
import { typedCommand } from '../project/commands.js';
import { configOption } from '../project/config-option.js';
import { findInstalled, lineOf } from '../project/kit.js';
import type { Project } from '../project/project.js';
import { type SettingsOfConfig, settingsFor } from '../project/settings.js';
import { unstagedPaths } from '../repo/changes.js';
import type { Repository } from '../repo/git.js';
import type { Tree } from '../repo/tree.js';
import { readContents } from './contents.js';
import { determineStanding } from './determine.js';
import type { Published } from './published.js';
import type { Commands, Subject } from './rule.js';
import { applyRules, checkRuleNames } from './rules/apply.js';
import { tagsHeld } from './since.js';
import { typed } from './text.js';
import type { Touched } from './touched.js';

/** What the check of one project needs to know of its surroundings. */
export interface Surroundings {
  repository: Repository | null;
  /** Which halves of the project the change touches, given the files that its schema was evaluated from. */
  touched: (project: Project, inputs: string[]) => Promise<Touched | null>;
  /** The migrations that are published already. */
  published: (project: Project, base: string | undefined) => Promise<Published | null>;
  /** Milliseconds since 1970. */
  now: number;
  /** Finds the risks in the SQL of migrations; where it is not given, nobody looks for them. */
  review?: ReviewMigrations | undefined;
  /** The paths that the change, or the changes checked together, consist of. */
  changed?: string[] | undefined;
}

/** A job of its own, which the guard is given: what is found in the SQL of the migrations with these tags. */
export type ReviewMigrations = (of: {
  tree: Tree;
  project: Project;
  history: History;
  tags: ReadonlySet<string>;
  settings: SettingsOfConfig;
}) => Promise<Finding[]>;

/** A project's findings, and the files of the tree that they rest on. */
export interface CheckedProject {
  report: ProjectReport;
  inputs: string[];
  /** The schema could not be evaluated, so any file may be the one that it fails for. */
  isUnreadable: boolean;
}

/**
 * Checks one project of a tree. A file of its history that cannot be read is a finding; anything else that cannot is
 * a LockstepError.
 */
export async function checkProject(tree: Tree, project: Project, around: Surroundings): Promise<CheckedProject> {
  const kit = findInstalled(join(tree.root, project.folder), 'drizzle-kit');
  const installed = (kit && lineOf(kit.version)) ?? 'journal';
  const report = (findings: Finding[], line = installed): ProjectReport => ({
    path: project.config,
    dialect: project.dialect,
    line,
    findings,
  });
  try {
    const settings = await settingsFor(tree, project.config);
    checkRuleNames(settings);
    // git answers while the schema is evaluated.
    const publishing = around.published(project, settings.base);
    publishing.catch(() => {});
    const history = await readHistory(tree, project.out, installed);
    // So is the SQL read.
    const reviewing = publishing.then((published) =>
      risksIn({ tree, project, history, published, since: settings.sinceTag }, settings, around),
    );
    reviewing.catch(() => {});
    const { nodes, malformed } = await readNodes(tree, history);
    const head = headOf(tree, history, nodes);
    const { standing, inputs } = await determineStanding(tree, project, history, nodes, head, (files) =>
      around.touched(project, files),
    );
    const published = await publishing;
    const contents = await readContents(tree, history, nodes, published);
    const subject: Omit<Subject, 'commands'> = {
      tree,
      project,
      history: { ...history, malformed: [...history.malformed, ...malformed] },
      nodes: withoutTwins(nodes),
      head,
      standing,
      published,
      ...contents,
      since: settings.sinceTag,
      now: around.now,
    };
    // The mending commands cost a look at the disk and at git: only where there is something to mend.
    const found = applyRules({ ...subject, commands: noCommands }, settings);
    const findings =
      found.length === 0
        ? found
        : applyRules({ ...subject, commands: await mendingCommands(tree, project, around.repository) }, settings);
    findings.push(...(await reviewing));
    return { report: report(findings, history.line), inputs, isUnreadable: standing.kind === 'unreadable' };
  } catch (error) {
    if (!(error instanceof LockstepError) || error.exitCode !== 1) throw error;
    return { report: report([unreadableHistory(error)]), inputs: [], isUnreadable: false };
  }
}

/**
 * The risks in the migrations that need a review. What stops nobody is said once, where the migration is new: in the
 * change that brings it, or until it is published.
 */
async function risksIn(
  subject: Pick<Subject, 'tree' | 'project' | 'history' | 'published' | 'since'>,
  settings: SettingsOfConfig,
  { review, changed }: Surroundings,
): Promise<Finding[]> {
  const { tree, project, history, published } = subject;
  const tags = review === undefined ? new Set<string>() : tagsHeld(tree, subject);
  if (review === undefined || tags.size === 0) return [];
  const found = await review({ tree, project, history, tags, settings });
  const isNew = (tag: string | undefined): boolean => {
    const migration = history.migrations.find((candidate) => candidate.tag === tag);
    if (changed !== undefined && migration !== undefined) {
      return [migration.sql, migration.down].some((path) => changed.includes(path));
    }
    return !published?.history.migrations.some((candidate) => candidate.tag === tag);
  };
  return found.filter(
    ({ severity, approved, migration }) => (severity === 'error' && approved === undefined) || isNew(migration),
  );
}

/** The same file may be listed twice where a file system ignores case. */
function withoutTwins(nodes: SnapshotNode[]): SnapshotNode[] {
  return [...new Map(nodes.map((node) => [node.path, node])).values()];
}

function unreadableHistory({ message, path, line, fix }: LockstepError): Finding {
  return {
    rule: 'history/malformed-entry',
    severity: 'error',
    message,
    ...(path === undefined ? {} : { path }),
    ...(line === undefined ? {} : { line }),
    ...(fix === undefined ? {} : { fix }),
  };
}

const noCommands: Commands = {
  generate: '',
  lockstep: () => '',
  addMigrations: null,
  addSchema: null,
  unstageMigrations: '',
};

async function mendingCommands(tree: Tree, project: Project, repository: Repository | null): Promise<Commands> {
  const folder = join(tree.root, project.folder);
  const add = async (paths: string[]): Promise<string | null> => {
    if (tree.kind !== 'index' || repository === null) return null;
    return (await unstagedPaths(repository, paths)).length === 0 ? null : `git add -- ${typed(...paths)}`;
  };
  const option = configOption(tree, project);
  const [lockstep, generate, addMigrations, addSchema] = await Promise.all([
    typedCommand(folder, '', 'lockstep'),
    typedCommand(folder, 'db:generate', `lockstep generate${option}`),
    add([project.out]),
    add(project.schema),
  ]);
  return {
    generate,
    lockstep: (name) => `${lockstep} ${name}${option}`,
    addMigrations,
    addSchema,
    unstageMigrations: `git restore --staged -- ${typed(project.out)}`,
  };
}
