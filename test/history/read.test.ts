import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readHistory } from '../../src/history/read.js';
import { readWorkingTree } from '../../src/repo/working-tree.js';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function project(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'lockstep-history-'));
  folders.push(root);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

test('folders without any snapshot are the 1.0 line, whichever drizzle-kit is installed', async () => {
  const root = project({ 'drizzle/20260101000000_start/migration.sql': 'SELECT 1;' });

  const history = await readHistory(await readWorkingTree(root, null), 'drizzle', 'journal');

  expect(history.line).toBe('folders');
  expect(history.migrations.map(({ tag }) => tag)).toEqual(['20260101000000_start']);
});

test('an empty folder is of the line that is installed', async () => {
  const root = project({ 'drizzle/README.md': '' });

  expect((await readHistory(await readWorkingTree(root, null), 'drizzle', 'journal')).line).toBe('journal');
  expect((await readHistory(await readWorkingTree(root, null), 'drizzle', 'folders')).line).toBe('folders');
});
