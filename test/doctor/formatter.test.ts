import { describe, expect, test } from 'vitest';
import { argumentsTakeIn } from '../../src/doctor/formatters.js';
import { readSettingsFile } from '../../src/doctor/settings-file.js';
import { findings, json, places, repositoryWith } from './diagnose.js';

const rule = 'doctor/formatter';

const history = (end = ''): Record<string, string> => ({
  'drizzle/meta/_journal.json': json({
    version: '7',
    dialect: 'postgresql',
    entries: [{ idx: 0, version: '7', when: 1, tag: '0000_init', breakpoints: true }],
  }),
  'drizzle/meta/0000_snapshot.json': `{}${end}`,
  'drizzle/0000_init.sql': 'SELECT 1;',
});

const lintStaged = (settings: unknown) => ({ ...history(), 'package.json': json({ 'lint-staged': settings }) });
/** A script counts where snapshots show that it was run. */
const scripts = (value: Record<string, string>) => ({ ...history('\n'), 'package.json': json({ scripts: value }) });

describe('settings files, read without being run', () => {
  test.each([
    ['.lintstagedrc', '{ "*": "prettier --write" }', { '*': 'prettier --write' }],
    ['biome.jsonc', '// why\n{ "files": { /* all */ "includes": ["**",], }, }\n', { files: { includes: ['**'] } }],
    [
      'a.config.js',
      "const files = ['x'];\nexport default defineConfig({ files, run: () => 1 });\n",
      { files: ['x'], run: undefined },
    ],
    ['a.config.cjs', "module.exports = { 'a': `b` };\n", { a: 'b' }],
    ['a.config.ts', 'export default { a: 1 } satisfies Config;\n', { a: 1 }],
    ['.lintstagedrc', '"*.ts":\n  - prettier --write\n', undefined],
    ['a.json', '{', undefined],
  ])('%s: %s', (path, source, expected) => {
    expect(readSettingsFile(path, source)).toEqual(expected);
  });
});

test.each([
  ['', 'drizzle/meta/a.json', true],
  [' .', 'drizzle/meta/a.json', true],
  [' --write . && tsc', 'drizzle/meta/a.json', true],
  [' --write src', 'drizzle/meta/a.json', false],
  [' --write drizzle', 'drizzle/meta/a.json', true],
  [' --write "**/*.{ts,tsx,md}"', 'drizzle/meta/a.json', false],
  [' --write "**/*.{ts,json}"', 'drizzle/meta/a.json', true],
  [" --write . '!drizzle/**'", 'drizzle/meta/a.json', false],
  [' --write .', null, false],
])('the arguments%s take in %s: %s', (args, path, expected) => {
  expect(argumentsTakeIn(args, path)).toBe(expected);
});

describe('prettier', () => {
  test('run by lint-staged on JSON, not left out', async () => {
    const found = await findings(
      repositoryWith(lintStaged({ '*.{ts,json}': ['eslint --fix', 'prettier --write'] })),
      rule,
    );
    expect(found).toMatchObject([
      {
        severity: 'warning',
        path: 'package.json',
        message: 'lint-staged runs prettier on drizzle/meta/0000_snapshot.json: prettier --write',
        fix: 'echo drizzle >> .prettierignore',
      },
    ]);
  });

  test('run on what the snapshots are not, or only to look', async () => {
    expect(await places(lintStaged({ '*.ts': 'prettier --write', '*.json': 'prettier --check' }), rule)).toEqual([]);
    expect(await places(lintStaged({ 'src/**/*.json': 'prettier --write' }), rule)).toEqual([]);
  });

  test.each(['drizzle', 'drizzle/', 'drizzle/meta/*.json', '**/meta', '*.json'])('left out by %s', async (pattern) => {
    expect(
      await places({ ...lintStaged({ '*': 'prettier --write' }), '.prettierignore': `${pattern}\n` }, rule),
    ).toEqual([]);
  });

  test('run by a script on everything, with its line', async () => {
    expect(await places(scripts({ test: 'vitest', format: 'prettier --write .' }), rule)).toEqual([
      'warning package.json 4',
    ]);
    expect(await places(scripts({ format: 'prettier --write src' }), rule)).toEqual([]);
    expect(await places(scripts({ format: 'prettier --check .' }), rule)).toEqual([]);
  });

  test('run by a script that was not run as yet is a note', async () => {
    expect(await places({ ...scripts({ format: 'prettier --write .' }), ...history() }, rule)).toEqual([
      'info package.json 3',
    ]);
  });

  test('run by a script of another package', async () => {
    const files = { ...history(), 'web/package.json': json({ scripts: { format: 'prettier --write .' } }) };
    expect(await places(files, rule)).toEqual([]);
  });

  test('settings of lint-staged in a file of their own', async () => {
    const files = {
      ...history(),
      '.lintstagedrc.mjs': "export default { '*': 'prettier -w', '*.ts': () => 'tsc' };\n",
    };
    expect(await places(files, rule)).toEqual(['warning .lintstagedrc.mjs']);
  });
});

describe('Biome', () => {
  const of = (settings: unknown, files: Record<string, string> = {}) =>
    places({ ...lintStaged({ '*': 'biome check --write' }), 'biome.json': json(settings), ...files }, rule);

  test.each([
    [{}, 1],
    [{ files: { includes: ['**', '!**/dist'] } }, 1],
    [{ files: { includes: ['**', '!**/drizzle'] } }, 0],
    [{ files: { includes: ['**', '!drizzle/**'] } }, 0],
    [{ files: { includes: ['src/**'] } }, 0],
    [{ files: { includes: ['**', '!**/drizzle', 'drizzle/meta/**'] } }, 1],
    [{ files: { ignore: ['drizzle'] } }, 0],
    [{ formatter: { enabled: false } }, 0],
    [{ json: { formatter: { enabled: false } } }, 0],
  ])('%j: %i', async (settings, count) => {
    expect(await of(settings)).toHaveLength(count);
  });

  test('with a preset what lies there tells: drizzle-kit ends a snapshot without a line feed', async () => {
    expect(await of({ extends: ['ultracite/core'] })).toEqual([]);
    expect(await of({ extends: ['ultracite/core'] }, history('\n'))).toHaveLength(1);
  });
});

test('oxfmt and dprint, by their own lists', async () => {
  const oxfmt = lintStaged({ '*': 'oxfmt' });
  expect(await places(oxfmt, rule)).toHaveLength(1);
  expect(await places({ ...oxfmt, '.oxfmtrc.json': json({ ignorePatterns: ['**/drizzle/meta/**'] }) }, rule)).toEqual(
    [],
  );
  const dprint = { ...scripts({ fmt: 'dprint fmt' }) };
  const plugins = ['https://plugins.dprint.dev/json-0.19.3.wasm'];
  expect(await places({ ...dprint, 'dprint.json': json({ plugins }) }, rule)).toHaveLength(1);
  expect(await places({ ...dprint, 'dprint.json': json({ plugins, excludes: ['drizzle'] }) }, rule)).toEqual([]);
  expect(await places({ ...dprint, 'dprint.json': json({ plugins: [] }) }, rule)).toEqual([]);
});

test('one that rewrites the SQL is an error', async () => {
  expect(await places(lintStaged({ '*.sql': 'sql-formatter --fix' }), rule)).toEqual(['error package.json']);
});
