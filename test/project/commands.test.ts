import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { installCommand } from '../../src/project/commands.js';
import { Repository } from '../helpers/repository.js';

test.each([
  [null, 'npm i -D mysql2'],
  ['package-lock.json', 'npm i -D mysql2'],
  ['pnpm-lock.yaml', 'pnpm add -D mysql2'],
  ['yarn.lock', 'yarn add -D mysql2'],
  ['bun.lock', 'bun add -D mysql2'],
])("with %s a package is installed by the project's own package manager", (lock, command) => {
  const { folder } = new Repository();
  const inside = join(folder, 'packages/db');
  mkdirSync(inside, { recursive: true });
  if (lock !== null) writeFileSync(join(folder, lock), '');

  expect(installCommand(folder, 'mysql2')).toBe(command);
  expect(installCommand(inside, 'mysql2')).toBe(command);
});
