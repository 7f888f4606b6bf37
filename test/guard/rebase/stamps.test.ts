import { expect, test } from 'vitest';
import type { Migration } from '../../../src/history/history.js';
import { placesAfter } from '../../../src/history/rebase/stamps.js';

function migration(tag: string, idx: number, when: number): Migration {
  return { tag, idx, when, listed: { path: 'journal', line: 1 }, sql: '', snapshot: '', down: '' };
}

test('a new number never takes the snapshot of a migration that is there, whatever the journal numbers it', () => {
  const before = [migration('0000_a', 0, 1000), migration('0003_c', 2, 2000)];

  expect(placesAfter(before, [migration('0001_own', 1, 1500)], 10_000)).toEqual([
    { tag: '0004_own', idx: 4, when: 10_000 },
  ]);
});

test('times rise, a second apart, and lie in the future only when those before do', () => {
  const before = [migration('0000_a', 0, 5000)];
  const own = [migration('0001_x', 1, 100), migration('0002_y', 2, 200)];

  expect(placesAfter(before, own, 10_000).map(({ when }) => when)).toEqual([9000, 10_000]);
  expect(placesAfter(before, own, 0).map(({ when }) => when)).toEqual([5001, 6001]);
});
