import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';
import { addProject } from '../helpers/project.js';
import { cli, Repository } from '../helpers/repository.js';

test('a reader that stops reading is no crash: the exit code is that of the work', async () => {
  const repository = new Repository();
  addProject(repository);

  const ended = await new Promise<{ code: unknown; stderr: string }>((done) => {
    const child = execFile(process.execPath, [cli, 'check'], { cwd: repository.folder }, (error, _, stderr) =>
      done({ code: error?.code, stderr }),
    );
    child.stdout?.destroy();
  });

  expect(ended).toEqual({ code: 1, stderr: '' });
});
