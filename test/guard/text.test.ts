import { expect, test } from 'vitest';
import { typed } from '../../src/guard/text.js';

test('paths in a command are one word each, and nothing in them is obeyed', () => {
  expect(typed('drizzle/0001_orders.sql', 'db migrations')).toBe('drizzle/0001_orders.sql "db migrations"');
  expect(typed("it's; ls")).toBe('"it\'s; ls"');
  expect(typed('a$(ls)b`c`')).toBe("'a$(ls)b`c`'");
  expect(typed(`"it's"`)).toBe(`'"it'\\''s"'`);
});
