import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { contentHash } from '../../src/scaffold/join/made.js';
import { addProject, committedProject, configSource, tableSource } from '../helpers/project.js';
import { cli, Repository } from '../helpers/repository.js';

/** A project of somebody else: its own scripts, husky and a workflow. All is committed. */
function theirs(): Repository {
  const repository = committedProject();
  const manifest = {
    name: 'shop',
    type: 'module',
    scripts: { dev: 'next dev', 'db:generate': 'drizzle-kit generate', prepare: 'husky' },
    devDependencies: { 'drizzle-kit': '^0.31.11', husky: '^9.0.0' },
  };
  repository.write('package.json', `${JSON.stringify(manifest, null, '\t')}\n`);
  repository.write('.husky/pre-commit', 'true\n');
  chmodSync(join(repository.folder, '.husky/pre-commit'), 0o755);
  repository.write('.github/workflows/ci.yml', 'name: CI\non: push\njobs: {}\n');
  repository.git('config', 'core.hooksPath', '.husky');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Add tools');
  return repository;
}

/** Puts the command where an install would. */
function installCommand(repository: Repository, folder = ''): void {
  const bin = join(repository.folder, folder, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  symlinkSync(cli, join(bin, 'lockstep'));
}

const quietly = ['init', '--no-install'];

test('a project joins, refuses what is out of lockstep from then on, and leaves again to the byte', () => {
  const repository = theirs();
  const before = repository.state();
  const dry = repository.lockstep([...quietly, '--dry-run']);
  expect([dry.code, repository.state()]).toEqual([0, before]);
  expect(dry.stdout).toContain('+    "db:check": "lockstep check"'.replaceAll('    ', '\t\t'));
  expect(dry.stdout).toContain('+ .github/workflows/lockstep.yml');

  const joined = repository.lockstep(quietly);
  expect(joined.stderr).toContain(
    'The script db:generate stays as it is ("drizzle-kit generate"); lockstep\'s is lockstep:generate.',
  );
  expect(joined).toMatchObject({ code: 0 });
  const manifest = JSON.parse(repository.read('package.json'));
  expect(manifest.scripts).toMatchObject({
    'db:generate': 'drizzle-kit generate',
    'lockstep:generate': 'lockstep generate',
    'db:check': 'lockstep check',
    'db:migrate': 'lockstep migrate',
    'db:drift': 'lockstep drift',
  });
  expect(manifest.lockstep.since).toMatch(/^0000_/);
  expect(repository.read('.github/workflows/lockstep.yml')).toContain('npm run db:check -- --commit HEAD');

  const again = repository.lockstep(quietly);
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('Nothing to change: everything is there.')]);

  // What hooks need is there after an install.
  installCommand(repository);
  repository.write('src/schema/users.ts', tableSource('postgresql', 'users', ['email', 'name']));
  repository.git('add', 'src');
  const commit = repository.tryGit('commit', '-m', 'Add a name');
  expect([commit.code, commit.output]).toEqual([1, expect.stringContaining('npm run lockstep:generate')]);
  repository.git('restore', '--staged', '--worktree', 'src');

  expect(repository.lockstep(['init', '--remove', '--no-install'])).toMatchObject({ code: 0 });
  expect(repository.state()).toBe(before);
});

test('a package of a workspace joins: what belongs to the repository goes to its top', () => {
  const repository = new Repository();
  repository.write('package.json', '{\n  "private": true,\n  "packageManager": "pnpm@10.2.0"\n}\n');
  repository.write('pnpm-workspace.yaml', 'packages: ["apps/*"]\n');
  repository.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
  addProject(repository, 'sqlite', 'apps/api');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Start');
  const before = repository.state();
  // Nothing is generated yet: joining says so, and is done all the same.
  const joined = repository.lockstep(quietly, 'apps/api');
  expect(joined.code).toBe(1);
  expect(joined.stdout).toContain('lockstep/schema-ahead');
  expect(repository.read('.husky/pre-commit')).toContain('"$PWD"/apps/api/node_modules/.bin');
  expect(JSON.parse(repository.read('package.json'))).toMatchObject({
    scripts: { prepare: expect.stringContaining('.husky/install.mjs') },
    devDependencies: { husky: expect.any(String) },
  });
  expect(JSON.parse(repository.read('apps/api/package.json')).devDependencies).toMatchObject({
    'drizzle-lockstep': expect.any(String),
    '@libsql/client': expect.any(String),
  });
  const workflow = repository.read('.github/workflows/lockstep.yml');
  expect(workflow).toContain('working-directory: "apps/api"');
  expect(workflow).toContain('pnpm db:prove --format github');
  // Its package.json names the version.
  expect(workflow).not.toContain('version: latest');
  expect(repository.read('.gitattributes')).toContain('apps/api/drizzle/** text eol=lf');
  expect(repository.lockstep(['init', '--remove', '--no-install'], 'apps/api').code).toBe(0);
  expect(repository.state()).toBe(before);
});

test('each config of a package has its own last migration, and the rules hold from there', () => {
  const repository = committedProject();
  repository.write('drizzle.logs.config.ts', configSource('postgresql').replace("out: './drizzle'", "out: './logs'"));
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Add logs');
  expect(repository.lockstep([...quietly, '--parts', 'settings']).stdout).toContain('drizzle.logs.config.ts');
  const { since } = JSON.parse(repository.read('package.json')).lockstep;
  expect(since).toEqual({ 'drizzle.config.ts': expect.stringMatching(/^0000_/) });
});

test('a config that is not found by its name is listed, so that checks see it, and taken out again', () => {
  const repository = committedProject();
  repository.git('mv', 'drizzle.config.ts', 'postgresql.config.ts');
  repository.git('commit', '-qm', 'Name the config after its dialect');
  const before = repository.state();
  const joining = [...quietly, '--parts', 'settings', '--config', 'postgresql.config.ts'];
  expect(repository.lockstep(joining)).toMatchObject({ code: 0 });
  const { configs, since } = JSON.parse(repository.read('package.json')).lockstep;
  expect([configs, since]).toEqual([['postgresql.config.ts'], expect.stringMatching(/^0000_/)]);
  expect(repository.lockstep(['check']).stdout).toContain('postgresql.config.ts');
  expect(repository.lockstep(['init', '--remove', '--no-install'])).toMatchObject({ code: 0 });
  expect(repository.state()).toBe(before);
});

test('a package joins although another one of the repository has faults', () => {
  const repository = committedProject();
  addProject(repository, 'sqlite', 'apps/other');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Add a package without migrations');
  expect(repository.lockstep(['check'])).toMatchObject({ code: 1 });
  expect(repository.lockstep([...quietly, '--parts', 'settings'])).toMatchObject({ code: 0 });
});

test('a database that is migrated by others gets no scripts that could not reach it', () => {
  const repository = committedProject('sqlite');
  const d1 = configSource('sqlite').replace("dialect: 'sqlite'", "dialect: 'sqlite', driver: 'd1-http'");
  repository.write('drizzle.config.ts', d1);
  expect(repository.lockstep([...quietly, '--parts', 'scripts', '--allow-dirty'])).toMatchObject({ code: 0 });
  const { scripts } = JSON.parse(repository.read('package.json'));
  expect([Object.keys(scripts).includes('db:prove'), Object.keys(scripts).includes('db:migrate')]).toEqual([
    true,
    false,
  ]);
});

test('the base branch is the one that others start from, whatever is checked out', () => {
  const repository = committedProject();
  repository.git('checkout', '-qb', 'try');
  const path = '.github/workflows/lockstep.yml';
  const args = [...quietly, '--parts', 'ci', '--ci', 'github', '--diff'];
  expect(repository.lockstep(args).stdout).not.toContain('"try"');
  expect(repository.lockstep([...args, '--yes'])).toMatchObject({ code: 0 });
  expect(repository.read(path)).toContain('branches: ["main"]');
  repository.remove(path);
  repository.remove('.lockstep.json');
  const manifest = { ...JSON.parse(repository.read('package.json')), lockstep: { base: 'develop' } };
  repository.write('package.json', JSON.stringify(manifest));
  repository.git('branch', 'develop');
  expect(repository.lockstep([...args, '--yes', '--allow-dirty'])).toMatchObject({ code: 0 });
  expect(repository.read(path)).toContain('branches: ["develop"]');
});

describe('an update', () => {
  test('renews what an older version wrote, keeps what was changed by hand, and touches nothing else', () => {
    const repository = theirs();
    repository.lockstep(quietly);
    // As an older version would have written it.
    const path = '.husky/post-merge';
    const record = repository.read('.lockstep.json');
    const now = repository.read(path);
    repository.write(path, 'lockstep arrived\n');
    repository.write('.lockstep.json', record.replace(contentHash(now), contentHash('lockstep arrived\n')));
    repository.write('.husky/post-rewrite', `${repository.read('.husky/post-rewrite')}npm run mine\n`);
    // A package manager has sorted the file, with more in it; the rules still hold from where they did.
    const manifest = JSON.parse(repository.read('package.json'));
    manifest.scripts = { ...manifest.scripts, 'db:zoo': 'x' };
    repository.write('package.json', `${JSON.stringify(manifest, null, 2)}\n`);
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Join', '--no-verify');
    const updated = repository.lockstep(['init', '--update', '--no-install']);
    expect(updated.code).toBe(0);
    expect(updated.stderr).toContain('.husky/post-rewrite was changed since: it stays as it is.');
    expect(repository.read(path)).toBe(now);
    expect(
      repository
        .git('status', '--porcelain')
        .trim()
        .split('\n')
        .map((line) => line.slice(2).trim()),
    ).toEqual([path, '.lockstep.json']);
    expect(repository.read('.lockstep.json')).toContain(contentHash(now));
    const again = repository.lockstep(['init', '--update', '--no-install']);
    expect(again.stdout).toContain('Nothing to change');
    const removed = repository.lockstep(['init', '--remove', '--no-install', '--format', 'json']);
    expect([removed.code, JSON.parse(removed.stdout)]).toEqual([
      1,
      expect.objectContaining({
        ok: false,
        notes: expect.arrayContaining([expect.stringContaining('.husky/post-rewrite was changed since')]),
      }),
    ]);
    expect(repository.read('.husky/post-rewrite')).toContain('npm run mine');
    expect(JSON.parse(repository.read('package.json'))).not.toHaveProperty('lockstep');
  });

  test('keeps what husky that init set up needs', () => {
    const repository = committedProject();
    repository.lockstep(quietly);
    const state = repository.state();
    repository.git('config', 'core.hooksPath', '.husky/_');
    expect(repository.lockstep(['init', '--update', '--no-install']).stdout).toContain('Nothing to change');
    expect(repository.state()).toBe(state);
  });
});

test('the parts are generators as well, and one record knows them all', () => {
  const repository = committedProject();
  repository.git('remote', 'add', 'origin', 'https://github.com/acme/shop');
  const before = repository.state();
  expect(repository.lockstep(['new', 'hooks']).code).toBe(0);
  const { code, stdout } = repository.lockstep(['new', 'ci', '--format', 'json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).changes.map(({ path }: { path: string }) => path)).toEqual([
    'package.json',
    '.github/workflows/lockstep.yml',
    '.lockstep.json',
  ]);
  expect(JSON.parse(repository.read('.lockstep.json')).with.parts).toEqual(['hooks', 'scripts', 'ci']);
  expect(repository.lockstep(['init', '--remove', '--no-install']).code).toBe(0);
  expect(repository.state()).toBe(before);
});

test('a part alone brings what it runs, and the next one needs no commit in between', () => {
  const repository = committedProject();
  repository.write('lefthook.yml', '');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Add lefthook');
  const before = repository.state();
  const part = (name: string) => repository.lockstep([...quietly, '--parts', name]);
  const manifest = () => JSON.parse(repository.read('package.json'));
  expect(part('hooks').stderr).toContain('npx lefthook install');
  expect(manifest()).toMatchObject({ devDependencies: { 'drizzle-lockstep': expect.any(String) } });
  repository.git('add', 'package.json');
  // Nothing of GitHub is to be seen here, but it was asked for.
  part('ci');
  expect(repository.read('.github/workflows/lockstep.yml')).toContain('npm run db:check -- --commit HEAD');
  expect(manifest().scripts).toHaveProperty('db:check', 'lockstep check');
  expect(part('attributes').stderr).not.toContain('not committed');
  expect(repository.read('.gitattributes')).toContain('drizzle');
  expect(repository.lockstep(['init', '--remove', '--no-install'])).toMatchObject({ code: 0 });
  repository.git('add', 'package.json');
  expect(repository.state()).toBe(before);
});

test('what was not in files of ours is named when they are taken out', () => {
  const repository = committedProject();
  const manifest = JSON.parse(repository.read('package.json'));
  const content = { ...manifest, devDependencies: { ...manifest.devDependencies, 'drizzle-lockstep': '^0.1.0' } };
  repository.write('package.json', JSON.stringify(content));
  expect(repository.lockstep([...quietly, '--parts', 'hooks']).code).toBe(0);
  // As the install of husky does.
  repository.git('config', 'core.hooksPath', '.husky/_');
  const { code, stderr } = repository.lockstep(['init', '--remove', '--no-install']);
  expect(code).toBe(0);
  expect(stderr).toContain('git config --unset core.hooksPath');
  expect(stderr).toContain('npm uninstall drizzle-lockstep');
  expect(repository.read('package.json')).toBe(JSON.stringify(content));
});

test('with several configs the instructions are for the one that drizzle-kit takes by itself', () => {
  const repository = committedProject();
  repository.write('drizzle-auth.config.ts', configSource('postgresql').replace("out: './drizzle'", "out: './auth'"));
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Add auth');
  repository.lockstep([...quietly, '--parts', 'agents']);
  expect(repository.read('AGENTS.md')).toContain('lockstep generate --config drizzle.config.ts');
});

test('what could not be added is not called there', () => {
  const repository = committedProject();
  const { stdout, stderr } = repository.lockstep([...quietly, '--dry-run']);
  expect([stdout, stderr]).toEqual([expect.any(String), expect.stringContaining('lockstep init --ci github')]);
  repository.write('.pre-commit-config.yaml', 'repos: []\n');
  const hooks = [...quietly, '--parts', 'hooks'];
  expect(repository.lockstep(hooks).stderr).toContain('Add to the repos of .pre-commit-config.yaml');
  expect(repository.lockstep([...hooks, '--allow-dirty']).stdout).toContain('Nothing to change in the files.');
});

test('a part that edits files outside of its package refuses those with changes that are not committed', () => {
  const repository = new Repository();
  repository.write('package.json', '{ "workspaces": ["apps/*"] }\n');
  addProject(repository, 'sqlite', 'apps/api');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Start');
  repository.write('package.json', '{ "workspaces": ["apps/*"], "name": "mine" }\n');
  const before = repository.state();
  const { code, stderr } = repository.lockstep(['new', 'hooks'], 'apps/api');
  expect([code, repository.state()]).toEqual([2, before]);
  expect(stderr).toContain('changes that are not committed:\n  package.json');
  expect(repository.lockstep(['new', 'hooks', '--allow-dirty'], 'apps/api').code).toBe(0);
});

test('machines get one object', () => {
  const repository = committedProject();
  const { code, stdout } = repository.lockstep([...quietly, '--dry-run', '--format', 'json']);
  const result = JSON.parse(stdout);
  expect([code, result.ok, result.written]).toEqual([0, true, false]);
  expect(result.changes.map(({ path }: { path: string }) => path)).toContain('.lockstep.json');
});

test('machines are told as well that the project is not in lockstep', () => {
  const repository = new Repository();
  addProject(repository, 'sqlite');
  const { code, stdout } = repository.lockstep([...quietly, '--parts', 'settings,scripts', '--format', 'json']);
  const result = JSON.parse(stdout);
  expect([code, result.ok, result.written]).toEqual([1, false, true]);
  expect(result.report.projects[0].findings[0].rule).toBe('lockstep/schema-ahead');
});

describe('bad input: said, and nothing written', () => {
  const cases: [string, (repository: Repository) => void, string[], string][] = [
    ['nothing was joined', () => {}, ['init', '--remove'], 'There is no .lockstep.json'],
    ['a damaged record', (to) => to.write('.lockstep.json', '{ "made": 1 }'), ['init', '--remove'], 'is damaged'],
    ['a broken package.json', (to) => to.write('package.json', '{ "scripts": '), quietly, 'package.json'],
    ['an unknown part', () => {}, [...quietly, '--parts', 'hook'], 'Did you mean hooks?'],
    ['a part to take out', () => {}, ['init', '--remove', '--parts', 'hooks'], '--parts says what to add'],
    ['an update without hooks', () => {}, ['init', '--update', '--no-hooks'], '--no-hooks says what to add'],
    ['two ways at once', () => {}, ['init', '--remove', '--update'], 'cannot be used together'],
    [
      'a file with changes that are not committed',
      (to) => to.write('package.json', '{ "name": "mine", "type": "module" }\n'),
      quietly,
      'One file that would be edited has changes that are not committed:\n  package.json',
    ],
    [
      'a record that leads out of the repository',
      (to) =>
        to.write(
          '.lockstep.json',
          '{ "version": "0.1.0", "with": { "parts": [], "agents": [], "ci": "none" }, "made": [{ "path": "../../x", "file": "0" }] }',
        ),
      ['init', '--remove'],
      '../../x',
    ],
  ];
  test.each(cases)('%s', (_name, arrange, args, message) => {
    const repository = committedProject();
    arrange(repository);
    const before = repository.state();
    const { code, stderr } = repository.lockstep(args);
    expect([code, repository.state()]).toEqual([2, before]);
    expect(stderr).toContain(message);
  });

  test('what the install of lockstep changed in package.json is no reason to commit first', () => {
    const repository = committedProject();
    const manifest = JSON.parse(repository.read('package.json'));
    const devDependencies = { ...manifest.devDependencies, 'drizzle-lockstep': '^0.1.0' };
    const join = (content: object): string => {
      repository.write('package.json', `${JSON.stringify(content, null, 2)}\n`);
      return repository.lockstep([...quietly, '--parts', 'settings']).stderr;
    };
    const dirty = 'changes that are not committed:\n  package.json';
    expect(join({ ...manifest, devDependencies, version: '2.0.0' })).toContain(dirty);
    expect(repository.lockstep([...quietly, '--dry-run']).code).toBe(0);
    expect(join({ ...manifest, devDependencies })).not.toContain(dirty);
    expect(JSON.parse(repository.read('package.json')).lockstep.since).toMatch(/^0000_/);
  });

  test('several packages to choose from', () => {
    const repository = new Repository();
    addProject(repository, 'sqlite', 'a');
    addProject(repository, 'sqlite', 'b');
    const { code, stderr } = repository.lockstep(quietly);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Several packages have a drizzle config:\n  a\n  b')]);
  });

  test('a folder that git does not know gets all but the hooks', () => {
    const repository = committedProject();
    repository.remove('.git');
    writeFileSync(join(repository.folder, '.npmrc'), '');
    const { code, stderr } = repository.lockstep(quietly);
    expect([code, stderr]).toEqual([0, expect.stringContaining('no git repository')]);
    expect(JSON.parse(repository.read('package.json')).scripts).toHaveProperty('db:check');
  });
});
