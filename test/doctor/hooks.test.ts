import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runsCheck } from '../../src/doctor/runs-check.js';
import { findings, json, places, repositoryWith } from './diagnose.js';

const prepared = { scripts: { prepare: 'husky' } };
const adopted = { 'package.json': json({ devDependencies: { 'drizzle-lockstep': '*', husky: '*' } }) };
const checking = { ...adopted, '.husky/pre-commit': 'lockstep check --staged\n' };

describe('whether a text runs the check', () => {
  const manifests = (scripts: Record<string, string>) => [
    {
      path: 'package.json',
      folder: '',
      name: null,
      source: '',
      content: {},
      scripts,
      dependencies: new Map<string, string>(),
    },
  ];

  test.each([
    ['npx lockstep check --staged', {}, true],
    ['run: pnpm run db:check', { 'db:check': 'lockstep check' }, true],
    ['bun db:check --range a..b', { 'db:check': 'lockstep check' }, true],
    ['npm run ci', { ci: 'npm run lint && npm run db:check', 'db:check': 'lockstep check' }, true],
    ['npm run db:check:all', { 'db:check': 'lockstep check' }, false],
    ['npm test', { 'db:check': 'lockstep check' }, false],
    ['lockstep arrived post-merge', {}, false],
    ['# remember to check', { check: 'lockstep check' }, false],
  ])('%s with %j: %s', (text, scripts, expected) => {
    expect(runsCheck(text, manifests(scripts))).toBe(expected);
  });
});

describe('a hook that checks', () => {
  test('is there in husky, lefthook, simple-git-hooks, or a script that one of them runs', async () => {
    expect(await places(checking, 'doctor/no-hook')).toEqual([]);
    expect(
      await places(
        { ...adopted, 'lefthook.yml': 'pre-commit:\n  commands:\n    db:\n      run: npx lockstep check --staged\n' },
        'doctor/no-hook',
      ),
    ).toEqual([]);
    const simple = {
      'package.json': json({
        scripts: { 'db:check': 'lockstep check' },
        'simple-git-hooks': { 'pre-commit': 'npm run db:check' },
      }),
    };
    expect(await places(simple, 'doctor/no-hook')).toEqual([]);
  });

  test('is missing: a warning where lockstep is part of the project, else a note', async () => {
    expect(await places({ ...adopted, '.husky/pre-commit': 'npm test\n' }, 'doctor/no-hook')).toEqual([
      'warning .husky/pre-commit',
    ]);
    const found = await findings(repositoryWith(), 'doctor/no-hook');
    expect(found).toMatchObject([{ severity: 'info', fix: 'npx drizzle-lockstep init' }]);
  });
});

describe('hooks that git does not run', () => {
  const rule = 'doctor/hooks-not-installed';

  test('husky: before its prepare, after it, and where its folder is gone', async () => {
    const without = await findings(repositoryWith(checking), rule);
    expect(without).toMatchObject([{ fix: 'npx husky' }]);

    const repository = repositoryWith({ ...checking, 'package.json': json(prepared) });
    expect(await findings(repository, rule)).toMatchObject([
      {
        path: '.husky/pre-commit',
        severity: 'warning',
        fix: 'npm i',
        message: expect.stringContaining('core.hooksPath is not set'),
      },
    ]);
    repository.git('config', 'core.hooksPath', '.husky/_');
    expect(await findings(repository, rule)).toMatchObject([
      { message: expect.stringContaining('.husky/_ is not there') },
    ]);
    mkdirSync(join(repository.folder, '.husky/_'));
    expect(await findings(repository, rule)).toEqual([]);
    repository.git('config', 'core.hooksPath', '.git/hooks');
    expect(await findings(repository, rule)).toMatchObject([
      {
        path: '.husky/pre-commit',
        message: expect.stringContaining('core.hooksPath is .git/hooks'),
        fix: 'git config --unset core.hooksPath && npm i',
      },
    ]);
  });

  test('CI needs none', async () => {
    expect(await places(checking, rule, { env: { CI: 'true' } })).toBeNull();
  });

  test('hooks that do not check are no matter of ours', async () => {
    expect(await places({ '.husky/pre-commit': 'npm test\n' }, rule)).toBeNull();
  });

  test('lefthook and simple-git-hooks leave a file in the folder of git', async () => {
    const repository = repositoryWith({
      ...adopted,
      'lefthook.yml': 'pre-commit:\n  jobs:\n    - run: lockstep check --staged\n',
    });
    expect(await findings(repository, rule)).toMatchObject([{ path: 'lefthook.yml', fix: 'npx lefthook install' }]);
    repository.write('.git/hooks/pre-commit', '#!/bin/sh\ncall_lefthook run "pre-commit" "$@"\n');
    expect(await findings(repository, rule)).toEqual([]);

    const simple = repositoryWith({
      'package.json': json({ 'simple-git-hooks': { 'pre-commit': 'npx lockstep check --staged' } }),
    });
    expect(await findings(simple, rule)).toMatchObject([{ path: 'package.json', fix: 'npx simple-git-hooks' }]);
  });

  test.skipIf(process.platform === 'win32')('a file that may not be executed', async () => {
    const repository = repositoryWith({
      ...adopted,
      '.githooks/pre-commit': '#!/bin/sh\nnpx lockstep check --staged\n',
    });
    repository.git('config', 'core.hooksPath', '.githooks');
    expect(await findings(repository, rule)).toMatchObject([
      { path: '.githooks/pre-commit', fix: 'chmod +x .githooks/pre-commit' },
    ]);
    chmodSync(join(repository.folder, '.githooks/pre-commit'), 0o755);
    expect(await findings(repository, rule)).toEqual([]);
  });
});

describe('hooks that are turned off', () => {
  const rule = 'doctor/hooks-skipped';

  test('in the environment, for the manager that is there', async () => {
    expect(await places(checking, rule, { env: { HUSKY: '0' } })).toEqual(['warning']);
    expect(await places(checking, rule, { env: { HUSKY: '1', LEFTHOOK: '0' } })).toEqual([]);
    expect(await places(checking, rule, { env: { HUSKY: '0', CI: '1' } })).toBeNull();
    expect(await places({ 'lefthook.yml': 'pre-commit:\n' }, rule, { env: { LEFTHOOK: '0' } })).toEqual(['warning']);
  });

  test("in husky's init.sh, of the home folder or where XDG_CONFIG_HOME says", async () => {
    const repository = repositoryWith({
      ...checking,
      '.config/husky/init.sh': 'export HUSKY=0\n',
      'xdg/husky/init.sh': '# HUSKY=0\n',
    });
    expect(await findings(repository, rule)).toMatchObject([
      { message: expect.stringContaining('init.sh sets HUSKY=0') },
    ]);
    const elsewhere = { env: { XDG_CONFIG_HOME: join(repository.folder, 'xdg') } };
    expect(await findings(repository, rule, elsewhere)).toEqual([]);
  });

  test('by an alias', async () => {
    const repository = repositoryWith(checking);
    repository.git('config', 'alias.co', 'commit -m');
    expect(await findings(repository, rule)).toEqual([]);
    repository.git('config', 'alias.yolo', 'commit --no-verify');
    repository.git('config', 'alias.cn', 'commit -anm');
    expect((await findings(repository, rule))?.map(({ fix }) => fix)).toEqual([
      'git config --global --unset alias.yolo',
      'git config --global --unset alias.cn',
    ]);
  });
});

test('CI that checks, directly or in an action of the repository; CI that does not', async () => {
  const workflow = (run: string) => ({
    ...adopted,
    '.github/workflows/ci.yml': `jobs:\n  a:\n    steps:\n      - run: ${run}\n`,
  });
  expect(await places(workflow('npx lockstep check --range a..b'), 'doctor/no-ci')).toEqual([]);
  expect(
    await places(
      { ...workflow('npm test'), '.github/actions/db/action.yml': 'runs: npx lockstep check\n' },
      'doctor/no-ci',
    ),
  ).toEqual([]);
  expect(await places(workflow('npm test'), 'doctor/no-ci')).toEqual(['warning .github/workflows/ci.yml']);
  expect(await places({}, 'doctor/no-ci')).toEqual(['info']);
});
