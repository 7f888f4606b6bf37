import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LockstepError } from '../../src/errors.js';
import { conflicts, decideConflicts, settleConflicts } from '../../src/scaffold/conflicts.js';
import { mergeLines, mergePackageJson } from '../../src/scaffold/merge.js';
import type { FileChange, Plan } from '../../src/scaffold/plan.js';
import { planToJson, renderDiff, renderTree, summary } from '../../src/scaffold/show.js';
import { createRenderer, templatesFolder } from '../../src/scaffold/templates.js';

const create = (path: string, before: string | null, after: string, more: Partial<FileChange> = {}): FileChange => ({
  path,
  before,
  after,
  kind: 'create',
  ...more,
});
const plan = (...changes: FileChange[]): Plan => ({ root: '/shop', changes });

describe('conflicts', () => {
  const clash = plan(
    create('same.ts', 'a', 'a'),
    create('new.ts', null, 'a'),
    create('other.ts', 'mine', 'theirs'),
    create('list', 'mine\n', 'theirs\n', { merge: (existing) => `${existing}theirs\n` }),
    { path: 'edited.ts', before: 'x', after: 'y', kind: 'edit' },
  );

  it('are the files made whole that exist and differ', () => {
    expect(conflicts(clash).map((change) => change.path)).toEqual(['other.ts', 'list']);
  });

  it('stop with the names and both ways out', () => {
    const failure = (() => {
      try {
        settleConflicts(clash, 'stop');
      } catch (error) {
        return error;
      }
    })();
    expect(failure).toBeInstanceOf(LockstepError);
    expect(failure).toMatchObject({
      exitCode: 2,
      message: '2 files exist and differ from what would be written:\n  other.ts\n  list',
      fix: expect.stringMatching(/--merge.*--force/),
    });
  });

  it('do not stop a plan that has none', () => {
    const free = plan(create('same.ts', 'a', 'a'));
    expect(settleConflicts(free, 'stop')).toEqual(free);
  });

  it('are overwritten with force', () => {
    expect(settleConflicts(clash, 'force').changes.map((change) => change.after)).toEqual([
      'a',
      'a',
      'theirs',
      'theirs\n',
      'y',
    ]);
  });

  it('are merged where that is known, and kept where not', () => {
    const merged = settleConflicts(clash, 'merge');
    expect(merged.changes.map((change) => change.after)).toEqual(['a', 'a', 'mine', 'mine\ntheirs\n', 'y']);
    expect(conflicts(merged)).toEqual([]);
  });

  it('are decided one by one', () => {
    const decided = decideConflicts(clash, (change) => (change.path === 'list' ? 'keep' : 'overwrite'));
    expect(decided.changes.map((change) => change.after)).toEqual(['a', 'a', 'theirs', 'mine\n', 'y']);
  });
});

describe('mergePackageJson', () => {
  const wanted = JSON.stringify({
    name: 'other',
    private: true,
    scripts: { test: 'vitest run', 'db:generate': 'lockstep generate' },
    dependencies: { 'drizzle-orm': '^0.45.4' },
    devDependencies: { 'drizzle-kit': '^0.31.11', husky: '^9.0.0', typescript: '^7.0.0' },
    'lint-staged': { '*.ts': 'biome check' },
  });

  it('adds what is missing and changes no byte of what is there', () => {
    const existing = [
      '{',
      '    "name": "shop",',
      '    "files": ["dist", "README.md"],',
      '    "scripts": {"test": "jest"},',
      '    "devDependencies": {',
      '        "eslint": "^9.0.0",',
      '        "jest": "^30.0.0",',
      '        "typescript": "~5.0.0"',
      '    },',
      '    "x": {}',
      '}',
      '',
    ].join('\n');
    expect(mergePackageJson(existing, wanted)).toMatchInlineSnapshot(`
      "{
          "name": "shop",
          "files": ["dist", "README.md"],
          "scripts": {"test": "jest", "db:generate": "lockstep generate"},
          "devDependencies": {
              "drizzle-kit": "^0.31.11",
              "eslint": "^9.0.0",
              "husky": "^9.0.0",
              "jest": "^30.0.0",
              "typescript": "~5.0.0"
          },
          "x": {},
          "private": true,
          "dependencies": {
              "drizzle-orm": "^0.45.4"
          },
          "lint-staged": {
              "*.ts": "biome check"
          }
      }
      "
    `);
  });

  it('keeps tabs, CRLF, the byte order mark and a missing final newline', () => {
    const existing = '\uFEFF{\r\n\t"name": "shop",\r\n\t"scripts": {\r\n\t\t"test": "jest"\r\n\t}\r\n}';
    expect(mergePackageJson(existing, '{"scripts":{"a":"b"},"c":{"d":[1]}}')).toBe(
      '\uFEFF{\r\n\t"name": "shop",\r\n\t"scripts": {\r\n\t\t"test": "jest",\r\n\t\t"a": "b"\r\n\t},\r\n\t"c": {\r\n\t\t"d": [\r\n\t\t\t1\r\n\t\t]\r\n\t}\r\n}',
    );
  });

  it('fills empty objects', () => {
    expect(mergePackageJson('{}', '{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(mergePackageJson('{\n  "scripts": {}\n}\n', '{"scripts":{"a":"b","c":"d"}}')).toBe(
      '{\n  "scripts": {\n    "a": "b",\n    "c": "d"\n  }\n}\n',
    );
  });

  it('does not add a package a second time as another kind of dependency', () => {
    const existing = '{\n  "dependencies": {\n    "drizzle-kit": "^0.30.0"\n  }\n}\n';
    expect(mergePackageJson(existing, '{"devDependencies":{"drizzle-kit":"^0.31.11"}}')).toBe(existing);
  });

  it('is not misled by braces, quotes and backslashes in strings', () => {
    const existing =
      '{\n  "a": "}\\"{\\\\",\n  "b": [{"c": "]"}, -1.5e3, null],\n  "scripts": {\n    "x": "echo \\"}\\""\n  }\n}\n';
    const merged = mergePackageJson(existing, '{"scripts":{"y":"z"},"a":{"never":1}}');
    expect(JSON.parse(merged)).toEqual({ ...JSON.parse(existing), scripts: { x: 'echo "}"', y: 'z' } });
    expect(merged).toBe(existing.replace('"echo \\"}\\""', '"echo \\"}\\"",\n    "y": "z"'));
  });

  it('returns the same text when nothing is missing', () => {
    const existing = '{ "private":true,\n"scripts":{"test":"x"} }';
    expect(mergePackageJson(existing, '{"private":false,"scripts":{"test":"y"}}')).toBe(existing);
  });

  it('refuses a package.json that is broken', () => {
    expect(() => mergePackageJson('{"a":', '{}')).toThrow('package.json is not JSON');
    expect(() => mergePackageJson('[]', '{}')).toThrow('package.json is not a JSON object');
  });
});

describe('mergeLines', () => {
  it('adds only the lines that are not there, with their comments', () => {
    const existing = 'node_modules\n# mine\ndist/';
    expect(mergeLines(existing, '# packages\nnode_modules\n\n# the database\n.data/\n.env\n')).toBe(
      'node_modules\n# mine\ndist/\n# the database\n.data/\n.env\n',
    );
  });

  it('does not set a variable that is set, exported or commented out', () => {
    const existing = 'DATABASE_URL=postgres://mine\n#PORT=1\nexport TOKEN=x\n';
    expect(mergeLines(existing, 'DATABASE_URL=postgres://yours\nPORT=2\nTOKEN=y\nNEW=1\n')).toBe(`${existing}NEW=1\n`);
  });

  it('keeps CRLF', () => {
    expect(mergeLines('a\r\nb\r\n', 'a\nc\n')).toBe('a\r\nb\r\nc\r\n');
  });

  it('comes first where the last line decides', () => {
    expect(mergeLines('\uFEFF*.svg -text', '# all\n* text=auto\n', { first: true })).toBe(
      '\uFEFF# all\n* text=auto\n\n*.svg -text',
    );
    expect(mergeLines('', 'a\n', { first: true })).toBe('a\n');
  });

  it('returns the same text when nothing is missing', () => {
    expect(mergeLines('b\na', '# x\na\nb\n')).toBe('b\na');
  });
});

const shown = plan(
  create('src/db/schema/users.ts', null, 'u'.repeat(1234)),
  create('src/db/index.ts', null, 'é\n'),
  create('README.md', 'old\n', 'new\n'),
  { path: 'package.json', before: '{}\n', after: '{ "a": 1 }\n', kind: 'edit' },
  { path: 'src/old.ts', before: 'x\n', after: null, kind: 'edit' },
  create('LICENSE', 'MIT\n', 'MIT\n'),
  create('.husky/pre-commit', null, 'npx lockstep check\n', { executable: true }),
);

describe('what a plan shows', () => {
  it('is a tree with sizes and marks', () => {
    expect(renderTree(shown, 'shop')).toMatchInlineSnapshot(`
      "shop/
      ├─ .husky/
      │  └─ pre-commit        19 B  new
      ├─ src/
      │  ├─ db/
      │  │  ├─ schema/
      │  │  │  └─ users.ts  1.2 kB  new
      │  │  └─ index.ts        3 B  new
      │  └─ old.ts                  deleted
      ├─ LICENSE               4 B  unchanged
      ├─ README.md             4 B  conflict
      └─ package.json         11 B  changed (+8 B)
      3 files new, 2 changed, 1 deleted, 1 unchanged"
    `);
  });

  it('is one line', () => {
    expect(summary(shown)).toMatchInlineSnapshot(`"3 files new, 2 changed, 1 deleted, 1 unchanged"`);
    expect(summary(plan(create('a', 'x', 'x')))).toBe('Nothing to change: every file is as it would be written.');
    expect(summary(plan(create('a', null, 'x')))).toBe('1 file new');
  });

  it('is a diff that git applies', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-diff-'));
    try {
      execFileSync('git', ['init', '-q'], { cwd: folder });
      const changes: FileChange[] = [
        create('src/with space.ts', null, 'a\nb\n', { executable: true }),
        { path: 'no-newline.ts', before: 'a\nb', after: 'a\nc', kind: 'edit' },
        { path: 'gone.ts', before: 'x\n', after: null, kind: 'edit' },
        { path: 'crlf.ts', before: 'a\r\nb\r\n', after: 'a\r\nb\r\nc\r\n', kind: 'edit' },
        create('same.ts', 'x', 'x'),
      ];
      for (const change of changes) {
        if (change.before !== null) writeFileSync(join(folder, change.path), change.before);
      }
      execFileSync('git', ['apply', '-'], { cwd: folder, input: renderDiff(plan(...changes)) });
      expect(readFileSync(join(folder, 'src/with space.ts'), 'utf8')).toBe('a\nb\n');
      expect(readFileSync(join(folder, 'no-newline.ts'), 'utf8')).toBe('a\nc');
      expect(readFileSync(join(folder, 'crlf.ts'), 'utf8')).toBe('a\r\nb\r\nc\r\n');
      expect(() => readFileSync(join(folder, 'gone.ts'))).toThrow('ENOENT');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is data', () => {
    const json = planToJson({ ...shown, nextSteps: ['npm install'] }, { diff: true });
    expect(json.changes.find((change) => change.path === 'README.md')).toEqual({
      path: 'README.md',
      status: 'changed',
      conflict: true,
      size: 4,
      executable: false,
      content: 'new\n',
      diff: 'diff --git a/README.md b/README.md\n--- a/README.md\n+++ b/README.md\n@@ -1,1 +1,1 @@\n-old\n+new\n',
    });
    expect(json.changes.find((change) => change.path === 'src/old.ts')).toMatchObject({
      status: 'deleted',
      size: null,
      content: null,
    });
    expect(json.nextSteps).toEqual(['npm install']);
  });
});

describe('templates', () => {
  const render = createRenderer(
    (name) =>
      ({
        'a.ts.hbs': "{{{name}}} {{name}} {{json name}}{{#if (eq kind 'x')}} x{{else}} other{{/if}}",
        'if.hbs': '{{#if ready}}yes{{/if}}',
        'raw.yml': '$' + '{{ secrets.X }}',
      })[name] ?? '',
  );

  it('fills values without escaping them', () => {
    expect(render('a.ts.hbs', { name: '<"a">', kind: 'x' })).toBe('<"a"> <"a"> "<\\"a\\">" x');
  });

  it('refuses a value that is missing, also in a condition', () => {
    expect(() => render('a.ts.hbs', { kind: 'y' })).toThrow('"name" not defined');
    expect(() => render('if.hbs', {})).toThrow('ready');
  });

  it('leaves files alone that are not templates', () => {
    expect(render('raw.yml', {})).toBe('$' + '{{ secrets.X }}');
  });

  it('are found beside the package.json above', () => {
    expect(templatesFolder()).toBe(join(import.meta.dirname, '../../templates'));
  });
});
