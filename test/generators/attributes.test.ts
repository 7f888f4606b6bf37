import { expect, test } from 'vitest';
import { joinAttributes } from '../../generators/init/attributes.js';
import { readWorkingTree } from '../../src/repo/working-tree.js';
import { Joining } from '../../src/scaffold/join/joining.js';
import { readFolder } from '../../src/scaffold/reader.js';
import { Repository } from '../helpers/repository.js';

/** What .gitattributes becomes; null: nothing is added. */
async function attributesOf(files: Record<string, string>, out = 'drizzle'): Promise<string | null> {
  const repository = new Repository();
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  const joining = new Joining(readFolder(repository.folder));
  const tree = await readWorkingTree(repository.folder, { top: repository.folder });
  await joinAttributes(joining, tree, out);
  const [change] = joining.changes();
  return change?.after ?? null;
}

const migration = { 'drizzle/0000_a.sql': 'SELECT 1;\n' };

test('migrations keep their line endings, and what drizzle-kit writes is said to be generated', async () => {
  const lines = ['drizzle/** text eol=lf', 'drizzle/meta/** linguist-generated'];
  for (const line of lines) expect(await attributesOf(migration)).toContain(`${line}\n`);
  const there = '*.png binary\r\n';
  const joined = await attributesOf({ ...migration, '.gitattributes': there });
  expect(joined?.startsWith(there)).toBe(true);
  expect(joined?.replaceAll('\r\n', '')).not.toContain('\n');
});

test.each<[string, Record<string, string>, string?]>([
  ['migrations have CRLF: a database may know them by that hash', { 'drizzle/0000_a.sql': 'SELECT 1;\r\n' }],
  ['the folder has a line', { ...migration, '.gitattributes': 'drizzle/*.sql -text\n' }],
  ['a pattern cannot name the folder', { 'my out/0000_a.sql': '' }, 'my out'],
  ['a pattern would mean other folders', { '[db]/0000_a.sql': '' }, '[db]'],
])('nothing is added where %s', async (_why, files, out) => {
  expect(await attributesOf(files, out)).toBeNull();
});
