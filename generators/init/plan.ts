import { posix } from 'node:path';
import { planAdoption } from '../../src/guard/adopt.js';
import type { FoundProject } from '../../src/project/find.js';
import { isMigratedElsewhere } from '../../src/project/migrated-elsewhere.js';
import { settingsFor } from '../../src/project/settings.js';
import { mainBranch } from '../../src/repo/operation.js';
import { Joining } from '../../src/scaffold/join/joining.js';
import { parseJsonObject } from '../../src/scaffold/join/json.js';
import {
  type JoinedWith,
  type Made,
  parseRecord,
  type Record,
  recordName,
  recordText,
} from '../../src/scaffold/join/made.js';
import { projectRenderer } from '../../src/scaffold/own-templates.js';
import type { FileChange, Plan } from '../../src/scaffold/plan.js';
import { readFolder } from '../../src/scaffold/reader.js';
import { lookAround, type Surroundings } from '../../src/scaffold/surroundings.js';
import type { Render } from '../../src/scaffold/templates.js';
import { version } from '../../src/version.js';

import { joinCi } from '../ci/join.js';
import { joinHooks } from '../hooks/join.js';
import { packageManagerCommands } from '../project/package-managers.js';
import { agentsOf, joinAgents } from './agents.js';
import { joinAttributes } from './attributes.js';
import { joinConfigs } from './configs.js';
import { joinPlop } from './plop.js';
import { joinLockstep, joinScripts } from './scripts.js';

/** The projects of one package, and what it lies in. */
export interface Joined {
  /** One for each config of the package; the first is the one that commands and instructions name. */
  projects: [FoundProject, ...FoundProject[]];
  around: Surroundings;
}

/** What joining looks up beside the project's files. */
export interface JoinOptions {
  with: JoinedWith;
  /** `22.1.0`, with or without the `v`. */
  nodeVersion: string;
  /** What package.json is to ask for: `^0.1.0`. */
  lockstepSpec: string;
  /** The version that writes the record. */
  version: string;
  render: Render;
}

/** What joining would change; paths are relative to the top of the repository. */
export interface JoinPlan {
  changes: FileChange[];
  made: Made[];
  notes: string[];
}

/** Everything that the parts add, to the files as the surroundings read them. Nothing is written. */
export async function planJoin({ projects, around }: Joined, options: JoinOptions): Promise<JoinPlan> {
  const joining = new Joining(around.files);
  const [first] = projects;
  const wanted = (part: string): boolean => options.with.parts.includes(part);
  if (wanted('settings')) await joinSettings(joining, projects, around);
  const hasCi = wanted('ci') && options.with.ci === 'github';
  const { nodeVersion, lockstepSpec } = options;
  // A workflow runs the scripts; hooks and plopfiles need what an install brings.
  if (wanted('scripts') || hasCi) {
    const migrates = !(await isMigratedElsewhere(first.tree, first.project.config));
    joinScripts(joining, around, { dialect: first.dialect, migrates, nodeVersion, lockstepSpec });
  } else if (wanted('hooks') || wanted('plop')) joinLockstep(joining, around, lockstepSpec);
  if (wanted('attributes') && around.git) {
    for (const { project, tree } of projects) await joinAttributes(joining, tree, project.out);
  }
  if (wanted('hooks')) joinHooks(joining, around, nodeVersion);
  const branch = hasCi || wanted('agents') ? await baseBranch(first, around) : 'main';
  if (hasCi) {
    const config = projects.length === 1 ? null : posix.relative(around.folder || '.', first.project.config);
    joinCi(joining, around, { dialect: first.dialect, branch, config, render: options.render });
  }
  if (wanted('agents')) await joinAgents(joining, first, around, options, projects.length > 1, branch);
  if (wanted('plop')) joinPlop(joining, first, around, options);
  return { changes: joining.changes(), made: joining.made(), notes: joining.notes };
}

/**
 * Some of the parts alone, as a generator's plan: what `lockstep init` would add for them, and the record of it.
 *
 * @param options the agents that instructions are for; by default those whose files are there.
 */
export async function planParts(
  found: FoundProject,
  wanted: string[],
  options: { agents?: string[] } = {},
): Promise<Plan> {
  const around = await lookAround(found.root);
  const record = readRecord(around);
  const agents = wanted.includes('agents') ? (options.agents ?? agentsOf(found)) : [];
  const joined: JoinedWith = { parts: wanted, agents, ci: wanted.includes('ci') ? 'github' : 'none' };
  const { changes, made, notes } = await planJoin(
    { projects: [found], around },
    {
      with: joined,
      nodeVersion: process.version,
      lockstepSpec: `^${version}`,
      version,
      render: projectRenderer(readFolder(found.root)),
    },
  );
  const change = made.length === 0 ? null : recordChange(around, record, { version, with: joined, made });
  return {
    root: around.top,
    changes: change === null ? changes : [...changes, change],
    unformatted: true,
    notes,
    nextSteps: nextSteps(around, changes),
  };
}

/** What makes it take effect. */
export function nextSteps(around: Surroundings, changes: FileChange[]): string[] {
  const { install, exec } = packageManagerCommands[around.packageManager];
  if (changes.length === 0) return [];
  const steps: string[] = [];
  if (changes.some(({ path }) => path.endsWith('package.json'))) {
    steps.push(
      around.installs === around.folder
        ? install
        : `${install}  (in ${around.installs || 'the root of the workspace'})`,
    );
  }
  if (around.hooks.kind === 'lefthook') steps.push(exec('lefthook install'));
  if (around.hooks.kind === 'simple-git-hooks') steps.push(exec('simple-git-hooks'));
  return steps;
}

/** `lockstep.since`, where it is not set yet: the last migration that is there. */
async function joinSettings(joining: Joining, projects: FoundProject[], around: Surroundings): Promise<void> {
  const [first] = projects;
  if (first === undefined) return;
  const { plan } = await planAdoption(
    first.tree,
    projects.map(({ project }) => project),
  );
  for (const { path, after } of plan.changes) {
    const { lockstep } = parseJsonObject(after ?? '{}', path);
    if (lockstep !== undefined) joining.members(path, { lockstep });
  }
  await joinConfigs(joining, projects);
  if (plan.changes.length === 0 && joining.read(posix.join(around.folder, 'package.json')) === null) {
    joining.notes.push('There is no package.json beside the drizzle config: its settings have no place.');
  }
}

/** The branch that pull requests go to: the one of the settings, else what git knows of. */
async function baseBranch({ tree, project }: FoundProject, { git, top }: Surroundings): Promise<string> {
  const { base } = await settingsFor(tree, project.config);
  return base?.replace(/^origin\//, '') ?? (git ? await mainBranch({ top }) : 'main');
}

/** Where the record of a package lies, relative to the repository's top. */
export function recordPath(around: Surroundings): string {
  return posix.join(around.folder, recordName);
}

/** The record of a package, or `null` when nothing was joined. Throws a LockstepError (exit 2) when it is damaged. */
export function readRecord(around: Surroundings): Record | null {
  const path = recordPath(around);
  const text = around.files.read(path);
  return text === null ? null : parseRecord(text, path);
}

/** The change of the record that adds what a plan makes; none when it makes nothing. */
export function recordChange(around: Surroundings, record: Record | null, now: Record): FileChange | null {
  const path = recordPath(around);
  const made = [...(record?.made ?? []), ...now.made];
  const union = (one: string[], other: string[]): string[] => [...new Set([...one, ...other])];
  const joined: JoinedWith = {
    parts: union(record?.with.parts ?? [], now.with.parts),
    agents: union(record?.with.agents ?? [], now.with.agents),
    ci: now.with.ci === 'github' ? 'github' : (record?.with.ci ?? 'none'),
  };
  if (now.made.length === 0 && record !== null) return null;
  const after = recordText({ version: now.version, with: joined, made });
  return { path, before: around.files.read(path), after, kind: 'edit' };
}
