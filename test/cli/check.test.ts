import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { addProject, addTable, committedProject, configSource, generate } from '../helpers/project.js';
import { cli, Repository } from '../helpers/repository.js';

test('prints the missing SQL, why it matters, and the one command to run next', () => {
  const repository = committedProject();
  addTable(repository, 'orders');

  const { code, stdout } = repository.lockstep(['check']);

  expect(code).toBe(1);
  expect(stdout).toMatchInlineSnapshot(`
    "drizzle.config.ts (postgresql)

    ✗ lockstep/schema-ahead  src/schema/orders.ts:3
      The schema in the working tree has changes that no migration there makes. A database migrated from it would not match the code.
        CREATE TABLE "orders" (
          "id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
          "title" text
        );
      Fix: npx lockstep generate

    Next: npx lockstep generate
    "
  `);
});

test('prints one JSON object and nothing else with --format json', () => {
  const repository = committedProject();
  addTable(repository, 'orders');

  const { code, stdout } = repository.lockstep(['check', '--format', 'json']);

  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    ok: false,
    projects: [
      {
        path: 'drizzle.config.ts',
        dialect: 'postgresql',
        line: 'journal',
        findings: [{ rule: 'lockstep/schema-ahead' }],
      },
    ],
  });
});

test('says nothing in the hook when all is well', () => {
  const repository = committedProject();
  expect(repository.lockstep(['check', '--staged'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('answers from memory when nothing that matters has changed, and looks again when something has', () => {
  const repository = committedProject();
  expect(repository.lockstep(['check', '--staged']).code).toBe(0);
  const memory = join(repository.folder, 'node_modules/.cache/drizzle-lockstep/known-good.json');
  expect(existsSync(memory)).toBe(true);
  addTable(repository, 'orders');
  expect(repository.lockstep(['check', '--staged']).code).toBe(0);
  repository.git('add', '-A');
  expect(repository.lockstep(['check', '--staged']).code).toBe(1);
  rmSync(join(repository.folder, 'node_modules/.cache'), { recursive: true });
  expect(repository.lockstep(['check', '--staged']).code).toBe(1);
});

test('looks again when a second config appears', () => {
  const repository = committedProject();
  expect(repository.lockstep(['check', '--staged']).code).toBe(0);
  repository.write('packages/auth/drizzle.config.ts', configSource('postgresql'));
  repository.write('packages/auth/src/schema/index.ts', repository.read('src/schema/users.ts'));
  repository.git('add', '-A');

  const { code, stdout } = repository.lockstep(['check', '--staged']);

  expect(code).toBe(1);
  expect(stdout).toContain('packages/auth/drizzle.config.ts (postgresql)');
});

test('needs no git for the files as they are', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const repository = new Repository();
  addProject(repository);
  rmSync(join(repository.folder, '.git'), { recursive: true });

  const { code, stdout } = repository.lockstep(['check']);

  expect(code).toBe(1);
  expect(stdout).toContain('CREATE TABLE "users"');
});

describe('bad input is told apart, explained and mended', () => {
  const cases: [string, string[], (repository: Repository) => void, number, string][] = [
    ['an unknown flag', ['check', '--stagd'], () => {}, 2, "Unknown option '--stagd'"],
    [
      'an unknown flag, also for machines',
      ['check', '--stagd', '--format', 'json'],
      () => {},
      2,
      '{\n  "ok": false,\n  "error": {\n    "message": "Unknown option \'--stagd\'',
    ],
    ['an unknown format', ['check', '--format', 'xml'], () => {}, 2, 'Use one of: text, json'],
    ['two trees at once', ['check', '--staged', '--commit', 'HEAD'], () => {}, 2, 'cannot be used together'],
    ['an unknown commit', ['check', '--commit', 'nowhere'], () => {}, 2, 'There is no commit "nowhere"'],
    ['a commit that looks like a flag', ['check', '--commit=--all'], () => {}, 2, 'There is no commit "--all"'],
    ['an unknown command', ['chekc'], () => {}, 2, 'Did you mean: lockstep check'],
    ['a missing config', ['check', '--config', 'nowhere.ts'], () => {}, 2, 'nowhere.ts is not in the working tree'],
    [
      'a config with a syntax error',
      ['check'],
      (repository) => repository.write('drizzle.config.ts', "export default {\n  dialect: 'postgresql',,\n};\n"),
      2,
      'drizzle.config.ts:2',
    ],
    [
      'a computed config that throws',
      ['check'],
      (repository) =>
        repository.write(
          'drizzle.config.ts',
          "const out = process.env.NO_SUCH ?? (() => { throw new Error('set NO_SUCH'); })();\nexport default { dialect: 'postgresql', schema: './src/schema', out };\n",
        ),
      2,
      'set NO_SUCH',
    ],
    [
      'a dialect that is not supported',
      ['check'],
      (repository) => repository.write('drizzle.config.ts', configSource('postgresql').replace('postgresql', 'oracle')),
      2,
      '"oracle", which is not supported',
    ],
    [
      'an out that leads out of the repository',
      ['check'],
      (repository) =>
        repository.write('drizzle.config.ts', configSource('postgresql').replace('./drizzle', '../../drizzle')),
      2,
      'out leads out of the repository',
    ],
    [
      'a corrupt journal',
      ['check'],
      (repository) => repository.write('drizzle/meta/_journal.json', '{"entries": ['),
      1,
      'is not a journal of drizzle-kit',
    ],
    [
      'a journal with a merge conflict',
      ['check'],
      (repository) =>
        repository.write('drizzle/meta/_journal.json', '{\n<<<<<<< HEAD\n"entries": []\n=======\n>>>>>>> other\n}\n'),
      1,
      '_journal.json:2',
    ],
    [
      'a corrupt snapshot',
      ['check'],
      (repository) => repository.write('drizzle/meta/0000_snapshot.json', 'null'),
      1,
      'is not a snapshot of drizzle-kit',
    ],
    [
      'a snapshot of an older drizzle-kit',
      ['check'],
      (repository) =>
        repository.write(
          'drizzle/meta/0000_snapshot.json',
          repository.read('drizzle/meta/0000_snapshot.json').replace('"version": "7"', '"version": "5"'),
        ),
      1,
      'drizzle-kit up',
    ],
    [
      'a schema that is a missing folder',
      ['check'],
      (repository) => repository.remove('src'),
      1,
      'No schema file is in the working tree',
    ],
    [
      'drizzle-kit that is not installed',
      ['check'],
      (repository) => rmSync(join(repository.folder, 'node_modules'), { recursive: true }),
      2,
      'drizzle-kit is not installed',
    ],
    [
      'a schema that ends the process',
      ['check'],
      (repository) => repository.write('src/schema/index.ts', "console.log('bye');\nprocess.exit(0);\n"),
      1,
      'bye',
    ],
  ];

  test.each(cases)('%s', (_, args, arrange, code, message) => {
    const repository = committedProject();
    arrange(repository);
    const before = repository.state();

    const result = repository.lockstep(args);

    expect(result.stdout + result.stderr).toContain(message);
    expect(result.code).toBe(code);
    expect(repository.state()).toBe(before);
  });

  test('no project at all', () => {
    const repository = new Repository();
    const { code, stderr } = repository.lockstep(['check']);
    expect(code).toBe(2);
    expect(stderr).toContain('npm create drizzle-lockstep');
  });

  test('--staged without a git repository', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'package.json'), '{}');

    const result = spawnSync(process.execPath, [cli, 'check', '--staged'], { cwd: folder, encoding: 'utf8' });

    expect(result.status).toBe(2);
    expect(result.stderr).toContain('needs a git repository');
  });
});

test('need not look at what generate has just found good, once all of it is added', () => {
  const repository = committedProject('sqlite');
  addTable(repository, 'orders', 'sqlite');
  generate(repository, 'add_orders');
  repository.git('add', '-A');
  rmSync(join(repository.folder, 'node_modules/.cache/drizzle-lockstep/verdicts'), { recursive: true });
  const kit = join(repository.folder, 'node_modules/drizzle-kit');
  const version = JSON.parse(readFileSync(join(kit, 'package.json'), 'utf8')).version;
  rmSync(kit);
  mkdirSync(kit);
  // Without a drizzle-kit that runs, only what is remembered can pass.
  writeFileSync(join(kit, 'package.json'), JSON.stringify({ version }));

  expect(repository.lockstep(['check', '--staged'])).toEqual({ code: 0, stdout: '', stderr: '' });
  addTable(repository, 'invoices', 'sqlite');
  repository.git('add', '-A');
  expect(repository.lockstep(['check', '--staged']).code).toBe(1);
});

test('what is remembered does not outlive a config of another name, nor what a computed config imports', () => {
  const repository = committedProject('sqlite');
  addTable(repository, 'orders', 'sqlite');
  generate(repository, 'add_orders');
  repository.git('mv', 'drizzle.config.ts', 'db.config.ts');
  repository.write(
    'package.json',
    '{ "name": "shop", "type": "module", "lockstep": { "configs": ["db.config.ts"] } }\n',
  );
  repository.write('paths.ts', "export const schema = './src/schema';\n");
  repository.write(
    'db.config.ts',
    "import { schema } from './paths';\nexport default { dialect: 'sqlite', schema, out: './drizzle' };\n",
  );
  repository.git('add', '-A');
  expect(repository.lockstep(['check', '--staged'])).toEqual({ code: 0, stdout: '', stderr: '' });
  repository.git('commit', '-qm', 'Computed');
  expect(repository.lockstep(['check', '--staged']).code).toBe(0);

  repository.write('paths.ts', "export const schema = './src/schema/users.ts';\n");
  repository.git('add', '-A');
  const { code, stdout } = repository.lockstep(['check', '--staged']);

  expect(code).toBe(1);
  expect(stdout).toContain('DROP TABLE `orders`');
});

test('a commit that does not touch an older fault passes, again and again, and one that touches it does not', () => {
  const repository = committedProject();
  addTable(repository, 'orders');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Forgotten');
  for (const text of ['one\n', 'two\n', 'three\n']) {
    repository.write('README.md', text);
    repository.git('add', '-A');
    expect(repository.lockstep(['check', '--staged'])).toEqual({ code: 0, stdout: '', stderr: '' });
    repository.git('commit', '-qm', text);
  }
  repository.write('src/schema/orders.ts', `// touched\n${repository.read('src/schema/orders.ts')}`);
  repository.git('add', '-A');

  expect(repository.lockstep(['check', '--staged']).code).toBe(1);
});

test('a base branch that is not there is an error: nothing would be held against it', () => {
  const repository = committedProject();

  const { code, stderr } = repository.lockstep(['check', '--base', 'tpyo']);

  expect(code).toBe(2);
  expect(stderr).toContain('There is no branch "tpyo"');
});

test('settings of a package.json between the config and the top are looked at again when they change', () => {
  const repository = new Repository();
  addProject(repository, 'sqlite', 'packages/db');
  generate(repository, 'init', 'packages/db');
  repository.remove('packages/db/drizzle/0000_init.down.sql');
  const settings = (rule: string) =>
    repository.write(
      'packages/package.json',
      JSON.stringify({
        lockstep: { since: { 'db/drizzle.config.ts': 'x' }, rules: { 'history/unknown-since': rule } },
      }),
    );
  settings('off');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Start');
  repository.write('packages/db/drizzle/0000_init.down.sql', '-- Reversible: no (a test)\n');
  repository.git('add', '-A');
  expect(repository.lockstep(['check', '--staged'], 'packages/db').code).toBe(0);
  settings('error');
  repository.git('add', '-A');

  expect(repository.lockstep(['check', '--staged'], 'packages/db').code).toBe(1);
});

test('a connection string that the schema prints is not shown', () => {
  const repository = committedProject();
  repository.write('src/schema/live.ts', "console.log('to postgres://me:hunter2@db/shop'); process.exit(1);\n");

  const { code, stdout } = repository.lockstep(['check']);

  expect(code).toBe(1);
  expect(stdout).toContain('postgres://…');
  expect(stdout).not.toContain('hunter2');
});

test('a config of a dialect that is not supported stands in nobody’s way', () => {
  const repository = committedProject();
  repository.write('packages/graph/drizzle.config.ts', configSource('postgresql').replace('postgresql', 'gel'));
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Another database');
  repository.write('README.md', 'elsewhere\n');
  repository.git('add', '-A');
  expect(repository.lockstep(['check', '--staged']).code).toBe(0);
  addTable(repository, 'orders');
  repository.git('add', '-A');

  const { code, stdout } = repository.lockstep(['check', '--staged']);

  expect(code).toBe(1);
  expect(stdout).toContain('"gel", which is not supported');
  expect(stdout).toContain('lockstep/schema-ahead');
});

test('a rule that does not exist is told from one that is misspelt', () => {
  const repository = committedProject();
  repository.write('package.json', '{ "name": "shop", "lockstep": { "rules": { "history/edted": "off" } } }\n');

  const { code, stderr } = repository.lockstep(['check']);

  expect(code).toBe(2);
  expect(stderr).toContain('Did you mean history/edited?');
});
