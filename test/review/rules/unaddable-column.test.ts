import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const users = 'CREATE TABLE users (id integer PRIMARY KEY);';

test.each([
  'at text DEFAULT CURRENT_TIMESTAMP NOT NULL',
  'at integer DEFAULT (unixepoch())',
  'twice integer GENERATED ALWAYS AS (id * 2) STORED',
  'friend integer DEFAULT 1 REFERENCES users (id)',
])('%s cannot be added to rows', async (column) => {
  const add = `ALTER TABLE users ADD COLUMN ${column};`;
  expect(await foundBy('unaddable-column', 'sqlite', [users, add])).toHaveLength(1);
  expect(await foundBy('unaddable-column', 'sqlite', [users + add])).toEqual([]);
});

test.each(['slug text UNIQUE', 'key integer PRIMARY KEY'])('%s cannot be added at all', async (column) => {
  const [risk] = await reviewed('sqlite', [`${users} ALTER TABLE users ADD COLUMN ${column};`]);
  expect(risk?.message).toContain('whether users has rows or not');
});

test.each([
  'a integer DEFAULT -1 NOT NULL',
  `a text DEFAULT ('x')`,
  'a integer DEFAULT true',
  'a integer REFERENCES users (id)',
])('%s can', async (column) => {
  expect(await foundBy('unaddable-column', 'sqlite', [users, `ALTER TABLE users ADD COLUMN ${column};`])).toEqual([]);
});
