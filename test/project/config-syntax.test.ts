import { describe, expect, test } from 'vitest';
import { LockstepError } from '../../src/errors.js';
import { readConfigFields } from '../../src/project/config-syntax.js';

const read = (source: string, path = 'drizzle.config.ts') => readConfigFields(path, source);

describe('reads the fields without running the config', () => {
  const expected = { dialect: 'postgresql', schema: ['./src/schema.ts'], out: './out', casing: 'snake_case' };
  const fields = "dialect: 'postgresql', schema: './src/schema.ts', out: './out', casing: 'snake_case'";

  test.each([
    ['defineConfig', `import { defineConfig } from 'drizzle-kit';\nexport default defineConfig({ ${fields} });`],
    ['an object', `export default { ${fields} };`],
    ['satisfies', `import type { Config } from 'drizzle-kit';\nexport default { ${fields} } satisfies Config;`],
    ['as', `export default ({ ${fields} }) as Config;`],
    ['a constant', `const config: Config = { ${fields} };\nexport default config;`],
    ['CommonJS', `module.exports = { ${fields} };`],
    [
      'template literals and constants',
      `const out = './out';\nexport default { ${fields.replace("'./out'", 'out').replace("'postgresql'", '`postgresql`')} };`,
    ],
    ['quoted keys', `export default { ${fields.replace('schema:', "'schema':")} };`],
    [
      'fields around it that would throw',
      `import { db } from './live-client';\nif (!process.env.DATABASE_URL) throw new Error('no');\nexport default { ${fields}, dbCredentials: { url: process.env.DATABASE_URL! } };`,
    ],
  ])('%s', (_, source) => {
    expect(read(source)).toEqual(expected);
  });

  test('a list of schemas, and drizzle-kit’s own default for out', () => {
    expect(read("export default { dialect: 'sqlite', schema: ['./a.ts', './b/*.ts'] };")).toEqual({
      dialect: 'sqlite',
      schema: ['./a.ts', './b/*.ts'],
      out: 'drizzle',
      casing: undefined,
    });
  });

  test('JSON', () => {
    expect(read('{ "dialect": "mysql", "schema": "./s.ts" }', 'drizzle.config.json')?.dialect).toBe('mysql');
  });
});

test.each([
  ['a call', "export default { dialect: 'sqlite', schema: path.join('a', 'b') };"],
  ['a spread', "export default { ...base, dialect: 'sqlite' };"],
  [
    'a variable that is imported',
    "import { out } from './paths';\nexport default { dialect: 'sqlite', schema: './s.ts', out };",
  ],
  ['a template with values', "export default { dialect: 'sqlite', schema: `" + '$' + '{root}/s.ts` };'],
  ['a function', 'export default function config() {}'],
  ['a constant that names itself', 'const a = a;\nexport default a;'],
])('says that a field is computed: %s', (_, source) => {
  expect(read(source)).toBeNull();
});

test.each([
  ['no dialect', "export default { schema: './s.ts' };", 'names no dialect'],
  ['no schema', "export default { dialect: 'sqlite' };", 'names no schema'],
  ['an unknown dialect', "export default { dialect: 'oracle', schema: './s.ts' };", 'not supported'],
  ['a syntax error', 'export default {', 'syntax error'],
])('explains %s', (_, source, message) => {
  expect(() => read(source)).toThrow(LockstepError);
  expect(() => read(source)).toThrow(message);
});
