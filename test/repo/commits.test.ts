import { expect, test } from 'vitest';
import { commitsOf } from '../../src/repo/commits.js';
import { Repository } from '../helpers/repository.js';

test('no name of a file hides those behind it', async () => {
  const repository = new Repository();
  const names = ['\u0001aaaa bbbb', 'z.txt'];
  const id = repository.git('hash-object', '-w', '.gitignore').trim();
  for (const name of names) repository.git('update-index', '--add', '--cacheinfo', `100644,${id},${name}`);
  repository.git('commit', '-qm', 'Files');

  expect(await commitsOf({ top: repository.folder }, 'HEAD', false)).toMatchObject([{ parents: [], changed: names }]);
});
