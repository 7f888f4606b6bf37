import { expect, test } from 'vitest';
import { Repository } from '../helpers/repository.js';

test('what a terminal would obey is not in an error', () => {
  const { code, stderr } = new Repository().lockstep(['review', '--config', 'a\u001b[2Jb\u009b31m']);
  expect([code, stderr]).toEqual([2, expect.stringContaining('a\ufffd[2Jb\ufffd31m')]);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  expect(stderr).not.toMatch(/[\u001b\u009b]/);
});
