import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { keptProject } from '../helpers/kept-project.js';
import { addTable, generate, ownSource as projectSource, tableSource } from '../helpers/project.js';
import { Repository } from '../helpers/repository.js';
import { ownSource as hookedSource, hooksOf, projectWithHooks } from './hooked-project.js';

/** With a first migration that is committed. Made once, and copied. */
function startedProject(folder = ''): Repository {
  const key = ['hooks', folder, hooksOf(folder), hookedSource, projectSource];
  const made = keptProject(key, () => {
    const repository = projectWithHooks(folder, undefined, 'sqlite');
    generate(repository, 'init', folder);
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Start');
    return repository;
  });
  return new Repository(undefined, made);
}

describe('a push', () => {
  function withRemote(): Repository {
    const repository = startedProject();
    repository.git('init', '-q', '--bare', '../remote.git');
    repository.git('remote', 'add', 'origin', '../remote.git');
    expect(repository.tryGit('push', '-q', '-u', 'origin', 'main').code).toBe(0);
    return repository;
  }

  test('of a commit that went past the other hooks is refused, also below a later one that mends it', () => {
    const repository = withRemote();
    repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['email', 'name']));
    repository.git('commit', '-qam', 'Name', '--no-verify');
    const refused = repository.tryGit('push', '-q');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain('ADD `name`');

    generate(repository, 'add_name');
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Its migration');
    expect(repository.tryGit('push', '-q').output).toContain('lockstep/schema-ahead');

    repository.git('reset', '-q', '--soft', 'HEAD~2');
    repository.git('commit', '-qm', 'Name with its migration');
    expect(repository.tryGit('push', '-q')).toEqual({ code: 0, output: '' });
  });

  test('is judged by the commits that it brings, not by what is checked out', () => {
    const repository = withRemote();
    repository.git('checkout', '-qb', 'good');
    addTable(repository, 'orders', 'sqlite');
    generate(repository, 'add_orders');
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Orders');
    repository.git('checkout', '-qb', 'bad', 'main');
    repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['email', 'name']));
    repository.git('commit', '-qam', 'Name', '--no-verify');

    expect(repository.tryGit('push', '-q', 'origin', 'good').code).toBe(0);
    expect(repository.tryGit('push', '-q', 'origin', 'bad').code).toBe(1);
    expect(repository.tryGit('push', '-q', 'origin', ':good').code).toBe(0);
  });
});

test('a commit is refused in a subfolder too, and lint-staged runs after the check', () => {
  const repository = startedProject('packages/db');
  repository.write('packages/db/src/schema/users.ts', tableSource('sqlite', 'users', ['email', 'name']));
  repository.git('add', '-A');
  const refused = repository.tryGit('commit', '-m', 'Name');
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('lockstep/schema-ahead');
  expect(refused.output).not.toContain('lint-staged');

  generate(repository, 'add_name', 'packages/db');
  repository.git('add', '-A');
  const accepted = repository.tryGit('commit', '-m', 'Name');
  expect(accepted.code, accepted.output).toBe(0);
  expect(accepted.output).toContain('Running tasks for staged files');
});

test('migrations that arrive are told in a workspace too, whose commands are installed at its root', () => {
  const repository = startedProject('packages/db');
  mkdirSync(join(repository.folder, 'node_modules'), { recursive: true });
  renameSync(join(repository.folder, 'packages/db/node_modules/.bin'), join(repository.folder, 'node_modules/.bin'));
  repository.git('checkout', '-qb', 'orders');
  addTable(repository, 'orders', 'sqlite', 'packages/db');
  generate(repository, 'add_orders', 'packages/db');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Orders');
  repository.git('checkout', '-q', 'main');
  expect(repository.tryGit('merge', '-q', 'orders').output).toContain('1 migration arrived');
});
