import { expect, test } from 'vitest';
import { settingsFor } from '../../src/project/settings.js';
import { lazyWorkingTree } from '../../src/repo/working-tree.js';
import { serverIn } from '../../src/review/server.js';
import { folderWith } from '../generators/table/fixture.js';

async function serverOf(settings: Record<string, unknown>, config: string): Promise<string | null> {
  const files = Object.entries(settings).map(([path, lockstep]) => [path, JSON.stringify({ lockstep })]);
  return (await settingsFor(lazyWorkingTree(folderWith(Object.fromEntries(files)), null), config)).serverText;
}

test('the server is that of the nearest package.json that says one, for all configs or one each', async () => {
  const root = { server: 'mysql 8.0.34' };
  const own = { server: { 'drizzle.config.ts': 'mariadb 10.11' } };
  const both = { 'package.json': root, 'packages/db/package.json': own };
  expect(await serverOf(both, 'drizzle.config.ts')).toBe('mysql 8.0.34');
  expect(await serverOf(both, 'packages/db/drizzle.config.ts')).toBe('mariadb 10.11');
  expect(await serverOf(both, 'packages/db/other.config.ts')).toBeNull();
  expect(await serverOf({ 'package.json': {} }, 'drizzle.config.ts')).toBeNull();
  await expect(serverOf({ 'package.json': { server: 8 } }, 'drizzle.config.ts')).rejects.toThrow(
    'lockstep.server must be "mysql 8.0.34" or the like',
  );
});

test('a server of another dialect, or without a version, is refused', () => {
  expect(serverIn({ serverText: 'mysql 8.0' }, 'mysql')).toEqual({ product: 'mysql', version: [8, 0, 0] });
  expect(serverIn({ serverText: null }, 'mysql')).toBeNull();
  expect(() => serverIn({ serverText: 'mysql 8.0' }, 'postgresql')).toThrow('names no server of postgresql');
  expect(() => serverIn({ serverText: 'mariadb' }, 'mysql')).toThrow('and its version');
});
