import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  addProject,
  addTable,
  committedProject,
  generate,
  projectWithOrders,
  tableSource,
} from '../helpers/project.js';
import { cli, Repository } from '../helpers/repository.js';

function commit(repository: Repository, message: string, path = '.'): string {
  repository.git('add', '-A', '--', path);
  repository.git('commit', '-qm', message);
  return repository.git('rev-parse', 'HEAD').trim();
}

function range(repository: Repository, ...args: string[]) {
  const { code, stdout } = repository.lockstep(['check', '--format', 'json', ...args]);
  const report: { projects: { commit: string; findings: { rule: string }[] }[] } = JSON.parse(stdout);
  return { code, found: report.projects.flatMap(({ commit, findings }) => findings.map(({ rule }) => [commit, rule])) };
}

test('checks each commit of a range on its own: a mended fault is still found in the commit that made it', () => {
  const repository = projectWithOrders('sqlite');
  repository.write('README.md', 'elsewhere\n');
  commit(repository, 'Readme', 'README.md');
  const forgotten = commit(repository, 'Orders, migration forgotten', 'src');
  repository.write('README.md', 'elsewhere again\n');
  commit(repository, 'Readme again', 'README.md');
  commit(repository, 'The migration');

  expect(range(repository, '--range', 'HEAD~4..HEAD')).toEqual({
    code: 1,
    found: [[forgotten, 'lockstep/schema-ahead']],
  });
  expect(range(repository, '--range', 'HEAD~1..')).toEqual({ code: 0, found: [] });
});

test('looks only at commits that change what a verdict rests on', () => {
  const repository = committedProject('sqlite');
  for (let at = 0; at < 5; at++) {
    repository.write(`src/app${at}.ts`, 'export const app = 1;\n');
    commit(repository, `App ${at}`);
  }
  repository.write('src/schema/users.ts', tableSource('sqlite', 'users', ['email', 'name']));
  generate(repository, 'add_name');
  commit(repository, 'Name');

  const { code, stdout } = repository.lockstep(['check', '--range', 'HEAD~6..HEAD']);

  expect(code).toBe(0);
  expect(stdout).toContain('6 commits (2 that touch schema or migrations)');
});

test('notices that a file outside of the schema folder changes it', () => {
  const repository = committedProject();
  repository.write('src/names.ts', "export const table = 'users';\n");
  repository.write(
    'src/schema/users.ts',
    repository
      .read('src/schema/users.ts')
      .replace("pgTable('users'", 'pgTable(table')
      .replace('\n\n', "\nimport { table } from '../names';\n\n"),
  );
  commit(repository, 'A name from elsewhere');
  repository.write('README.md', 'elsewhere\n');
  commit(repository, 'Readme');
  repository.write('src/names.ts', "export const table = 'people';\n");
  const renamed = commit(repository, 'Another name');

  expect(range(repository, '--range', 'HEAD~3..HEAD').found).toEqual([[renamed, 'lockstep/schema-ahead']]);
});

test('checks a merge by what it holds', () => {
  const repository = committedProject();
  repository.git('checkout', '-qb', 'feature');
  addTable(repository, 'orders');
  const forgotten = commit(repository, 'Orders, migration forgotten');
  repository.git('checkout', '-q', 'main');
  repository.write('README.md', 'main goes on\n');
  commit(repository, 'Readme');
  repository.git('merge', '-q', '--no-edit', 'feature');
  const merge = repository.git('rev-parse', 'HEAD').trim();

  expect(range(repository, '--range', 'HEAD~2..HEAD').found.sort()).toEqual(
    [
      [forgotten, 'lockstep/schema-ahead'],
      [merge, 'lockstep/schema-ahead'],
    ].sort(),
  );
  expect(range(repository, '--range', 'HEAD~2..HEAD', '--first-parent').found).toEqual([
    [merge, 'lockstep/schema-ahead'],
  ]);
});

test('a push is refused for a commit that slipped past the hook, and only for commits that the remote lacks', () => {
  const repository = projectWithOrders('sqlite');
  const remote = join(repository.folder, '../remote.git');
  mkdirSync(remote);
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', remote]);
  repository.git('remote', 'add', 'origin', remote);
  repository.git('push', '-q', 'origin', 'main');
  repository.write('.git/hooks/pre-push', `#!/bin/sh\n"${process.execPath}" "${cli}" check --push "$@"\n`);
  chmodSync(join(repository.folder, '.git/hooks/pre-push'), 0o755);
  commit(repository, 'Orders, migration forgotten', 'src');

  const refused = repository.tryGit('push', 'origin', 'main');
  expect(refused.code).toBe(1);
  expect(refused.output).toContain('lockstep/schema-ahead');

  repository.git('add', '-A');
  repository.git('commit', '-q', '--amend', '-m', 'Orders');
  expect(repository.tryGit('push', 'origin', 'main')).toMatchObject({ code: 0 });
  repository.git('checkout', '-qb', 'feature');
  expect(repository.tryGit('push', 'origin', 'feature')).toMatchObject({ code: 0 });
  expect(repository.tryGit('push', 'origin', '--delete', 'feature')).toMatchObject({ code: 0 });
});

test('a reverted migration is found, although the files were found good before it came', () => {
  const repository = committedProject('sqlite');
  const remote = join(repository.folder, '../remote.git');
  execFileSync('git', ['init', '-q', '--bare', '-b', 'main', remote]);
  repository.git('remote', 'add', 'origin', remote);
  repository.git('push', '-q', '-u', 'origin', 'main');
  expect(repository.lockstep(['check', '--staged']).code).toBe(0);
  addTable(repository, 'orders', 'sqlite');
  generate(repository, 'add_orders');
  commit(repository, 'Orders');
  repository.git('push', '-q', 'origin', 'main');
  expect(repository.lockstep(['check', '--staged']).code).toBe(0);
  repository.git('revert', '--no-commit', 'HEAD');

  const { code, stdout } = repository.lockstep(['check', '--staged']);

  expect(code).toBe(1);
  expect(stdout).toContain('history/deleted');
});

test('a project whose folder has moved since is judged in its old place', () => {
  const repository = new Repository();
  repository.install();
  addProject(repository, 'sqlite', 'packages/db');
  generate(repository, 'init', 'packages/db');
  commit(repository, 'Start');
  addTable(repository, 'orders', 'sqlite', 'packages/db');
  generate(repository, 'add_orders', 'packages/db');
  commit(repository, 'Orders');
  repository.git('mv', 'packages/db', 'packages/database');
  commit(repository, 'Move');

  expect(range(repository, '--range', 'HEAD~2..HEAD')).toEqual({ code: 0, found: [] });
});

test('a commit that cannot be checked is named, and one from before the config has no fault', () => {
  const repository = committedProject();
  const source = repository.read('drizzle.config.ts');
  repository.write('drizzle-late.config.ts', source);
  const late = commit(repository, 'A config of its own');
  expect(range(repository, '--range', late, '--config', 'drizzle-late.config.ts')).toEqual({
    code: 0,
    found: [],
  });

  expect(repository.lockstep(['check', '--range', late, '--config', 'drizzle-lat.config.ts']).code).toBe(2);

  repository.write('drizzle.config.ts', 'export default {');
  const broken = commit(repository, 'A config with a syntax error');
  repository.write('drizzle.config.ts', source);
  commit(repository, 'Mended');
  const { code, stderr } = repository.lockstep(['check', '--range', `${late}..HEAD`]);
  expect(code).toBe(2);
  expect(stderr).toContain(`Commit ${broken.slice(0, 9)} cannot be checked: drizzle.config.ts has a syntax error`);
});
