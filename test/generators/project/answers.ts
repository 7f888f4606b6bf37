import { join } from 'node:path';
import type { ProjectAnswers } from '../../../generators/project/index.js';
import { planProject } from '../../../generators/project/index.js';
import { type DriverName, findDriver } from '../../../src/project/drivers.js';
import type { FileChange, Plan } from '../../../src/scaffold/plan.js';
import { packagedRenderer } from '../../../src/scaffold/templates.js';

export const root = join('/', 'projects', 'shop');

/** Answers as `--yes` gives them, for a driver. */
export function answersFor(driver: DriverName, changes: Partial<ProjectAnswers> = {}): ProjectAnswers {
  return {
    name: 'shop',
    dialect: findDriver(driver).dialect,
    driver,
    schema: 'src/db/schema',
    out: 'drizzle',
    pm: 'npm',
    ci: 'github',
    agents: ['agents-md'],
    hooks: true,
    subfolder: '',
    nodeVersion: '20.20.0',
    lockstepSpec: '^0.1.0',
    ...changes,
  };
}

/** The plan for an empty folder, or for one with the files `existing`. */
export function planFor(answers: ProjectAnswers, existing: Record<string, string> = {}): Plan {
  return planProject(root, answers, { render: packagedRenderer(), read: (path) => existing[path] ?? null });
}

export function changeOf(plan: Plan, path: string): FileChange {
  const change = plan.changes.find((candidate) => candidate.path === path);
  if (change === undefined) throw new Error(`${path} is not in the plan.`);
  return change;
}

export function contentOf(plan: Plan, path: string): string {
  return changeOf(plan, path).after ?? '';
}

export function pathsOf(plan: Plan): string[] {
  return plan.changes.map(({ path }) => path);
}

/** The whole tree as one text: what a reviewer reads. */
export function treeOf(plan: Plan): string {
  return plan.changes
    .map(({ path, after, executable }) => `──── ${path}${executable === true ? ' (executable)' : ''}\n${after ?? ''}`)
    .join('\n');
}

/** The plan with another way of filling templates. */
export function planWith(render: (template: string) => string, answers: ProjectAnswers): Plan {
  return planProject(root, answers, { render, read: () => null });
}
