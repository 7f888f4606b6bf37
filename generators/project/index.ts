import { posix } from 'node:path';
import { LockstepError } from '../../src/errors.js';
import { type Driver, findDriver } from '../../src/project/drivers.js';
import { mergeLines, mergePackageJson } from '../../src/scaffold/merge.js';
import type { FileChange, Plan } from '../../src/scaffold/plan.js';
import { agentChanges } from '../agents/changes.js';
import { agentFiles } from '../agents/files.js';
import { factsOfAnswers } from '../agents/from-answers.js';
import { workflowPath } from '../ci/files.js';
import type { ProjectAnswers, ProjectContext } from './answers.js';
import type { ProjectFile } from './file.js';
import { projectFiles } from './files.js';
import { type Layout, layoutOf } from './layout.js';
import { packageJson } from './package-json.js';
import { packageManagerCommands } from './package-managers.js';
import { validateProjectAnswers } from './validate.js';

export type { PackageManager, ProjectAnswers, ProjectContext } from './answers.js';
export { packageManagers } from './answers.js';
export { packageNameProblem, validateProjectAnswers } from './validate.js';

/**
 * The plan of a new project in the folder `root` (absolute). Throws a LockstepError (exit 2) for answers that make no
 * project; reads what exists there only to say what it replaces.
 */
export function planProject(root: string, answers: ProjectAnswers, context: ProjectContext): Plan {
  validateProjectAnswers(answers);
  const driver = findDriver(answers.driver);
  const layout = layoutOf(answers);
  const manifest: FileChange = {
    path: 'package.json',
    before: context.read('package.json'),
    after: packageJson(answers, driver, layout),
    kind: 'create',
  };
  const wanted = manifest.after ?? '';
  manifest.merge = (existing) => {
    const merged = mergePackageJson(existing, wanted);
    requireModules(merged);
    return merged;
  };
  const [readme, ...files] = projectFiles(answers, driver, layout).map((file) => change(file, context));
  const forAgents = agentFiles(factsOfAnswers(answers, driver, layout), answers.agents, (template, values) =>
    context.render(`project/agents/${template}`, values),
  );
  const changes = [
    manifest,
    ...(readme === undefined ? [] : [readme]),
    ...agentChanges(forAgents, context.read),
    ...files,
  ];
  checkCollisions(changes, layout);
  return { root, changes, nextSteps: nextSteps(answers, driver) };
}

/** `npm init -y` of npm 11 writes `"type": "commonjs"`; every file of the project, also its install script, is a module. */
function requireModules(manifest: string): void {
  const { type }: { type?: unknown } = JSON.parse(manifest.replace(/^\uFEFF/, ''));
  if (type === 'module') return;
  throw new LockstepError(
    `package.json says "type": ${JSON.stringify(type)}, and the project's files are ES modules.`,
    {
      path: 'package.json',
      fix: 'Change it to "type": "module" (your own CommonJS files need the ending .cjs then), or choose another folder.',
    },
  );
}

function change(file: ProjectFile, context: ProjectContext): FileChange {
  const { path, executable, merge: way, keeps } = file;
  const after = context.render(`project/${file.template}`, file.values ?? {});
  const before = context.read(path);
  const merge = (existing: string) => mergeLines(existing, after, { first: way === 'lines first' });
  if (keeps === true && before !== null) return { path, before, after: merge(before), kind: 'edit' };
  return {
    path,
    before,
    after,
    kind: 'create',
    ...(executable === true ? { executable: true } : {}),
    ...(way === undefined ? {} : { merge }),
  };
}

/** A schema called `test/users.test.ts`, or migrations in `plopfile.js`: two files for one path, or a file for a folder. */
function checkCollisions(changes: FileChange[], layout: Layout): void {
  const files = new Map<string, string>();
  for (const { path } of changes) {
    const other = files.get(path.toLowerCase());
    if (other !== undefined) stop(`Two files of the project would be ${path}`);
    files.set(path.toLowerCase(), path);
  }
  for (const path of [...files.keys(), `${layout.out.toLowerCase()}/migration.sql`]) {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const file = files.get(path.slice(0, end));
      if (file !== undefined) stop(`${file} would be both a file and a folder of the project`);
    }
  }
  for (const { path } of changes) {
    if (path.toLowerCase().startsWith(`${layout.out.toLowerCase()}/`)) {
      stop(`The migrations folder (${layout.out}) would hold other files of the project: ${path}`);
    }
    // drizzle-kit 0.31 takes every file of a schema folder for schema.
    if (posix.dirname(path).toLowerCase() !== layout.schema.toLowerCase()) continue;
    if (path !== layout.schemaEntry && path !== layout.usersFile) {
      stop(`The schema folder (${layout.schema}) would hold a file that is no schema: ${path}`);
    }
  }
}

function stop(message: string): never {
  throw new LockstepError(`${message}.`, {
    exitCode: 2,
    fix: 'Choose another path for the schema or the migrations, like --schema src/db/schema --out drizzle.',
  });
}

/** From the files to a database with its first migration; whoever does some of it leaves those out. */
function nextSteps(answers: ProjectAnswers, driver: Driver): string[] {
  const { install, run, runWith } = packageManagerCommands[answers.pm];
  const steps = [install, runWith('db:generate', '--name init')];
  if (driver.service !== null) steps.push(run('db:up'));
  if (driver.service === null && driver.defaultUrl === null) {
    steps.push('put the address of your database into .env (.env.example shows how)');
  }
  steps.push(run('db:migrate'), run('test'));
  if (answers.ci === 'github' && answers.subfolder !== '') {
    steps.push(`move ${workflowPath} to the root of the repository: GitHub runs only what is there`);
  }
  return steps;
}
