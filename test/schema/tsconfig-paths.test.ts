import { expect, test } from 'vitest';
import { readPathAliases, resolveAlias } from '../../src/schema/tsconfig-paths.js';
import { type Files, treeOf } from '../guard/rules/histories.js';

async function resolved(files: Files, specifier: string): Promise<string | null> {
  const tree = treeOf(files);
  return resolveAlias(tree, await readPathAliases(tree, 'src/schema'), specifier);
}

test('an import relative to baseUrl is found, with and without paths', async () => {
  const files = { 'src/names.ts': '', 'src/db/names.ts': '' };
  const plain = { ...files, 'tsconfig.json': '{ "compilerOptions": { "baseUrl": "./" } }' };
  const both = {
    ...files,
    'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/db/*"] } } }',
  };

  expect(await resolved(plain, 'src/names')).toBe('src/names.ts');
  expect(await resolved(plain, 'drizzle-orm')).toBeNull();
  expect(await resolved(both, '@/names')).toBe('src/db/names.ts');
  expect(await resolved(both, 'src/names')).toBe('src/names.ts');
});
