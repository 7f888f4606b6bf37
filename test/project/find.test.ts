import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findProject } from '../../src/project/find.js';
import { folderWith } from '../generators/table/fixture.js';

test('the paths of a config lead from where its migrations are, in an image that has no schema', async () => {
  const config = "export default { dialect: 'sqlite', schema: './src/**/*.ts', out: './drizzle' };";
  const evaluate = () => Promise.reject(new Error('It has nothing to compute.'));
  const files = { 'package.json': '{}', 'config/drizzle.config.ts': config };
  const layouts = ['drizzle/meta/_journal.json', 'drizzle/20261120115752_fill/migration.sql'];
  for (const migrations of layouts) {
    const root = folderWith({ ...files, [migrations]: '' });
    const found = await findProject(join(root, 'config'), { evaluate });
    expect(found).toMatchObject({ root, out: 'drizzle' });
  }
});
