import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { RememberedOperations } from '../../src/review/remembered.js';
import type { Operation } from '../../src/sql/operation.js';
import { parseOperations } from '../../src/sql/parse-operations.js';

const folder = mkdtempSync(join(tmpdir(), 'remembered-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sqls = ['CREATE TABLE a (id int);', 'DROP TABLE a;', "UPDATE a SET b = 'ü\\0';"];

async function filled(path: string | null, texts = sqls): Promise<RememberedOperations> {
  const remembered = new RememberedOperations(path, 'postgresql');
  for (const sql of texts) remembered.set(sql, await parseOperations('postgresql', sql));
  remembered.save();
  return remembered;
}

const known = (path: string | null, texts = sqls): (Operation[] | undefined)[] => {
  const remembered = new RememberedOperations(path, 'postgresql');
  return texts.map((sql) => remembered.get(sql));
};

test('what one run read, the next one knows', async () => {
  const path = join(folder, 'new/operations.json');
  const first = await filled(path);

  expect(known(path)).toEqual(sqls.map((sql) => first.get(sql)));
  expect(new RememberedOperations(path, 'postgresql').isEmpty).toBe(false);
});

test('other SQL, and the same SQL of another dialect, is not known', async () => {
  const path = join(folder, 'other.json');
  await filled(path);

  expect(known(path, ['CREATE TABLE a (id  int);'])).toEqual([undefined]);
  expect(new RememberedOperations(path, 'mysql').get('DROP TABLE a;')).toBeUndefined();
});

test.each([
  ['damaged', () => '{ "operations": '],
  ['of another shape', () => '[1, 2]'],
  ['by another build', (text: string) => text.replace('"build":null', '"build":"0123"')],
])('a file that is %s is as none', async (name, change) => {
  const path = join(folder, `${name}.json`);
  await filled(path);
  const before = readFileSync(path, 'utf8');
  expect(change(before)).not.toBe(before);
  writeFileSync(path, change(before));

  expect(known(path)).toEqual(sqls.map(() => undefined));
  expect(new RememberedOperations(path, 'postgresql').isEmpty).toBe(true);
});

test('entries that are no list of operations are read again', async () => {
  const path = join(folder, 'entries.json');
  await filled(path);
  const kept: { operations: object } = JSON.parse(readFileSync(path, 'utf8'));
  const operations = Object.fromEntries(Object.keys(kept.operations).map((key) => [key, 'x']));
  writeFileSync(path, JSON.stringify({ ...kept, operations }));

  expect(known(path)).toEqual(sqls.map(() => undefined));
});

test('keeps what another branch has, and not without end', async () => {
  const path = join(folder, 'branches.json');
  await filled(path);
  await filled(path, ['SELECT 1;', 'SELECT 2;']);

  expect(known(path, ['SELECT 1;', 'SELECT 2;'])).not.toContain(undefined);
  expect(known(path).filter((operations) => operations !== undefined)).toHaveLength(2);
});

test('nothing is kept where there is nowhere to keep it', async () => {
  const remembered = await filled(null);

  expect(remembered.get('DROP TABLE a;')).toHaveLength(1);
  expect(known(null)).toEqual(sqls.map(() => undefined));
});
