import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lastKept, readState, type State, writeState } from '../../../src/database/kept/states.js';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockstep-states-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function stateOf(content: string): State {
  const file = { path: '/a', isFolder: false, size: content.length, at: 0, length: content.length };
  return { image: { files: [file], content: Buffer.from(content) }, catalog: [], applied: ['0000_a'], failures: [] };
}

/** So that which was used last does not depend on the clock's steps. */
function usedAt(folder: string, name: string, seconds: number): void {
  utimesSync(join(folder, `${name}.state`), seconds, seconds);
}

test('a state is read as it was written', () => {
  const folder = newFolder();
  writeState(folder, 'shop-1', stateOf('rows'));

  const read = readState(folder, 'shop-1');

  expect(read).toMatchObject({ catalog: [], applied: ['0000_a'], failures: [] });
  expect(Buffer.from(read?.image.content ?? []).toString()).toBe('rows');
  expect(readState(folder, 'shop-2')).toBeNull();
});

test('the last one of a list is found', () => {
  const folder = newFolder();
  expect(lastKept(join(folder, 'missing'), ['shop-1'])).toBe(-1);
  for (const name of ['shop-1', 'shop-2']) writeState(folder, name, stateOf(name));

  expect(lastKept(folder, ['shop-1', 'shop-2', 'shop-3'])).toBe(1);
  expect(lastKept(folder, ['shop-3'])).toBe(-1);
});

test('of one project the three that were used last stay, and those of others', () => {
  const folder = newFolder();
  for (const [at, name] of ['shop-1', 'shop-2', 'shop-3', 'blog-1'].entries()) {
    writeState(folder, name, stateOf(name));
    usedAt(folder, name, 1000 + at);
  }
  readState(folder, 'shop-1');

  writeState(folder, 'shop-4', stateOf('4'));

  expect(readdirSync(folder).sort()).toEqual(['blog-1.state', 'shop-1.state', 'shop-3.state', 'shop-4.state']);
});

test('all of them together are bounded', () => {
  const folder = newFolder();
  const large = stateOf('x'.repeat(60 * 1024 * 1024));
  for (let at = 0; at < 6; at++) {
    writeState(folder, `project${at}-1`, large);
    usedAt(folder, `project${at}-1`, 1000 + at);
  }

  expect(readdirSync(folder).sort()).toEqual([2, 3, 4, 5].map((at) => `project${at}-1.state`));
});

test('what a killed process left is removed, what a living one writes is not', () => {
  const folder = newFolder();
  // No process has the largest number that Linux allows, plus one.
  writeFileSync(join(folder, 'shop-1.state.4194305-0a1b.tmp'), 'half');
  writeFileSync(join(folder, `shop-2.state.${process.pid}-0a1b.tmp`), 'half');
  writeFileSync(join(folder, `shop-3.state.${process.pid}-0a1b.tmp`), 'half');
  utimesSync(join(folder, `shop-3.state.${process.pid}-0a1b.tmp`), 1000, 1000);

  lastKept(folder, []);

  expect(readdirSync(folder)).toEqual([`shop-2.state.${process.pid}-0a1b.tmp`]);
});
