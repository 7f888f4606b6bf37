import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCommitTree, readIndexTree } from '../../src/repo/git-tree.js';
import type { Tree } from '../../src/repo/tree.js';
import { readWorkingTree } from '../../src/repo/working-tree.js';
import { Repository } from '../helpers/repository.js';

async function trees(repository: Repository): Promise<[string, Tree][]> {
  const at = { top: repository.folder };
  return [
    ['index', await readIndexTree(at)],
    ['commit', await readCommitTree(at, 'HEAD')],
    ['working tree', await readWorkingTree(repository.folder, at)],
  ];
}

test('the three trees answer alike where nothing has changed', async () => {
  const repository = new Repository();
  repository.write('a/b/deep.txt', 'deep\n');
  repository.write('a/name with spaces é.txt', 'unicode ✓\n');
  repository.write('empty.txt', '');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Files');

  for (const [name, tree] of await trees(repository)) {
    expect([name, tree.paths().sort()]).toEqual([
      name,
      ['.gitignore', 'a/b/deep.txt', 'a/name with spaces é.txt', 'empty.txt'],
    ]);
    expect(tree.names('a')).toEqual(['b', 'name with spaces é.txt']);
    expect(tree.isFolder('a')).toBe(true);
    expect(tree.isFile('a')).toBe(false);
    expect(tree.isFile('nowhere')).toBe(false);
    expect(await tree.read('a/name with spaces é.txt')).toBe('unicode ✓\n');
    expect(await tree.read('empty.txt')).toBe('');
    expect(await tree.read('nowhere')).toBeNull();
    expect(tree.blobId('a/b/deep.txt')).toBe(repository.git('rev-parse', 'HEAD:a/b/deep.txt').trim());
    tree.close();
  }
});

test('many files of all sizes are read at once through one process', async () => {
  const repository = new Repository();
  const sizes = [0, 1, 100, 65_535, 65_536, 65_537, 3_000_000];
  for (let at = 0; at < 60; at++) repository.write(`f${at}`, `${at}:${'x'.repeat(sizes[at % sizes.length] ?? 0)}`);
  repository.git('add', '-A');
  const tree = await readIndexTree({ top: repository.folder });

  const contents = await Promise.all(Array.from({ length: 60 }, (_, at) => tree.read(`f${at}`)));
  tree.close();

  expect(contents.map((content) => content?.split(':')[0])).toEqual(Array.from({ length: 60 }, (_, at) => String(at)));
  expect(contents.map((content) => content?.length)).toEqual(
    Array.from({ length: 60 }, (_, at) => String(at).length + 1 + (sizes[at % sizes.length] ?? 0)),
  );
});

test('a link inside the tree is followed; one that leads out of it, or in circles, is no file to read', async () => {
  const repository = new Repository();
  repository.write('real.txt', 'real\n');
  symlinkSync('real.txt', join(repository.folder, 'inside'));
  symlinkSync('/etc/hostname', join(repository.folder, 'outside'));
  symlinkSync('loop', join(repository.folder, 'loop'));
  repository.git('add', '-A');
  const tree = await readIndexTree({ top: repository.folder });

  expect(await tree.read('inside')).toBe('real\n');
  expect(await tree.read('outside')).toBeNull();
  expect(await tree.read('loop')).toBeNull();
  tree.close();
});

test('an index with conflicts is refused, with the file that has one', async () => {
  const repository = new Repository();
  repository.write('file', 'base\n');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Base');
  repository.git('checkout', '-qb', 'other');
  repository.write('file', 'other\n');
  repository.git('commit', '-qam', 'Other');
  repository.git('checkout', '-q', 'main');
  repository.write('file', 'main\n');
  repository.git('commit', '-qam', 'Main');
  repository.tryGit('merge', 'other');

  await expect(readIndexTree({ top: repository.folder })).rejects.toMatchObject({ path: 'file', exitCode: 2 });
});
