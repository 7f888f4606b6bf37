import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { agentCommands } from '../../generators/agents/commands.js';
import { joinCi } from '../../generators/ci/join.js';
import { Joining } from '../../src/scaffold/join/joining.js';
import { lookAround } from '../../src/scaffold/surroundings.js';
import { packagedRenderer } from '../../src/scaffold/templates.js';
import { Repository } from '../helpers/repository.js';

/** The workflow of a project, as GitHub reads it. */
async function workflowOf(repository: Repository, folder: string, config: string | null, branch = 'main') {
  const around = await lookAround(join(repository.folder, folder));
  const joining = new Joining(around.files);
  joinCi(joining, around, { dialect: 'sqlite', branch, config, render: packagedRenderer() });
  const [change] = joining.changes();
  return {
    notes: joining.notes,
    path: change?.path,
    workflow: change === undefined ? null : parse(change.after ?? ''),
  };
}

/** The words that a shell makes of a command of npm. */
function wordsOf(command: string): string[] {
  const script = `npm() { printf '%s\\n' "$@"; }\n${command}`;
  return execFileSync('sh', ['-c', script], { encoding: 'utf8', env: { GITHUB_BASE_REF: 'main' } })
    .trimEnd()
    .split('\n');
}

describe('names are names, whatever is in them', () => {
  const odd = ["it's $(id)", 'a b', 'x; y', 'c: #d', '`z`', '"q"'];

  test.each(odd)('a config in the folder %j', async (folder) => {
    const config = `${folder}/drizzle.config.ts`;
    const { workflow } = await workflowOf(new Repository(), '', config);
    const { run } = workflow.jobs.lockstep.steps.at(-1);
    expect(wordsOf(run)).toEqual(['run', 'db:prove', '--', '--format', 'github', '--config', config]);
    const review = workflow.jobs.lockstep.steps.find((step: { run?: string }) => step.run?.includes('review'));
    expect(wordsOf(review.run.replace(/ >> .*/, ''))).toEqual([
      ...['run', '--silent', 'db:review', '--', '--since', 'origin/main', '--format', 'markdown', '--config', config],
    ]);
    const commands = agentCommands('npm', { check: 'db:check' }, config);
    expect(wordsOf(commands.check.command)).toEqual(['run', 'db:check', '--', '--config', config]);
    expect(wordsOf(commands.generate.command.replace('npx', 'npm'))).toEqual([
      'lockstep',
      'generate',
      '--config',
      config,
    ]);
  });

  test('a script of the project that is the check already', async () => {
    const repository = new Repository();
    const scripts = { 'is it; ok?': 'lockstep check' };
    repository.write('package.json', JSON.stringify({ scripts }));
    const { workflow } = await workflowOf(repository, '', null);
    const check = workflow.jobs.lockstep.steps.find(({ run }: { run?: string }) => run?.includes('--range'));
    expect(wordsOf(check.run)).toEqual([
      ...['run', 'is it; ok?', '--', '--range', 'origin/main..HEAD', '--format', 'github'],
    ]);
  });

  test('a folder and a branch', async () => {
    const repository = new Repository();
    repository.write("it's #1/package.json", '{}');
    const { workflow } = await workflowOf(repository, "it's #1", null, `f'"]#x`);
    expect(workflow.on.push.branches).toEqual([`f'"]#x`]);
    expect(workflow.jobs.lockstep.steps.at(-1)['working-directory']).toBe("it's #1");
  });
});

test.each<[Record<string, string>, string | undefined]>([
  [{}, undefined],
  [{ '.nvmrc': '22\n' }, '.nvmrc'],
  [{ '.tool-versions': 'python 3.12\n', 'package.json': '{ "engines": { "node": ">=22" } }' }, 'package.json'],
  [{ '.tool-versions': 'python 3.12\nnodejs 22.1.0\n' }, '.tool-versions'],
])('Node.js is the one that %j names', async (files, named) => {
  const repository = new Repository();
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  const { workflow } = await workflowOf(repository, '', null);
  const setUp = workflow.jobs.lockstep.steps.find(({ uses }: { uses?: string }) => uses?.includes('setup-node'));
  expect(setUp.with).toEqual(named === undefined ? { 'node-version': 22 } : { 'node-version-file': named });
});

describe('a workflow that is there', () => {
  test('stays, and ours goes beside it', async () => {
    const repository = new Repository();
    repository.write('.github/workflows/lockstep.yml', 'name: Another\n');
    expect((await workflowOf(repository, '', null)).path).toBe('.github/workflows/lockstep-check.yml');
  });

  test('is enough where it runs the check of this very project', async () => {
    const repository = new Repository();
    repository.write('.github/workflows/ci.yml', 'steps: [{ run: npx lockstep check, working-directory: apps/a }]\n');
    expect((await workflowOf(repository, 'apps/a', null)).path).toBeUndefined();
    expect((await workflowOf(repository, 'apps/b', null)).path).toBe('.github/workflows/lockstep.yml');
  });

  test('of another CI gets a note with the commands, and no file', async () => {
    const repository = new Repository();
    repository.write('.gitlab-ci.yml', 'stages: []\n');
    const { path, notes } = await workflowOf(repository, '', null);
    expect([path, notes]).toEqual([undefined, [expect.stringContaining('npm run db:check -- --range origin/BASE')]]);
  });
});
