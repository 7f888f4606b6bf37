import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { typedCommand } from '../../src/project/commands.js';
import { configOption, kitConfigOption } from '../../src/project/config-option.js';
import { lazyWorkingTree } from '../../src/repo/working-tree.js';
import { folderWith } from '../generators/table/fixture.js';

const auth = { config: 'drizzle-auth.config.ts', folder: '' };

test('lockstep is told the config where several lie side by side', () => {
  const option = (root: string, place: { config: string; folder: string }): string =>
    configOption(lazyWorkingTree(root, null), place);
  const root = folderWith({ 'drizzle-auth.config.ts': '', 'one/drizzle.config.ts': '' });
  expect(option(root, auth)).toBe('');
  expect(option(root, { config: 'one/drizzle.config.ts', folder: 'one' })).toBe('');
  writeFileSync(join(root, 'drizzle.config.ts'), '');
  expect(option(root, auth)).toBe(' --config drizzle-auth.config.ts');
  expect(option(root, { config: 'drizzle.config.ts', folder: '' })).toBe(' --config drizzle.config.ts');
  // Not found by its name.
  expect(option(root, { config: 'db/settings.ts', folder: 'db' })).toBe(' --config settings.ts');
});

test('drizzle-kit is told every config that it does not find itself, and a script for another is not named', async () => {
  expect(kitConfigOption({ config: 'one/drizzle.config.ts', folder: 'one' })).toBe('');
  expect(kitConfigOption({ config: 'one/db/drizzle.config.ts', folder: 'one' })).toBe(' --config db/drizzle.config.ts');
  const root = folderWith({});
  const typed = (script: string): Promise<string> => {
    writeFileSync(join(root, 'package.json'), JSON.stringify({ scripts: { 'db:migrate': script } }));
    return typedCommand(root, 'db:migrate', `drizzle-kit migrate${kitConfigOption(auth)}`);
  };
  expect(await typed('drizzle-kit migrate')).toBe('npx drizzle-kit migrate --config drizzle-auth.config.ts');
  expect(await typed('drizzle-kit migrate --config=drizzle-auth.config.ts')).toBe('npm run db:migrate');
  expect(await typed('tsx migrate.ts')).toBe('npm run db:migrate');
});
