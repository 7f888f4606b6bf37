import { expect, test } from 'vitest';
import { committedProject } from '../helpers/project.js';

test('an index with conflicts is said to be one, whether or not drizzle-kit is being loaded meanwhile', () => {
  const repository = committedProject();
  for (const branch of ['one', 'other']) {
    repository.git('checkout', '-qb', branch, 'main');
    repository.write('src/schema/users.ts', `// ${branch}\n${repository.read('src/schema/users.ts')}`);
    repository.git('commit', '-qam', branch);
  }
  expect(repository.tryGit('merge', 'one').code).toBe(1);

  // Which of git's answers comes first differs from run to run.
  for (let run = 0; run < 5; run++) {
    const { code, stderr } = repository.lockstep(['check', '--staged']);
    expect(stderr).toMatch(/^error The index has conflicts that are not resolved\.\n {2}at src\/schema\/users\.ts\n/);
    expect(code).toBe(2);
  }
});
