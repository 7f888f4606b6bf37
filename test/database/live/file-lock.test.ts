import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tryFileLock } from '../../../src/database/live/file-lock.js';

function database(): { folder: string; path: string; lock: string } {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'app.db');
  return { folder, path, lock: `${path}.lockstep-lock` };
}

test('one at a time, and nothing is left behind', async () => {
  const { path, folder } = database();
  const held = await tryFileLock(path);
  expect(await tryFileLock(path)).toBeNull();
  expect(await held?.isHeld()).toBe(true);
  await held?.release();
  expect(readdirSync(folder)).toEqual([]);
  const again = await tryFileLock(path);
  expect(again).not.toBeNull();
  await again?.release();
});

test('of many that find the lock of a process that is gone, one gets it', async () => {
  const { path, lock, folder } = database();
  const { pid } = spawnSync(process.execPath, ['-e', '0']);
  writeFileSync(lock, JSON.stringify({ pid, host: hostname(), id: 'old' }));
  const taken = (await Promise.all(Array.from({ length: 20 }, () => tryFileLock(path)))).filter((one) => one !== null);
  expect(taken).toHaveLength(1);
  expect(await taken[0]?.isHeld()).toBe(true);
  await taken[0]?.release();
  expect(readdirSync(folder)).toEqual([]);
});

test('of a process that had the same number before this one began, it is taken over', async () => {
  const { path, lock } = database();
  writeFileSync(lock, JSON.stringify({ pid: process.pid, host: hostname(), id: 'old' }));
  expect(await tryFileLock(path)).toBeNull();
  const before = Date.now() / 1000 - process.uptime() - 1;
  utimesSync(lock, before, before);
  const taken = await tryFileLock(path);
  expect(await taken?.isHeld()).toBe(true);
  await taken?.release();
});

test('what a crash left without content is taken over', async () => {
  const { path, lock } = database();
  writeFileSync(lock, '');
  const taken = await tryFileLock(path);
  expect(taken).not.toBeNull();
  await taken?.release();
  expect(existsSync(lock)).toBe(false);
});

test('another machine has it as long as it shows that it lives', async () => {
  const { path, lock } = database();
  writeFileSync(lock, JSON.stringify({ pid: 1, host: `not-${hostname()}`, id: 'other' }));
  expect(await tryFileLock(path)).toBeNull();
  const before = new Date(Date.now() - 120_000);
  utimesSync(lock, before, before);
  const taken = await tryFileLock(path);
  expect(taken).not.toBeNull();
  await taken?.release();
});

test('where no file can be made it is said, and what is needed', async () => {
  const { folder } = database();
  await expect(tryFileLock(join(folder, 'nowhere/app.db'))).rejects.toMatchObject({
    exitCode: 1,
    message: expect.stringContaining('app.db.lockstep-lock cannot be made: ENOENT'),
    fix: expect.stringContaining('able to write into that folder'),
  });
});
