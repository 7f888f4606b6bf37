import { expect, test } from 'vitest';
import { shownAround } from '../../src/impact/code/named-in-text.js';

test('of a long line the part with the place is shown', () => {
  const line = `  ${'a'.repeat(100)}users.email${'b'.repeat(200)}`;
  const shown = shownAround(line, line.indexOf('email'));
  expect(shown).toContain('users.email');
  expect(shown).toMatch(/^…a+users\.emailb+…$/);
  expect(shown).toHaveLength(120);
  const end = `  ${'a'.repeat(200)}users.email`;
  expect(shownAround(end, end.indexOf('email'))).toMatch(/^…a+users\.email$/);
  expect(shownAround('  users.email', 8)).toBe('users.email');
});
