import { chmodSync, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { command as newCommand } from '../../src/cli/commands/new.js';
import { command as undoCommand } from '../../src/cli/commands/undo.js';
import { readFolder } from '../../src/scaffold/reader.js';
import { readRuns, writeRun } from '../../src/scaffold/runs.js';
import { migrationsIn, planUndo, writeUndo } from '../../src/scaffold/undo.js';
import { addProject } from '../helpers/project.js';
import { Repository } from '../helpers/repository.js';
import { runCommand } from './run-command.js';

/** A project with one table, committed, and no migration. */
function project(folder = ''): Repository {
  const repository = new Repository();
  addProject(repository, 'postgresql', folder);
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Start');
  return repository;
}

const run = (command: typeof newCommand, cwd: string, argv: string[]) => runCommand(command, cwd, ...argv);

const make = ({ folder }: Repository, ...argv: string[]) => run(newCommand, folder, argv);
const undo = ({ folder }: Repository, ...argv: string[]) => run(undoCommand, folder, argv);
const status = (repository: Repository): string => repository.git('status', '--porcelain', '--untracked-files=all');

describe('lockstep undo', () => {
  it('takes back one run after the other, byte for byte', async () => {
    const repository = project();
    repository.write('src/schema/users.ts', repository.read('src/schema/users.ts').replaceAll('\n', '\r\n'));
    repository.git('commit', '-qam', 'Windows');
    const made = await make(repository, 'table', 'orders', 'user:references:users');
    expect(made.out).toContain('Undo: npx lockstep undo');
    const after = repository.read('src/schema/orders.ts');
    await make(repository, 'column', 'orders', 'note:text');
    await make(repository, 'column', 'users', "nick:text:default=a b'c");

    expect((await undo(repository)).out).toContain(`Undone: lockstep new column users 'nick:text:default=a b'\\''c'`);
    expect(repository.git('diff', '--stat', '--', 'src/schema/users.ts')).toBe('');
    const second = await undo(repository);
    expect(second.out).toBe(
      '✓ src/schema/orders.ts  (changed)\nUndone: lockstep new column orders note:text\n' +
        'Undone next time: lockstep new table orders user:references:users\n',
    );
    expect(repository.read('src/schema/orders.ts')).toBe(after);
    expect((await undo(repository)).out).toContain('✓ src/schema/orders.ts  (deleted)');
    expect(status(repository)).toBe('');
    await expect(undo(repository)).rejects.toMatchObject({ message: 'There is no run to undo.', exitCode: 1 });
  });

  it('shows what it would do, and does it when it is asked to', async () => {
    const repository = project();
    await make(repository, 'table', 'orders');
    const before = status(repository);
    const { out, err } = await undo(repository, '--diff');
    expect(out).toContain("-export * from './orders';");
    expect(err).toBe('Dry run: nothing was written.\n');
    expect((await undo(repository, '--dry-run')).out).toMatch(/orders\.ts +deleted/);
    const json = JSON.parse((await undo(repository, '--dry-run', '--format', 'json')).out);
    expect(json).toMatchObject({ ok: true, written: false, undone: { command: 'lockstep new table orders' } });
    expect(status(repository)).toBe(before);
    expect(JSON.parse((await undo(repository, '--format', 'json')).out)).toMatchObject({ written: true });
    expect(status(repository)).toBe('');
  });

  it('does nothing when a file was changed or removed since, and says which', async () => {
    const repository = project();
    await make(repository, 'table', 'orders');
    const index = repository.read('src/schema/index.ts');
    repository.write('src/schema/index.ts', `${index}// mine\n`);
    await expect(undo(repository)).rejects.toMatchObject({
      message: 'Changed since lockstep new table orders, which is therefore not undone:\n  src/schema/index.ts',
      exitCode: 1,
    });
    repository.remove('src/schema/orders.ts');
    await expect(undo(repository)).rejects.toMatchObject({
      message: expect.stringContaining('src/schema/orders.ts (removed)'),
    });
    expect(repository.read('src/schema/index.ts')).toBe(`${index}// mine\n`);
    repository.git('restore', '.');
    for (const args of [['--dry-run'], []]) {
      await expect(undo(repository, ...args)).rejects.toMatchObject({
        message: expect.stringContaining('is undone already'),
        fix: 'Nothing is left to do.',
      });
    }
    // Said once, then it is in the way of no run before it.
    await expect(undo(repository)).rejects.toMatchObject({ message: 'There is no run to undo.' });
  });

  it('does not leave a migration behind that the schema no longer has', async () => {
    const repository = project();
    await make(repository, 'table', 'orders');
    repository.write('drizzle/0000_orders.sql', 'CREATE TABLE orders ();\n');
    await expect(undo(repository)).rejects.toMatchObject({
      message: expect.stringContaining('drizzle/0000_orders.sql'),
      fix: expect.stringContaining('git stash push --include-untracked -- drizzle'),
    });
    repository.git('stash', 'push', '-q', '--include-untracked', '--', 'drizzle');
    expect((await undo(repository)).code).toBe(0);
    expect(status(repository)).toBe('');
  });

  it('does not undo what is committed, and names the commit to revert', async () => {
    const repository = project();
    await make(repository, 'table', 'orders');
    repository.git('add', '-A');
    expect((await undo(repository, '--dry-run')).code).toBe(0);
    repository.git('commit', '-qm', 'Orders');
    const commit = repository.git('rev-parse', '--short', 'HEAD').trim();
    await expect(undo(repository)).rejects.toMatchObject({
      message: `lockstep new table orders is committed (${commit}):\n  src/schema/orders.ts\n  src/schema/index.ts`,
      fix: `Take the commit back: git revert ${commit}. Nothing was written.`,
    });
    repository.git('reset', '-q', '--soft', 'HEAD~1');
    expect((await undo(repository)).code).toBe(0);
  });

  it('remembers each project of a repository on its own', async () => {
    const repository = project('packages/a');
    addProject(repository, 'postgresql', 'packages/b');
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'Two');
    const [a, b] = [join(repository.folder, 'packages/a'), join(repository.folder, 'packages/b')];
    await run(newCommand, a, ['table', 'orders']);
    await run(newCommand, b, ['table', 'posts']);
    expect((await run(undoCommand, a, [])).out).toContain('new table orders');
    expect(status(repository)).toContain('packages/b/src/schema/posts.ts');
    expect(status(repository)).not.toContain('packages/a');
  });

  it('removes the folders that a run made, and gives executable bits back', async () => {
    const repository = project();
    const root = repository.folder;
    repository.write('hook', 'old\n');
    chmodSync(join(root, 'hook'), 0o644);
    repository.write('tool', 'old\n');
    chmodSync(join(root, 'tool'), 0o755);
    const changes = [
      { path: 'a/b/c.txt', kind: 'create' as const, before: null, after: 'c\n' },
      { path: 'a/d/e.txt', kind: 'create' as const, before: null, after: 'e\n' },
      { path: 'hook', kind: 'edit' as const, before: 'old\n', after: 'new\n', executable: true },
      { path: 'tool', kind: 'edit' as const, before: 'old\n', after: null },
    ];
    expect(await writeRun({ root, changes }, { command: ['init'], migrations: () => [] })).toBe(true);
    const mode = (path: string): number => statSync(join(root, path)).mode & 0o100;
    expect(mode('hook')).toBe(process.platform === 'win32' ? 0 : 0o100);
    writeFileSync(join(root, 'a/d/mine.txt'), 'mine\n');
    const [last] = readRuns(root);
    if (!last) throw new Error('The run was not remembered.');
    await writeUndo(planUndo(last, root, 'drizzle', readFolder(root)), last);
    expect([existsSync(join(root, 'a/b')), existsSync(join(root, 'a/d/mine.txt'))]).toEqual([false, true]);
    expect(repository.read('tool')).toBe('old\n');
    expect([mode('hook'), mode('tool')]).toEqual([0, process.platform === 'win32' ? 0 : 0o100]);
  });

  it('takes back a migration that the run itself wrote, and says that a database keeps its change', async () => {
    const repository = project();
    const root = repository.folder;
    repository.write('drizzle/meta/_journal.json', '{}\n');
    const changes = [
      { path: 'drizzle/meta/_journal.json', kind: 'edit' as const, before: '{}\n', after: '{"a":1}\n' },
      { path: 'drizzle/0001_rename.sql', kind: 'edit' as const, before: null, after: 'ALTER …;\n' },
      { path: 'drizzle/0001_rename.down.sql', kind: 'edit' as const, before: null, after: 'ALTER …;\n' },
    ];
    const reader = readFolder(root);
    await writeRun(
      { root, changes },
      { command: ['new', 'rename-table'], migrations: () => migrationsIn('drizzle', reader) },
    );
    const { out, err } = await undo(repository);
    expect(out).toContain('✓ drizzle/0001_rename.sql  (deleted)');
    expect(err).toBe('A database that drizzle/0001_rename.sql was applied to keeps its change.\n');
    expect(readFolder(root).list('drizzle')).toEqual(['meta/']);
    expect(repository.read('drizzle/meta/_journal.json')).toBe('{}\n');
  });

  it('keeps the last ten runs, and survives a damaged record', async () => {
    const repository = project();
    const root = repository.folder;
    for (let at = 0; at < 12; at++) {
      const changes = [{ path: `${at}.txt`, kind: 'create' as const, before: null, after: `${at}` }];
      await writeRun({ root, changes }, { command: ['new', `${at}`], migrations: () => [] });
    }
    expect(readRuns(root).map(({ command }) => command[1])).toEqual(
      Array.from({ length: 10 }, (_, at) => `${11 - at}`),
    );
    const records = join(root, 'node_modules/.cache/drizzle-lockstep/runs');
    for (const name of readFolder(records).list('')) writeFileSync(join(records, name), '[{"command":["new"]}]');
    expect(readRuns(root)).toEqual([]);
  });
});

describe('files with changes that are not committed', () => {
  it('are not edited, unless a run left them so or it is asked for', async () => {
    const repository = project();
    const users = repository.read('src/schema/users.ts');
    await make(repository, 'column', 'users', 'note:text');
    expect((await make(repository, 'column', 'users', 'nick:text')).code).toBe(0);
    repository.write('src/schema/users.ts', `${users}// mine\n`);
    await expect(make(repository, 'column', 'users', 'age:integer')).rejects.toMatchObject({
      message: 'One file that would be edited has changes that are not committed:\n  src/schema/users.ts',
      exitCode: 2,
      path: 'src/schema/users.ts',
      fix: expect.stringContaining('--allow-dirty'),
    });
    expect(repository.read('src/schema/users.ts')).toBe(`${users}// mine\n`);
    expect((await make(repository, 'column', 'users', 'age:integer', '--dry-run')).code).toBe(0);
    expect((await make(repository, 'table', 'orders')).code).toBe(0);
    expect((await make(repository, 'column', 'users', 'age:integer', '--allow-dirty')).code).toBe(0);
    expect(repository.read('src/schema/users.ts')).toContain("age: integer('age')");
    await undo(repository);
    expect(repository.read('src/schema/users.ts')).toBe(`${users}// mine\n`);
    repository.git('add', '-A');
    expect((await make(repository, 'column', 'users', 'age:integer')).code).toBe(0);
  });

  it('are edited when git does not know them', async () => {
    const repository = new Repository();
    addProject(repository);
    mkdirSync(join(repository.folder, 'node_modules'), { recursive: true });
    expect((await make(repository, 'column', 'users', 'note:text')).code).toBe(0);
  });
});
