import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Interrupted, LockstepError } from '../../src/errors.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { writePlan } from '../../src/scaffold/write.js';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-write-')));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const make = (path: string, after: string, more: Partial<FileChange> = {}): FileChange => ({
  path,
  before: null,
  after,
  kind: 'create',
  ...more,
});
const edit = (path: string, before: string, after: string | null): FileChange => ({
  path,
  before,
  after,
  kind: 'edit',
});

/** Every entry below a folder with its content (or what it links to) and mode: what "as it was" means. */
function picture(folder: string, prefix = ''): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const file = join(folder, name);
      const found = lstatSync(file);
      if (found.isDirectory()) return [`${prefix}${name}/`, ...picture(file, `${prefix}${name}/`)];
      const content = found.isSymbolicLink() ? `-> ${readlinkSync(file)}` : readFileSync(file, 'utf8');
      return [`${prefix}${name} ${(found.mode & 0o777).toString(8)} ${content}`];
    });
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('writePlan', () => {
  it('makes, changes and deletes files, and leaves nothing else behind', async () => {
    writeFileSync(join(root, 'a.ts'), 'a');
    writeFileSync(join(root, 'gone.ts'), 'x');
    writeFileSync(join(root, 'same.ts'), 's');
    await writePlan({
      root,
      changes: [
        make('src/db/new.ts', 'n'),
        edit('a.ts', 'a', 'b'),
        edit('gone.ts', 'x', null),
        edit('same.ts', 's', 's'),
      ],
    });
    expect(picture(root)).toEqual(['a.ts 644 b', 'same.ts 644 s', 'src/', 'src/db/', 'src/db/new.ts 644 n']);
  });

  it('makes the root when it is missing', async () => {
    await writePlan({ root: join(root, 'a/shop'), changes: [make('x.ts', 'x')] });
    expect(picture(root)).toEqual(['a/', 'a/shop/', 'a/shop/x.ts 644 x']);
  });

  it.skipIf(process.platform === 'win32')('sets the executable bit where asked, and keeps modes', async () => {
    writeFileSync(join(root, 'secret'), 'a');
    chmodSync(join(root, 'secret'), 0o600);
    await writePlan({ root, changes: [make('hook', 'h', { executable: true }), edit('secret', 'a', 'b')] });
    expect(statSync(join(root, 'hook')).mode & 0o777).toBe(0o755);
    expect(statSync(join(root, 'secret')).mode & 0o777).toBe(0o600);
  });

  it('writes through a link that stays inside, and keeps the link', async () => {
    writeFileSync(join(root, 'real.ts'), 'a');
    symlinkSync('real.ts', join(root, 'link.ts'));
    await writePlan({ root, changes: [edit('link.ts', 'a', 'b')] });
    expect(picture(root)).toEqual(['link.ts 777 -> real.ts', 'real.ts 644 b']);
  });

  it('writes a file once that two paths lead to, and refuses to write it in two ways', async () => {
    mkdirSync(join(root, 'real'));
    symlinkSync('real', join(root, 'link'));
    await writePlan({ root, changes: [make('real/a.md', 'a'), make('link/a.md', 'a')] });
    const before = picture(root);
    expect(before).toEqual(['link 777 -> real', 'real/', 'real/a.md 644 a']);
    const twice = writePlan({ root, changes: [edit('real/a.md', 'a', 'b'), edit('link/a.md', 'a', 'c')] });
    await expect(twice).rejects.toThrow('Through a link real/a.md and link/a.md are the same file.');
    expect(picture(root)).toEqual(before);
    await writePlan({ root, changes: [edit('real/a.md', 'a', null), edit('link/a.md', 'a', null)] });
    expect(picture(root)).toEqual(['link 777 -> real', 'real/']);
  });

  it('writes names of the full length', async () => {
    const name = `${'ü'.repeat(126)}.ts`;
    await writePlan({ root, changes: [make(name, 'x')] });
    await writePlan({ root, changes: [edit(name, 'x', 'y')] });
    expect(picture(root)).toEqual([`${name} 644 y`]);
  });

  it.each([
    ['was changed', (file: string) => writeFileSync(file, 'somebody')],
    ['was removed', (file: string) => rmSync(file)],
  ])('writes nothing when a file %s meanwhile', async (what, meanwhile) => {
    writeFileSync(join(root, 'a.ts'), 'a');
    meanwhile(join(root, 'a.ts'));
    const before = picture(root);
    const failure = await failureOf(writePlan({ root, changes: [make('new.ts', 'n'), edit('a.ts', 'a', 'b')] }));
    expect(failure).toMatchObject({ exitCode: 1, path: 'a.ts', message: expect.stringContaining(`a.ts ${what}`) });
    expect(picture(root)).toEqual(before);
  });

  it('writes nothing when a file appeared meanwhile', async () => {
    writeFileSync(join(root, 'b.ts'), 'somebody');
    const failure = await failureOf(writePlan({ root, changes: [make('a.ts', 'a'), make('b.ts', 'b')] }));
    expect(failure).toMatchObject({ exitCode: 1, message: expect.stringContaining('b.ts appeared') });
    expect(picture(root)).toEqual(['b.ts 644 somebody']);
  });

  it('writes nothing when a path leaves the root', async () => {
    const failure = await failureOf(writePlan({ root, changes: [make('a.ts', 'a'), make('../b.ts', 'b')] }));
    expect(failure).toMatchObject({ exitCode: 2, message: expect.stringContaining('leaves the project') });
    expect(picture(root)).toEqual([]);
  });

  it('writes nothing when a folder is where a file should be', async () => {
    mkdirSync(join(root, 'src/x.ts'), { recursive: true });
    const failure = await failureOf(writePlan({ root, changes: [make('a/b.ts', 'a'), make('src/x.ts', 'x')] }));
    expect(failure).toMatchObject({ exitCode: 2, message: 'src/x.ts is a folder; a file should be written there.' });
    expect(picture(root)).toEqual(['src/', 'src/x.ts/']);
  });

  it.each([
    [['a.ts', 'A.ts'], 'Two files of the plan are the same one'],
    [['a', 'a/b.ts'], 'a is planned as a file'],
  ])('refuses a plan of %j', async (paths, message) => {
    const failure = await failureOf(writePlan({ root, changes: paths.map((path) => make(path, 'x')) }));
    expect(failure).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
    expect(picture(root)).toEqual([]);
  });

  it('is interrupted before the end without a trace', async () => {
    writeFileSync(join(root, 'a.ts'), 'a');
    const before = picture(root);
    const controller = new AbortController();
    const changes = Array.from({ length: 200 }, (_, index) => make(`src/f${index}/x.ts`, 'x'));
    const work = failureOf(writePlan({ root, changes: [edit('a.ts', 'a', 'b'), ...changes] }, controller));
    // In the middle of it: some folders are there, not all.
    while (!existsSync(join(root, 'src/f20'))) await new Promise(setImmediate);
    controller.abort();
    expect(await work).toBeInstanceOf(Interrupted);
    expect(picture(root)).toEqual(before);
  });

  it('undoes what it renamed when a later file cannot be put in place', async () => {
    writeFileSync(join(root, 'a.ts'), 'a');
    writeFileSync(join(root, 'gone.ts'), 'g');
    const before = picture(root);
    const changes = [edit('a.ts', 'a', 'b'), edit('gone.ts', 'g', null), make('src/new.ts', 'n'), make('late.ts', 'l')];
    // The last file is staged only after the others; a folder takes its place as soon as it is.
    const work = failureOf(writePlan({ root, changes }));
    while (!readdirSync(root).some((name) => name.startsWith('.late.ts.'))) await new Promise(setImmediate);
    mkdirSync(join(root, 'late.ts/inner'), { recursive: true });
    const failure = await work;
    expect(failure).toBeInstanceOf(LockstepError);
    expect(failure).toMatchObject({ exitCode: 1, path: 'late.ts' });
    rmSync(join(root, 'late.ts'), { recursive: true });
    expect(picture(root)).toEqual(before);
  });
});

describe.skipIf(process.platform === 'win32')('writePlan without permission', () => {
  // Root may write anywhere, so root becomes somebody else for the test.
  const isRoot = process.getuid?.() === 0;

  it('says so and changes nothing', async () => {
    mkdirSync(join(root, 'open'));
    mkdirSync(join(root, 'shut'));
    chmodSync(root, 0o755);
    chmodSync(join(root, 'open'), 0o777);
    chmodSync(join(root, 'shut'), 0o555);
    if (isRoot) process.seteuid?.(65534);
    let failure: unknown;
    try {
      failure = await failureOf(writePlan({ root, changes: [make('open/a/b.ts', 'a'), make('shut/b.ts', 'b')] }));
    } finally {
      if (isRoot) process.seteuid?.(0);
      chmodSync(join(root, 'shut'), 0o755);
    }
    expect(failure).toMatchObject({
      exitCode: 1,
      path: 'shut/b.ts',
      message: 'Cannot write shut/b.ts: there is no permission to write there. Nothing was changed.',
      cause: expect.objectContaining({ code: 'EACCES' }),
    });
    expect(picture(root)).toEqual(['open/', 'shut/']);
  });
});

describe('writePlan on a full disk', () => {
  const mounted = (options: string): (() => void) | null => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', root], { stdio: 'ignore' });
      return () => execFileSync('umount', [root]);
    } catch {
      return null;
    }
  };

  it('says so and changes nothing', async ({ skip }) => {
    const unmount = mounted('size=64k');
    if (unmount === null) return skip('NOT TESTED: a file system of 64 kB cannot be mounted here');
    try {
      writeFileSync(join(root, 'a.ts'), 'a');
      const before = picture(root);
      const failure = await failureOf(
        writePlan({
          root,
          changes: [edit('a.ts', 'a', 'b'), make('src/s.ts', 's'), make('big.ts', 'x'.repeat(100_000))],
        }),
      );
      expect(failure).toMatchObject({
        exitCode: 1,
        path: 'big.ts',
        message: 'Cannot write big.ts: the disk is full. Nothing was changed.',
      });
      expect(picture(root)).toEqual(before);
    } finally {
      unmount();
    }
  });

  it('says of a read-only file system that it is one', async ({ skip }) => {
    const unmount = mounted('ro,size=64k');
    if (unmount === null) return skip('NOT TESTED: a read-only file system cannot be mounted here');
    try {
      const failure = await failureOf(writePlan({ root, changes: [make('a.ts', 'a')] }));
      expect(failure).toMatchObject({
        message: 'Cannot write a.ts: the file system is read-only. Nothing was changed.',
      });
    } finally {
      unmount();
    }
  });
});
