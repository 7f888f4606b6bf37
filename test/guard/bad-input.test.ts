import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { addTable, committedProject, projectWithOrders, tableSource } from '../helpers/project.js';
import { cli, Repository } from '../helpers/repository.js';

describe('repositories of all kinds', () => {
  test('a bare repository has nothing to check, and says so', () => {
    const repository = committedProject();
    const bare = join(repository.folder, '../bare.git');
    execFileSync('git', ['clone', '-q', '--bare', repository.folder, bare]);

    const { status, stderr } = spawnSync(process.execPath, [cli, 'check', '--staged'], { cwd: bare, encoding: 'utf8' });

    expect(status).toBe(2);
    expect(stderr).toContain('needs a git repository with a working tree');
  });

  test('a shallow clone is checked as far as it goes', () => {
    const repository = projectWithOrders();
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Orders');
    const shallow = join(repository.folder, '../shallow');
    execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repository.folder}`, shallow]);
    symlinkSync(join(repository.folder, 'node_modules'), join(shallow, 'node_modules'), 'junction');
    const check = (...args: string[]) =>
      spawnSync(process.execPath, [cli, 'check', ...args], { cwd: shallow, encoding: 'utf8' });

    expect(check('--commit', 'HEAD').status).toBe(0);
    expect(check('--range', 'HEAD').status).toBe(0);
    expect(check('--range', 'HEAD~1..HEAD').stderr).toContain('There is no commit "HEAD~1"');
  });

  test('a submodule is a repository of its own', () => {
    const inner = committedProject();
    const outer = new Repository('outer');
    outer.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner.folder, 'inner');
    outer.git('commit', '-qm', 'Submodule');
    symlinkSync(join(inner.folder, 'node_modules'), join(outer.folder, 'inner/node_modules'), 'junction');
    outer.write('inner/src/schema/users.ts', tableSource('postgresql', 'users', ['email', 'name']));
    outer.git('-C', 'inner', 'add', '-A');

    expect(outer.lockstep(['check', '--staged'], 'inner').stdout).toContain('ADD COLUMN "name"');
    expect(outer.lockstep(['check', '--staged']).code).toBe(0);
  });

  test('a sparse checkout is judged by the index, not by what is checked out', () => {
    const repository = committedProject();
    repository.write('docs/readme.md', 'docs\n');
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Docs');
    repository.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'docs');
    repository.write('docs/readme.md', 'more docs\n');
    repository.git('add', 'docs');

    expect(repository.lockstep(['check', '--staged'])).toMatchObject({ code: 0 });
  });

  test('an index that another process has locked is read all the same', () => {
    const repository = committedProject();
    addTable(repository, 'orders');
    repository.git('add', '-A');
    repository.write('.git/index.lock', '');

    expect(repository.lockstep(['check', '--staged']).stdout).toContain('lockstep/schema-ahead');
    expect(repository.read('.git/index.lock')).toBe('');
  });

  test('a commit in a worktree is judged by its own index', () => {
    const repository = committedProject();
    repository.write('.git/hooks/pre-commit', `#!/bin/sh\nexec "${process.execPath}" "${cli}" check --staged\n`);
    chmodSync(join(repository.folder, '.git/hooks/pre-commit'), 0o755);
    repository.git('worktree', 'add', '-q', '../other', '-b', 'other');
    const other = join(repository.folder, '../other');
    symlinkSync(join(repository.folder, 'node_modules'), join(other, 'node_modules'), 'junction');
    writeFileSync(join(other, 'src/schema/users.ts'), tableSource('postgresql', 'users', ['email', 'name']));

    const refused = repository.tryGit('-C', other, 'commit', '-am', 'Name');

    expect(refused.code).toBe(1);
    expect(refused.output).toContain('ADD COLUMN "name"');
  });
});

describe('files of all kinds', () => {
  test('CRLF and a BOM change nothing', async () => {
    const repository = committedProject();
    for (const path of [
      'drizzle/meta/_journal.json',
      'drizzle/meta/0000_snapshot.json',
      'src/schema/users.ts',
      'drizzle.config.ts',
    ]) {
      repository.write(path, `\uFEFF${repository.read(path).replaceAll('\n', '\r\n')}`);
    }
    repository.git('add', '-A');

    expect(await repository.stagedRules()).toEqual([]);
  });

  test('a binary file named .sql is no reason to stop', async () => {
    const repository = committedProject();
    writeFileSync(join(repository.folder, 'drizzle/0000_init.sql'), Buffer.from([0, 159, 146, 150, 0, 255]));

    expect(repository.lockstep(['check']).code).toBe(1);
    expect((await repository.findings({ tree: 'working tree' })).map(({ rule }) => rule)).toEqual(['rollback/stale']);
  });

  test('a snapshot of 200 MB is read', () => {
    const repository = committedProject();
    const snapshot = JSON.parse(repository.read('drizzle/meta/0000_snapshot.json'));
    snapshot._meta.columns = { big: 'x'.repeat(200_000_000) };
    repository.write('drizzle/meta/0000_snapshot.json', JSON.stringify(snapshot));
    repository.git('add', '-A');

    expect(repository.lockstep(['check', '--staged'])).toMatchObject({ code: 0 });
  });

  test('a schema file that is a link inside the repository is followed', async () => {
    const repository = committedProject();
    repository.write('shared/orders.ts', tableSource('postgresql', 'orders', ['title']));
    symlinkSync('../../shared/orders.ts', join(repository.folder, 'src/schema/orders.ts'));
    repository.git('add', '-A');

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding?.statements?.join()).toContain('CREATE TABLE "orders"');
  });

  test('a schema that is a link out of the repository is not read', async () => {
    const repository = committedProject();
    repository.remove('src/schema/users.ts');
    symlinkSync('/etc/hostname', join(repository.folder, 'src/schema/users.ts'));
    repository.git('add', '-A');

    const [finding] = await repository.findings({ tree: 'index' });

    expect(finding).toMatchObject({ rule: 'lockstep/unreadable-schema' });
  });
});

describe('schemas of all kinds', () => {
  const index = 'src/schema/index.ts';

  test('one that never ends is ended, and the limit is named', () => {
    const repository = committedProject();
    repository.write(index, 'for (;;) {}\n');
    const { status, stdout } = spawnSync(process.execPath, [cli, 'check'], {
      cwd: repository.folder,
      encoding: 'utf8',
      env: { ...process.env, LOCKSTEP_TIME_LIMIT: '2' },
    });

    expect(status).toBe(1);
    expect(stdout).toContain('did not finish within 2 seconds');
  });

  test('one that waits for the network is not waited for', () => {
    const repository = committedProject();
    repository.write(
      index,
      "import { createServer } from 'node:net';\nexport * from './users';\ncreateServer().listen(0);\n",
    );

    expect(repository.lockstep(['check'])).toMatchObject({ code: 0 });
  });

  test('one that reads the environment and the clock is evaluated as it is', async () => {
    const repository = committedProject();
    repository.write(index, "export * from './users';\nexport const made = [process.env.HOME, Date.now()];\n");

    expect(await repository.findings({ tree: 'working tree' })).toEqual([]);
  });

  test('one that prints does not spoil what is printed', () => {
    const repository = committedProject();
    repository.write(index, "export * from './users';\nconsole.log('hello from the schema');\n");

    const { stdout } = repository.lockstep(['check', '--format', 'json']);

    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  });

  test('one that imports a package that is not installed names it', async () => {
    const repository = committedProject();
    repository.write(index, "import 'no-such-package';\nexport * from './users';\n");

    const [finding] = await repository.findings({ tree: 'working tree' });

    expect(finding?.rule).toBe('lockstep/unreadable-schema');
    expect(finding?.message).toContain("Cannot find module 'no-such-package'");
  });

  test('one that never ends is ended, although the check that started it was killed', async () => {
    const repository = committedProject();
    repository.write(
      index,
      "import { writeFileSync } from 'node:fs';\nwriteFileSync('pid', String(process.pid));\nfor (;;) {}\n",
    );
    const child = spawn(process.execPath, [cli, 'check'], {
      cwd: repository.folder,
      stdio: 'ignore',
      env: { ...process.env, LOCKSTEP_TIME_LIMIT: '3' },
    });
    const pid = await vi.waitFor(() => Number(repository.read('pid')) || Promise.reject(new Error('not yet')), 10_000);
    child.kill('SIGKILL');

    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 10_000, interval: 200 });
  });

  test('a check that is killed leaves working tree and index as they were', async () => {
    const repository = committedProject();
    addTable(repository, 'orders');
    repository.git('add', '-A');
    repository.write(index, 'for (;;) {}\n');
    const before = repository.state();
    for (const delay of [20, 60, 120, 250]) {
      const child = spawn(process.execPath, [cli, 'check'], { cwd: repository.folder, stdio: 'ignore' });
      await new Promise((resolve) => setTimeout(resolve, delay));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
    }

    expect(repository.state()).toBe(before);
    expect(repository.lockstep(['check', '--staged']).stdout).toContain('lockstep/schema-ahead');
  });
});
