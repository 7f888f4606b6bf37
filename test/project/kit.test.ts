import { expect, test } from 'vitest';
import { lineOf } from '../../src/project/kit.js';

test.each([
  ['0.31.0', 'journal'],
  ['0.31.11', 'journal'],
  ['1.0.0-rc.4', 'folders'],
  ['1.0.0-rc.4-ca0f029', 'folders'],
  ['1.0.0-rc.5', 'folders'],
  ['1.0.0', 'folders'],
  ['1.2.3', 'folders'],
])('drizzle-kit %s writes the layout %s', (version, line) => {
  expect(lineOf(version)).toBe(line);
});

test.each(['0.30.6', '0.20.18', '1.0.0-beta.24', '1.0.0-rc.1', '1.0.0-rc.3', '2.0.0'])(
  'drizzle-kit %s is not supported',
  (version) => {
    expect(lineOf(version)).toBeNull();
  },
);
