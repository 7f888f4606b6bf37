import { expect, test } from 'vitest';
import { risksOf } from '../helpers.js';

const notes = 'CREATE TABLE "notes" ("id" integer PRIMARY KEY);';
const security = (state: string) => `ALTER TABLE "notes" ${state} ROW LEVEL SECURITY;`;

test.each([
  ['DISABLE', 'every role with privileges on it'],
  ['NO FORCE', 'its owner'],
])('%s ROW LEVEL SECURITY opens the rows of a table that was there', async (state, who) => {
  const [risk] = await risksOf('rows-opened', 'postgresql', [notes, security(state)]);
  expect(risk).toMatchObject({ name: 'rows-opened notes', severity: 'error' });
  expect(risk?.message).toContain(who);
  expect(await risksOf('rows-opened', 'postgresql', ['', notes + security(state)])).toEqual([]);
});

test('switching it on opens nothing', async () => {
  expect(await risksOf('rows-opened', 'postgresql', [notes, security('ENABLE') + security('FORCE')])).toEqual([]);
});
