import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Joining } from '../../src/scaffold/join/joining.js';
import { contentHash, type Made, parseRecord, type Record, recordText } from '../../src/scaffold/join/made.js';
import { readWithout, takeOut } from '../../src/scaffold/join/take-out.js';

type Files = { [path: string]: string };

const readerOf = (files: Files) => ({ read: (path: string) => files[path] ?? null });

function join(files: Files, work: (joining: Joining) => void): { files: Files; made: Made[]; notes: string[] } {
  const joining = new Joining(readerOf(files));
  work(joining);
  const joined = { ...files };
  for (const { path, after } of joining.changes()) joined[path] = after ?? '';
  return { files: joined, made: joining.made(), notes: joining.notes };
}

function out(files: Files, made: Made[]): { files: Files; left: string[] } {
  const taken = takeOut(made, readerOf(files));
  const result = { ...files };
  for (const [path, after] of taken.files) {
    if (after === null) delete result[path];
    else result[path] = after;
  }
  return { files: result, left: taken.left.map(({ path, reason }) => `${path} ${reason}`) };
}

/** What init does to a package.json and beside it. */
function everything(joining: Joining): void {
  joining.members('package.json', {
    scripts: { 'db:check': 'lockstep check', 'db:down': 'lockstep down' },
    devDependencies: { 'drizzle-lockstep': '^0.1.0', 'a-first': '^1.0.0' },
    lockstep: { since: '0004_last' },
  });
  joining.entries('settings.json', { entries: { permissions: { deny: ['Bash(npx drizzle-kit push:*)', 'Edit(x)'] } } });
  joining.section('AGENTS.md', '# Ours\n');
  joining.create('.husky/pre-commit', 'lockstep check --staged\n', { executable: true });
  const ignore = joining.read('.gitattributes') ?? '';
  if (ignore !== '') joining.insert('.gitattributes', '# ours\ndrizzle/** text\n', ignore.length);
}

const manifests: [string, string][] = [
  [
    'with all fields',
    '{\n  "name": "a",\n  "scripts": {\n    "dev": "x"\n  },\n  "devDependencies": {\n    "b": "1"\n  }\n}\n',
  ],
  ['with none of them', '{ "name": "a" }\n'],
  ['empty', '{}'],
  ['with empty ones', '{\n\t"scripts": {},\n\t"devDependencies": {}\n}\n'],
  ['with empty ones, not written shortest', '{ "scripts": { },\n    "devDependencies": {\n    }\n}\n'],
  ['on one line', '{"name":"a","scripts":{"dev":"x","test":"y"},"devDependencies":{"zod":"3"}}'],
  ['with CRLF and a byte order mark', '\uFEFF{\r\n  "name": "a",\r\n  "scripts": {\r\n    "z": "x"\r\n  }\r\n}\r\n'],
  ['with some of ours', '{\n  "scripts": { "db:check": "mine" },\n  "lockstep": {\n    "base": "dev"\n  }\n}\n'],
  ['with the dependency of another kind', '{\n  "dependencies": {\n    "drizzle-lockstep": "*"\n  }\n}'],
];

describe('what was added is taken out to the byte', () => {
  test.each(manifests)('a package.json %s', (_name, manifest) => {
    const before = { 'package.json': manifest, '.gitattributes': '*.png binary\n', 'AGENTS.md': '# Theirs' };
    const joined = join(before, everything);
    expect(joined.files['package.json']).not.toBe(manifest);
    expect(out(joined.files, joined.made)).toEqual({ files: before, left: [] });
  });

  const settings: [string, string][] = [
    ['another list', '{\n  "permissions": {\n    "allow": ["Edit"]\n  }\n}\n'],
    ['an empty list', '{ "permissions": { "deny": [] } }'],
    ['items on lines', '{\n  "permissions": {\n    "deny": [\n      "Read(.env)"\n    ]\n  }\n}\n'],
    ['one of ours', '{"permissions":{"deny":["Edit(x)", "a]b"],"allow":[]},"x":[1,{"a":[2]}]}'],
  ];
  test.each(settings)('settings with %s', (_name, text) => {
    const before = { 'package.json': '{}', 'settings.json': text };
    const joined = join(before, everything);
    const { permissions } = JSON.parse(joined.files['settings.json'] ?? '');
    expect(permissions.deny).toEqual(expect.arrayContaining(['Bash(npx drizzle-kit push:*)', 'Edit(x)']));
    expect(out(joined.files, joined.made)).toEqual({ files: before, left: [] });
  });

  test('any package.json, however it is written', () => {
    const texts = fc.dictionary(fc.string({ minLength: 1 }), fc.string());
    const manifest = fc.record({ name: fc.string(), scripts: texts, devDependencies: texts }, { requiredKeys: [] });
    const indent = fc.constantFrom(undefined, 2, 4, '\t');
    fc.assert(
      fc.property(manifest, indent, (content, space) => {
        const before = { 'package.json': JSON.stringify(content, null, space) };
        const joined = join(before, everything);
        expect(out(joined.files, joined.made)).toEqual({ files: before, left: [] });
      }),
    );
  });

  test('also when a package manager has written the file anew, with more in it', () => {
    const joined = join({ 'package.json': '{\n  "scripts": {\n    "dev": "x"\n  }\n}\n' }, everything);
    const content = JSON.parse(joined.files['package.json'] ?? '');
    content.devDependencies = { zod: '^4.0.0', ...content.devDependencies };
    content.scripts.lint = 'biome check';
    const { files, left } = out({ 'package.json': JSON.stringify(content, null, 4) }, joined.made);
    expect(left).toEqual([]);
    expect(JSON.parse(files['package.json'] ?? '')).toEqual({
      scripts: { dev: 'x', lint: 'biome check' },
      devDependencies: { zod: '^4.0.0' },
    });
  });
});

test('what was changed since is left and named', () => {
  const { files, made } = join({ 'package.json': '{}', '.gitattributes': 'a\n' }, everything);
  files['.husky/pre-commit'] += 'npm test\n';
  files['.gitattributes'] = 'a\ndrizzle/** -text\n';
  files['package.json'] = (files['package.json'] ?? '').replace('"lockstep down"', '"lockstep down --all"');
  const taken = out(files, made);
  expect(taken.left).toEqual([
    '.gitattributes no longer holds the lines as they were added',
    '.husky/pre-commit was changed since',
    'package.json has another scripts.db:down than was added',
  ]);
  expect(JSON.parse(taken.files['package.json'] ?? '')).toEqual({ scripts: { 'db:down': 'lockstep down --all' } });
  expect(taken.files['.husky/pre-commit']).toBe(files['.husky/pre-commit']);
});

describe('what was written below since stays on lines of its own', () => {
  test.each(['\n', '\r\n'])('with %j, where the last line had no newline', (newline) => {
    const before = { '.gitattributes': `a${newline}b`, 'AGENTS.md': `# Mine${newline}Text` };
    const { files, made } = join(before, (joining) => {
      joining.insert('.gitattributes', `${newline}${newline}ours${newline}`, before['.gitattributes'].length);
      joining.section('AGENTS.md', 'Ours');
    });
    files['.gitattributes'] += `c${newline}`;
    files['AGENTS.md'] += `More${newline}`;
    expect(out(files, made)).toEqual({
      files: {
        '.gitattributes': `a${newline}b${newline}c${newline}`,
        'AGENTS.md': `# Mine${newline}Text${newline}More${newline}`,
      },
      left: [],
    });
  });
});

test('lines that were put twice into one file are taken out twice, and a third copy is not ours', () => {
  const before = { hooks: 'a:\n  x\nb:\n  y\n' };
  const { files, made } = join(before, (joining) => {
    for (const start of ['a:\n', 'b:\n']) {
      joining.insert('hooks', '  ours\n', (joining.read('hooks') ?? '').indexOf(start) + start.length);
    }
  });
  expect(out(files, made)).toEqual({ files: before, left: [] });
  files.hooks += '  ours\n';
  expect(out(files, made).files).toEqual(files);
});

test('lines are found again in a checkout with other line endings', () => {
  const { files, made } = join({ hooks: 'a\nb\n' }, (joining) => joining.insert('hooks', 'ours\n\n', 2));
  files.hooks = (files.hooks ?? '').replaceAll('\n', '\r\n');
  expect(out(files, made)).toEqual({ files: { hooks: 'a\r\nb\r\n' }, left: [] });
});

test('a file that cannot be read any more keeps nothing else from being taken out', () => {
  const { files, made } = join({ 'package.json': '{}', 'settings.json': '{}', 'AGENTS.md': 'Mine\n' }, everything);
  files['settings.json'] = `// mine\n${files['settings.json']}`;
  const taken = out(files, made);
  expect(taken.left).toEqual([
    expect.stringContaining('settings.json cannot be read any more (settings.json is not plain'),
  ]);
  expect(taken.files).toEqual({
    'package.json': '{}',
    'settings.json': files['settings.json'],
    'AGENTS.md': 'Mine\n',
  });
});

test('a file that is there stays, and is not ours', () => {
  const joining = new Joining(readerOf({ 'a.md': 'mine\n', 'b.md': 'same\n' }));
  expect([joining.create('a.md', 'ours\n'), joining.create('b.md', 'same\n')]).toEqual([false, true]);
  expect([joining.changes(), joining.made()]).toEqual([[], []]);
});

test('the folder is seen without what was taken out', () => {
  const { files, made } = join({ 'a/mine': 'x' }, (joining) => joining.create('a/ours', 'y'));
  const reader = { ...readerOf(files), list: (path: string) => (path === 'a' ? ['mine', 'ours'] : ['a/']) };
  const without = readWithout(takeOut(made, reader), reader);
  expect([without.list('a'), without.read('a/ours'), without.read('a/mine')]).toEqual([['mine'], null, 'x']);
});

test('an edit of a file that was just made belongs to it', () => {
  const { files, made } = join({}, (joining) => {
    joining.create('hook', 'a\n');
    joining.insert('hook', 'b\n', 2);
  });
  expect(made).toEqual([{ path: 'hook', file: contentHash('a\nb\n') }]);
  expect(out(files, made).files).toEqual({});
});

test('a record is read as it was written, and a damaged one is refused', () => {
  const { made } = join({ 'package.json': '{}', '.gitattributes': 'a\n' }, everything);
  const record: Record = { version: '0.1.0', with: { parts: ['hooks'], agents: [], ci: 'none' }, made };
  expect(parseRecord(recordText(record), '.lockstep.json')).toEqual(record);
  const elsewhere = ['.git/config', 'sub/.GIT/hooks/pre-commit', 'node_modules/x/index.js'].map((path) =>
    recordText(record).replace('"path":".gitattributes"', `"path":"${path}"`),
  );
  for (const text of ['{', '[]', '{}', recordText(record).replace('"text"', '"txt"'), ...elsewhere]) {
    expect(() => parseRecord(text, '.lockstep.json')).toThrow('.lockstep.json is damaged');
  }
});
