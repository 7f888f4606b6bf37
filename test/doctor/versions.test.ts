import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compatibilityOfOrm, requiredByKit } from '../../src/doctor/compatibility.js';
import { compareVersions, isInRange } from '../../src/doctor/versions.js';
import { findInstalled } from '../../src/project/kit.js';
import { config, findings, json, places, repositoryWith } from './diagnose.js';

/** The files of an installed package, as far as the checks read them. */
function kit(version: string, required: number, folder = ''): Record<string, string> {
  return {
    [`${folder}node_modules/drizzle-kit/package.json`]: json({ name: 'drizzle-kit', version }),
    [`${folder}node_modules/drizzle-kit/bin.cjs`]: `var requiredApiVersion;\nrequiredApiVersion = ${required};\n`,
  };
}

function orm(version: string, compatibility: number, folder = ''): Record<string, string> {
  return {
    [`${folder}node_modules/drizzle-orm/package.json`]: json({ name: 'drizzle-orm', version }),
    [`${folder}node_modules/drizzle-orm/version.js`]: `const compatibilityVersion = ${compatibility};\n`,
  };
}

const journal = json({
  version: '7',
  dialect: 'postgresql',
  entries: [{ idx: 0, version: '7', when: 1, tag: '0000_init', breakpoints: true }],
});

describe('ranges of package.json', () => {
  test.each([
    ['0.45.4', '^0.45.0', true],
    ['0.46.0', '^0.45.0', false],
    ['0.45.4', '0.45.3', false],
    ['0.45.4', '~0.45.3', true],
    ['1.2.0', '^1.0.0', true],
    ['2.0.0', '^1.0.0', false],
    ['0.31.4', '>=0.31.11', false],
    ['0.31.11', '0.31.4 || ^0.31.11', true],
    ['1.0.0-rc.5', '^1.0.0-rc.4', true],
    ['1.0.0-rc.5', '>=0.31.0', false],
    ['0.45.4', 'catalog:', null],
    ['0.45.4', 'latest', null],
    ['0.45.4', '0.x', null],
  ])('%s in %s: %s', (version, range, expected) => {
    expect(isInRange(version, range)).toBe(expected);
  });

  test.each([
    ['1.0.0-rc.10', '1.0.0-rc.9', 1],
    ['1.0.0', '1.0.0-rc.9', 1],
    ['20.19.0', '20.19.0', 0],
    ['18.20.4', '20.19.0', -1],
  ])('%s against %s: %s', (one, other, expected) => {
    expect(compareVersions(one, other)).toBe(expected);
  });
});

test('the installed pair says the same number, read from its own files', () => {
  const root = resolve(import.meta.dirname, '../..');
  const [installedKit, installedOrm] = [findInstalled(root, 'drizzle-kit'), findInstalled(root, 'drizzle-orm')];
  expect(existsSync(join(installedKit?.folder ?? '', 'bin.cjs'))).toBe(true);
  const required = installedKit && requiredByKit(installedKit);
  expect(required).toBeGreaterThan(5);
  expect(installedOrm && compatibilityOfOrm(installedOrm)).toBe(required);
});

test('Node.js below 20.19 is an error, as new as that is not', async () => {
  expect(await places({}, 'doctor/node-version', { node: '18.20.4' })).toEqual(['error']);
  expect(await places({}, 'doctor/node-version', { node: '20.19.0' })).toEqual([]);
});

describe('not installed', () => {
  test('what a package.json names is installed; what none names is added', async () => {
    const named = {
      'package.json': json({ dependencies: { 'drizzle-orm': '*' }, devDependencies: { 'drizzle-kit': '*' } }),
    };
    const [one] = (await findings(repositoryWith(named), 'doctor/not-installed')) ?? [];
    expect(one).toMatchObject({
      message: 'drizzle-kit and drizzle-orm are not installed for drizzle.config.ts.',
      fix: 'npm i',
      severity: 'error',
    });

    const [other] = (await findings(repositoryWith(orm('0.45.4', 10)), 'doctor/not-installed')) ?? [];
    expect(other).toMatchObject({
      message: 'drizzle-kit is not installed for drizzle.config.ts.',
      fix: 'npm i -D drizzle-kit',
    });
  });

  test('what is installed at the top of a monorepo is found', async () => {
    const files = {
      'drizzle.config.ts': '',
      'db/drizzle.config.ts': config(),
      'db/src/schema.ts': 'export {};\n',
      ...kit('0.31.11', 10),
      ...orm('0.45.4', 10),
    };
    expect(await places(files, 'doctor/not-installed')).toEqual([]);
  });
});

describe('versions that are supported, and fit', () => {
  test.each([
    ['0.24.2', ['error package.json']],
    ['1.0.0-beta.3', ['error package.json']],
    ['0.31.11', []],
    ['1.0.0-rc.5', []],
  ])('drizzle-kit %s', async (version, expected) => {
    expect(await places({ ...kit(version, 10) }, 'doctor/kit-not-supported')).toEqual(expected);
  });

  test('without drizzle-kit there is nothing to say of its version', async () => {
    expect(await places({}, 'doctor/kit-not-supported')).toBeNull();
    expect(await places({}, 'doctor/kit-and-orm-differ')).toBeNull();
  });

  test('a drizzle-orm that is too old or too new for drizzle-kit', async () => {
    const old = await findings(
      repositoryWith({ ...kit('0.31.11', 10), ...orm('0.38.4', 9) }),
      'doctor/kit-and-orm-differ',
    );
    expect(old).toMatchObject([
      { fix: 'npm i drizzle-orm@0.45', message: expect.stringContaining('requires newer version') },
    ]);
    const young = await findings(
      repositoryWith({ ...kit('0.31.11', 10), ...orm('1.0.0-rc.5', 14) }),
      'doctor/kit-and-orm-differ',
    );
    expect(young).toMatchObject([{ fix: 'npm i -D drizzle-kit@latest', message: expect.stringContaining('outdated') }]);
    expect(await places({ ...kit('0.31.11', 10), ...orm('0.45.4', 10) }, 'doctor/kit-and-orm-differ')).toEqual([]);
  });

  test('a drizzle-kit at the top that imports the drizzle-orm at the top, and not that of the package', async () => {
    const files = {
      'drizzle.config.ts': '',
      'db/package.json': json({ name: '@shop/db' }),
      'db/drizzle.config.ts': config(),
      'db/src/schema.ts': 'export {};\n',
      ...kit('0.31.11', 10),
      ...orm('0.38.4', 9),
      ...orm('0.45.4', 10, 'db/'),
    };
    const found = await findings(repositoryWith(files), 'doctor/kit-and-orm-differ');
    expect(found?.map(({ message, path }) => ({ message, path }))).toEqual([
      {
        path: 'db/package.json',
        message:
          'drizzle-kit 0.31.11 imports drizzle-orm 0.38.4 of node_modules, and the project drizzle-orm 0.45.4 of db/node_modules.',
      },
    ]);
  });
});

test('an install from before package.json was changed', async () => {
  const manifest = (range: string) => ({ 'package.json': json({ devDependencies: { 'drizzle-kit': range } }) });
  expect(await places({ ...manifest('^0.31.11'), ...kit('0.31.4', 10) }, 'doctor/stale-install')).toEqual([
    'warning package.json 3',
  ]);
  expect(await places({ ...manifest('^0.31.0'), ...kit('0.31.4', 10) }, 'doctor/stale-install')).toEqual([]);
  expect(await places({ ...manifest('catalog:'), ...kit('0.31.4', 10) }, 'doctor/stale-install')).toEqual([]);
});

test('a package that uses the schema with another drizzle-orm; one that does not use it may have its own', async () => {
  const other = (dependencies: Record<string, string>) => ({
    'web/package.json': json({ name: 'web', dependencies }),
    ...orm('0.45.4', 10),
    ...orm('0.41.0', 9, 'web/'),
  });
  expect(await places(other({ shop: 'workspace:*', 'drizzle-orm': '*' }), 'doctor/two-orms')).toEqual([
    'warning web/package.json',
  ]);
  expect(await places(other({ 'drizzle-orm': '*' }), 'doctor/two-orms')).toEqual([]);
});

test('a journal beside drizzle-kit 1.0, and folders beside 0.31', async () => {
  const old = { 'drizzle/meta/_journal.json': journal, 'drizzle/0000_init.sql': 'SELECT 1;' };
  const young = {
    'drizzle/20260101000000_init/migration.sql': 'SELECT 1;',
    'drizzle/20260101000000_init/snapshot.json': '{}',
  };
  const found = await findings(repositoryWith({ ...old, ...kit('1.0.0-rc.5', 14) }), 'doctor/wrong-layout');
  expect(found).toMatchObject([{ path: 'drizzle/meta/_journal.json', fix: 'npx drizzle-kit up' }]);
  expect(await places({ ...young, ...kit('0.31.11', 10) }, 'doctor/wrong-layout')).toHaveLength(1);
  expect(await places({ ...old, ...kit('0.31.11', 10) }, 'doctor/wrong-layout')).toEqual([]);
  expect(await places({ ...young, ...kit('1.0.0-rc.5', 14) }, 'doctor/wrong-layout')).toEqual([]);
});

describe('the engine that proves', () => {
  const of = async (dialect: string, files: Record<string, string>, env: Record<string, string> = {}) =>
    places({ 'drizzle.config.ts': config({ dialect }), ...files }, 'doctor/no-engine', { env });
  const installed = (name: string) => ({ [`node_modules/${name}/package.json`]: json({ name, version: '1.0.0' }) });

  test('a note as long as lockstep is not part of the project, then a warning', async () => {
    expect(await of('postgresql', {})).toEqual(['info package.json']);
    expect(await of('postgresql', { 'package.json': json({ devDependencies: { 'drizzle-lockstep': '*' } }) })).toEqual([
      'warning package.json',
    ]);
  });

  test('each dialect has its own', async () => {
    expect(await of('postgresql', installed('@electric-sql/pglite'))).toEqual([]);
    expect(await of('sqlite', installed('better-sqlite3'))).toEqual([]);
    expect(await of('sqlite', {})).toHaveLength(1);
    expect(await of('mysql', installed('mysql2'))).toHaveLength(1);
    expect(await of('mysql', installed('mysql2'), { LOCKSTEP_PROOF_URL: 'mysql://localhost' })).toEqual([]);
    expect(await of('mysql', { ...installed('mysql2'), '.env': 'LOCKSTEP_PROOF_URL=mysql://localhost\n' })).toEqual([]);
  });
});

test('another lockstep than the one of the project', async () => {
  const files = { 'node_modules/drizzle-lockstep/package.json': json({ name: 'drizzle-lockstep', version: '0.1.0' }) };
  expect(await places(files, 'doctor/other-lockstep', { lockstep: '0.2.0' })).toEqual(['warning package.json']);
  expect(await places(files, 'doctor/other-lockstep', { lockstep: '0.1.0' })).toEqual([]);
});
