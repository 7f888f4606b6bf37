import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkPath, nameProblem, placeOf } from '../../src/scaffold/paths.js';
import { readFolder } from '../../src/scaffold/reader.js';

let root: string;
let outside: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-paths-')));
  outside = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-outside-')));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
  rmSync(outside, { recursive: true, force: true });
});

describe('checkPath', () => {
  it.each([
    'src/db/schema/orders.ts',
    '.husky/pre-commit',
    'naïve/日本語.ts',
    'with space/a b.ts',
    "it's.ts",
    'a..b.ts',
    '...x',
  ])('accepts %j', (path) => {
    expect(() => checkPath(path)).not.toThrow();
  });

  it.each([
    ['', 'is empty'],
    ['/etc/passwd', 'is absolute'],
    ['C:/x', 'is absolute'],
    ['c:x', 'is absolute'],
    ['../x', 'leaves the project'],
    ['a/../../x', 'leaves the project'],
    ['a/..', 'leaves the project'],
    ['./a', 'is not normalised'],
    ['a//b', 'is not normalised'],
    ['a/', 'is not normalised'],
    ['a\u0000b', 'holds a control character'],
    ['a\nb', 'holds a control character'],
    ['a\\b', 'holds one of < > :'],
    ['aa:b', 'holds one of < > :'],
    ['what?', 'holds one of < > :'],
    ['src/NUL', 'is reserved on Windows'],
    ['aux.ts', 'is reserved on Windows'],
    ['com1', 'is reserved on Windows'],
    ['a./b', 'ends in a dot or a space'],
    ['a ', 'ends in a dot or a space'],
    ['ü'.repeat(128), 'is longer than 255 bytes'],
  ])('refuses %j, which %s', (path, why) => {
    expect(() => checkPath(path)).toThrow(why);
  });

  it('says nothing against names that only look reserved', () => {
    expect(['console', 'com10', 'null', 'auxiliary.ts'].map(nameProblem)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('placeOf', () => {
  it('names the folders that are missing, outermost first', () => {
    mkdirSync(join(root, 'src'));
    expect(placeOf(root, 'src/db/schema/users.ts')).toEqual({
      file: join(root, 'src/db/schema/users.ts'),
      exists: false,
      missingFolders: [join(root, 'src/db'), join(root, 'src/db/schema')],
    });
  });

  it('counts a root that does not exist yet among the missing folders', () => {
    const shop = join(root, 'a', 'shop');
    expect(placeOf(shop, 'x.ts').missingFolders).toEqual([join(root, 'a'), shop]);
  });

  it('refuses a folder where the file should be', () => {
    mkdirSync(join(root, 'package.json'));
    expect(() => placeOf(root, 'package.json')).toThrow('package.json is a folder; a file should be written there.');
  });

  it('refuses a file where a folder should be', () => {
    writeFileSync(join(root, 'src'), '');
    expect(() => placeOf(root, 'src/db/x.ts')).toThrow('src is a file; a folder should be there.');
  });

  it('refuses a root that is a file', () => {
    writeFileSync(join(root, 'shop'), '');
    expect(() => placeOf(join(root, 'shop'), 'x.ts')).toThrow('is a file; a folder should be there.');
  });

  it('refuses a folder that is a link to the outside', () => {
    symlinkSync(outside, join(root, 'src'));
    expect(() => placeOf(root, 'src/x.ts')).toThrow('src/x.ts leaves the project through the link');
  });

  it('refuses a file that is a link to the outside', () => {
    writeFileSync(join(outside, 'secret'), '');
    symlinkSync(join(outside, 'secret'), join(root, 'x.ts'));
    expect(() => placeOf(root, 'x.ts')).toThrow('leaves the project through the link');
  });

  it('refuses a folder beside the root whose name begins like it', () => {
    const twin = `${root}-twin`;
    mkdirSync(twin);
    try {
      symlinkSync(twin, join(root, 'src'));
      expect(() => placeOf(root, 'src/x.ts')).toThrow('leaves the project');
    } finally {
      rmSync(twin, { recursive: true });
    }
  });

  it('refuses a link to nothing', () => {
    symlinkSync(join(root, 'gone'), join(root, 'x.ts'));
    expect(() => placeOf(root, 'x.ts')).toThrow('goes through a link to nothing');
  });

  it('follows links that stay inside to the file itself', () => {
    mkdirSync(join(root, 'real'));
    symlinkSync('real', join(root, 'src'));
    writeFileSync(join(root, 'real/a.ts'), '');
    symlinkSync('a.ts', join(root, 'real/b.ts'));
    expect(placeOf(root, 'src/b.ts')).toEqual({ file: join(root, 'real/a.ts'), exists: true, missingFolders: [] });
  });

  it('works in a root that is itself reached through a link', () => {
    symlinkSync(root, join(outside, 'shop'));
    expect(placeOf(join(outside, 'shop'), 'x.ts').file).toBe(join(root, 'x.ts'));
  });
});

describe('readFolder', () => {
  it('reads files and lists folders of the root, and nothing outside', () => {
    mkdirSync(join(root, 'src/x'), { recursive: true });
    writeFileSync(join(root, 'src/b.ts'), '\uFEFFb\r\n');
    symlinkSync(outside, join(root, 'out'));
    const reader = readFolder(root);
    expect(reader.read('src/b.ts')).toBe('\uFEFFb\r\n');
    expect(reader.read('src/none.ts')).toBe(null);
    expect(reader.read('none/at/all.ts')).toBe(null);
    expect(reader.list('src')).toEqual(['b.ts', 'x/']);
    expect(reader.list('none')).toEqual([]);
    expect(reader.list('')).toEqual(['out', 'src/']);
    expect(() => reader.read('out/x')).toThrow('leaves the project');
    expect(() => reader.list('out')).toThrow('leaves the project');
    expect(() => reader.read('../x')).toThrow('leaves the project');
    expect(() => reader.read('src/x')).toThrow('is a folder');
  });

  it('does not read as text what is not text', () => {
    writeFileSync(join(root, 'a.ts'), Buffer.from([0x61, 0xff, 0xfe]));
    expect(() => readFolder(root).read('a.ts')).toThrow('a.ts is not UTF-8 text.');
  });
});
