import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { lookAround } from '../../src/scaffold/surroundings.js';
import { Repository } from '../helpers/repository.js';

function repositoryWith(files: Record<string, string>): Repository {
  const repository = new Repository();
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  return repository;
}

const json = (value: unknown): string => `${JSON.stringify(value)}\n`;

describe('the package manager and where it installs', () => {
  test('a package of a workspace installs at its root, and the root names the manager', async () => {
    const repository = repositoryWith({
      'package.json': json({ packageManager: 'pnpm@10.2.0', devDependencies: { husky: '^9.0.0' } }),
      'pnpm-workspace.yaml': 'packages:\n  - "apps/*"\n',
      'apps/web/package.json': json({ scripts: { dev: 'next' }, dependencies: { pg: '^8.0.0' } }),
    });
    const found = await lookAround(join(repository.folder, 'apps/web'));
    expect(found).toMatchObject({
      top: repository.folder,
      folder: 'apps/web',
      installs: '',
      packageManager: 'pnpm',
      scripts: { dev: 'next' },
      dependencies: { husky: '^9.0.0', pg: '^8.0.0' },
    });
  });

  test('a package with a lockfile of its own installs where that lies', async () => {
    const repository = repositoryWith({
      'package.json': '{}',
      'server/package.json': '{}',
      'server/bun.lock': '{}',
    });
    const found = await lookAround(join(repository.folder, 'server'));
    expect(found).toMatchObject({ folder: 'server', installs: 'server', packageManager: 'bun' });
  });

  test('without a lockfile it is npm, and a broken package.json counts as empty', async () => {
    const repository = repositoryWith({ 'package.json': '{ "scripts": ' });
    expect(await lookAround(repository.folder)).toMatchObject({ packageManager: 'npm', scripts: {}, installs: '' });
  });
});

describe('what runs the hooks', () => {
  const kinds: [string, Record<string, string>, object][] = [
    ['husky by its scripts', { '.husky/pre-commit': 'npm test\n' }, { kind: 'husky', folder: '.husky' }],
    ['no husky, but what it left when it was taken out', { '.husky/_/pre-commit': '' }, { kind: 'none' }],
    [
      'husky that is only installed',
      { 'package.json': json({ devDependencies: { husky: '^9' } }) },
      { kind: 'husky', folder: '.husky', installed: false },
    ],
    ['lefthook', { '.config/lefthook.yaml': 'pre-commit:\n' }, { kind: 'lefthook', file: '.config/lefthook.yaml' }],
    [
      'simple-git-hooks in package.json',
      { 'package.json': json({ 'simple-git-hooks': { 'pre-commit': 'npm test' } }) },
      { kind: 'simple-git-hooks', file: 'package.json' },
    ],
    ['pre-commit', { '.pre-commit-config.yaml': 'repos: []\n' }, { kind: 'pre-commit' }],
    ['nothing', {}, { kind: 'none' }],
  ];
  test.each(kinds)('%s', async (_name, files, expected) => {
    const repository = repositoryWith({ 'package.json': '{}', ...files });
    expect((await lookAround(repository.folder)).hooks).toMatchObject(expected);
  });

  test('what git is told to run comes before what lies there', async () => {
    const repository = repositoryWith({
      '.githooks/pre-commit': 'true\n',
      '.githooks/lib.sh': '',
      '.husky/pre-commit': '',
    });
    repository.git('config', 'core.hooksPath', '.githooks/');
    expect((await lookAround(repository.folder)).hooks).toEqual({
      kind: 'folder',
      folder: '.githooks',
      hooks: ['pre-commit'],
    });
    repository.git('config', 'core.hooksPath', 'tools/.husky/_');
    // Without a script of its own it would be what a husky that was taken out has left.
    repository.write('tools/.husky/pre-push', 'npm test\n');
    expect((await lookAround(repository.folder)).hooks).toEqual({
      kind: 'husky',
      folder: 'tools/.husky',
      installed: true,
    });
  });

  test("a hook in git's own folder is nobody else's; samples are none", async () => {
    const repository = repositoryWith({ '.git/hooks/pre-push.sample': '' });
    expect((await lookAround(repository.folder)).hooks).toEqual({ kind: 'none' });
    repository.write('.git/hooks/pre-push', '#!/bin/sh\n');
    expect((await lookAround(repository.folder)).hooks).toEqual({
      kind: 'own',
      folder: '.git/hooks',
      hooks: ['pre-push'],
    });
  });
});

test('the CI of the repository, from a package in it', async () => {
  const repository = repositoryWith({ 'a/package.json': '{}', '.github/workflows/ci.yml': 'on: push\n' });
  expect((await lookAround(join(repository.folder, 'a'))).ci).toEqual({
    kind: 'github',
    files: ['.github/workflows/ci.yml'],
  });
});
