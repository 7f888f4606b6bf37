import { describe, expect, test } from 'vitest';
import { config, findings, json, places, repositoryWith } from './diagnose.js';

test('a config that cannot be read is a finding with its place; a dialect that is not known a note', async () => {
  expect(await places({ 'drizzle.config.ts': 'export default { dialect: \n' }, 'doctor/unreadable-config')).toEqual([
    'error drizzle.config.ts 2',
  ]);
  expect(await places({ 'drizzle.config.ts': config({ dialect: 'singlestore' }) }, 'doctor/unreadable-config')).toEqual(
    ['info drizzle.config.ts'],
  );
  expect(await places({}, 'doctor/unreadable-config')).toEqual([]);
});

test('a config that throws without its database says so without paths of the machine', async () => {
  const source = `const out = (() => { throw new Error('DATABASE_URL is not set'); })();\nexport default { dialect: 'sqlite', schema: './src/schema.ts', out };\n`;
  const repository = repositoryWith({ 'drizzle.config.ts': source });
  const [found] = (await findings(repository, 'doctor/unreadable-config')) ?? [];
  expect(found?.message).toContain('DATABASE_URL is not set');
  expect(found?.message).not.toContain(repository.folder);
});

describe('the migrations folder', () => {
  test('a config that does not name it; a spread may', async () => {
    expect(await places({ 'drizzle.config.ts': config({ out: undefined }) }, 'doctor/out-not-named')).toEqual([
      'info drizzle.config.ts',
    ]);
    expect(await places({}, 'doctor/out-not-named')).toEqual([]);
    expect(
      await places(
        {
          'drizzle.config.ts': '',
          'drizzle.config.json': json({ dialect: 'sqlite', schema: 'src/schema.ts', out: 'x' }),
        },
        'doctor/out-not-named',
      ),
    ).toEqual([]);
  });

  test('two that do not name it write into the same one', async () => {
    const without = {
      'drizzle.config.ts': config({ out: undefined }),
      'drizzle.auth.config.ts': config({ out: undefined }),
    };
    expect(await places(without, 'doctor/out-not-named')).toEqual([
      'warning drizzle.auth.config.ts',
      'warning drizzle.config.ts',
    ]);
  });

  test('shared by two schemas; not by two databases of one schema', async () => {
    const other = (fields: object) => ({
      'drizzle.prod.config.ts': config({ ...fields }),
      'src/auth.ts': 'export {};\n',
    });
    const found = await findings(repositoryWith(other({ schema: './src/auth.ts' })), 'doctor/out-shared');
    expect(found).toMatchObject([
      {
        severity: 'error',
        path: 'drizzle.prod.config.ts',
        message: expect.stringContaining('the same folder drizzle'),
      },
    ]);
    expect(await places(other({ dbCredentials: { url: 'file:prod.db' } }), 'doctor/out-shared')).toEqual([]);
    expect(await places(other({ schema: './src/auth.ts', out: './drizzle-auth' }), 'doctor/out-shared')).toEqual([]);
  });

  test('taken in by the schema; not where the schema names the file that was pulled', async () => {
    const pulled = { 'drizzle/schema.ts': 'export {};\n', 'drizzle/0000_init.sql': 'SELECT 1;\n' };
    const of = (schema: string) =>
      places({ ...pulled, 'drizzle.config.ts': config({ schema }) }, 'doctor/out-in-schema');
    expect(await of('./drizzle')).toEqual(['warning drizzle.config.ts']);
    expect(await of('./**/*.ts')).toEqual(['warning drizzle.config.ts']);
    expect(await of('./drizzle/schema.ts')).toEqual([]);
    expect(await of('./src/*.ts')).toEqual([]);
    expect(await of('./src')).toEqual([]);
  });
});

test('paths of the schema that lead nowhere: all of them, or some', async () => {
  const of = (schema: unknown) => places({ 'drizzle.config.ts': config({ schema }) }, 'doctor/schema-not-found');
  expect(await of('./src/shema.ts')).toEqual(['error drizzle.config.ts']);
  expect(await of(['./src/schema.ts', './src/auth/*.ts'])).toEqual(['warning drizzle.config.ts']);
  expect(await of(['./src/schema.ts'])).toEqual([]);
});

describe('passwords in a config', () => {
  const of = (credentials: string) => {
    const source = `export default {\n  dialect: 'postgresql',\n  schema: './src/schema.ts',\n  out: './drizzle',\n  dbCredentials: ${credentials},\n};\n`;
    const repository = repositoryWith({ 'drizzle.config.ts': source });
    repository.git('add', '-A');
    return findings(repository, 'doctor/secret-in-config');
  };

  test.each([
    ["{ url: 'postgres://app:k3jh5kj3h5@db.acme.io:5432/app' }", 1],
    ["{ url: process.env.DATABASE_URL ?? 'postgres://app:k3jh5kj3h5@db.acme.io/app' }", 1],
    ["{ host: 'db.acme.io', user: 'app', password: 'k3jh5kj3h5', database: 'app' }", 1],
    ["{ url: 'postgres://postgres:postgres@localhost:5432/app' }", 0],
    ["{ url: 'postgres://app:k3jh5kj3h5@postgres:5432/app' }", 0],
    ["{ url: 'postgres://USER:PASSWORD@host.example.com/app' }", 0],
    ["{ host: 'localhost', user: 'postgres', password: 'postgres', database: 'app' }", 0],
    ['{ url: process.env.DATABASE_URL }', 0],
    ["{ url: 'file:local.db' }", 0],
  ])('%s: %i', async (credentials, count) => {
    const found = (await of(credentials)) ?? [];
    expect(found).toHaveLength(count);
    for (const { line, severity } of found) expect({ line, severity }).toEqual({ line: 5, severity: 'error' });
    expect(JSON.stringify(found)).not.toContain('k3jh5kj3h5');
  });

  test('a file that git does not keep may have one', async () => {
    const repository = repositoryWith({
      'drizzle.config.ts': config({ dbCredentials: { url: 'postgres://app:k3jh5kj3h5@db.acme.io/app' } }),
    });
    expect(await findings(repository, 'doctor/secret-in-config')).toEqual([]);
  });
});

describe('the settings', () => {
  const journal = json({
    version: '7',
    dialect: 'postgresql',
    entries: [{ idx: 0, version: '7', when: 1, tag: '0000_init', breakpoints: true }],
  });
  const of = (lockstep: unknown) =>
    places(
      { 'package.json': json({ lockstep }), 'drizzle/meta/_journal.json': journal, 'drizzle/0000_init.sql': '' },
      'doctor/settings',
    );

  test('a since that is no migration, or for a config that is gone', async () => {
    expect(await of({ since: '0001_gone' })).toEqual(['error package.json']);
    expect(await of({ since: { 'drizzle.config.ts': '0000_init', 'old.config.ts': '0003_old' } })).toEqual([
      'error package.json',
    ]);
    expect(await of({ since: '0000_init' })).toEqual([]);
  });

  test('without settings there is nothing to look at', async () => {
    expect(await places({}, 'doctor/settings')).toBeNull();
  });

  test('give a check another severity, or turn it off', async () => {
    const ruled = (severity: string) => ({
      'package.json': json({ lockstep: { rules: { 'doctor/out-not-named': severity } } }),
      'drizzle.config.ts': config({ out: undefined }),
    });
    expect(await places(ruled('error'), 'doctor/out-not-named')).toEqual(['error drizzle.config.ts']);
    expect(await places(ruled('off'), 'doctor/out-not-named')).toEqual([]);
  });
});
