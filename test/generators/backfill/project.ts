import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backfill } from '../../../generators/backfill/index.js';
import { createContext } from '../../../generators/context.js';
import { table } from '../../../generators/table/index.js';
import { findProject } from '../../../src/cli/find-project.js';
import type { DriverName } from '../../../src/project/drivers.js';
import type { AnswerValues } from '../../../src/scaffold/generator.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { writePlan } from '../../../src/scaffold/write.js';
import { repositoryRoot } from '../../helpers/repository.js';
import { answersFor, planFor } from '../project/answers.js';
import { folderWith } from '../table/fixture.js';

/** Columns for every kind of rows that a test has to make. */
const fields = [
  'user:references:required',
  'price:numeric:10,2:required',
  'quantity:integer',
  'total:numeric:12,2',
  'note:string',
];

/** A new project with a table of orders, its first migration generated; without what it does not need here. */
export function newProject(driver: DriverName): string {
  const root = folderWith({});
  const keep = /^(?:src|test)\/|^(?:package\.json|drizzle\.config\.ts|vitest\.config\.ts|tsconfig\.json|biome\.json)$/;
  for (const { path, after } of planFor(answersFor(driver)).changes) {
    if (!keep.test(path)) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), after ?? '');
  }
  linkPackages(root);
  const tsconfig = join(root, 'tsconfig.json');
  writeFileSync(tsconfig, readFileSync(tsconfig, 'utf8').replace('"plopfile.js"', '"drizzle.config.ts"'));
  return root;
}

/** Lets a project import what this repository has installed, and the repository itself as it is built. */
function linkPackages(root: string): void {
  const modules = join(root, 'node_modules');
  mkdirSync(modules);
  for (const name of readdirSync(join(repositoryRoot, 'node_modules'))) {
    if (name !== '.cache') symlinkSync(join(repositoryRoot, 'node_modules', name), join(modules, name), 'junction');
  }
  symlinkSync(repositoryRoot, join(modules, 'drizzle-lockstep'), 'junction');
}

/** Adds the table `orders` and generates the first migration. */
export async function withOrders(root: string): Promise<void> {
  await writePlan(table.plan(table.answers({ name: 'orders', fields }), await contextIn(root)));
  const { status, output } = run(root, 'drizzle-kit/bin.cjs', ['generate', '--name=init']);
  if (status !== 0) throw new Error(output);
}

export async function contextIn(root: string) {
  return createContext(await findProject(root, {}));
}

/** Plans a backfill and writes it. */
export async function fill(root: string, answers: AnswerValues): Promise<Plan> {
  const plan = await backfill.plan(backfill.answers(answers), await contextIn(root));
  await writePlan(plan);
  return plan;
}

/** Runs a script of an installed package in a project. */
export function run(root: string, script: string, args: string[], env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    encoding: 'utf8',
    timeout: 100_000,
    env: { ...process.env, ...env },
  });
  return { status, output: stdout + stderr };
}
