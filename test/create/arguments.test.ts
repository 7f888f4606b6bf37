import { describe, expect, it } from 'vitest';
import { help, parseFlags } from '../../create/src/flags.js';
import { packageName, requirePackageName } from '../../create/src/name.js';
import { readArguments } from '../../create/src/steps/arguments.js';
import { requireAnswers } from '../../create/src/steps/questions.js';
import { verify } from '../../create/src/steps/verify.js';
import { nearest } from '../../src/scaffold/nearest.js';
import { contextFor, failureOf, fakeTerminal } from './fakes.js';

describe('verify', () => {
  it.each(['20.19.0', 'v20.20.2', '22.0.0', '26.1.0'])('lets Node.js %s pass', (nodeVersion) => {
    expect(verify({ nodeVersion })).toBeUndefined();
  });

  it.each(['18.20.0', '20.18.9', 'v19.9.0'])('refuses Node.js %s', (nodeVersion) => {
    expect(() => verify({ nodeVersion })).toThrow(`Node.js ${nodeVersion} is too old: 20.19 is needed.`);
  });
});

describe('flags', () => {
  it('are read with their values', () => {
    expect(
      parseFlags(['shop', '--dialect=sqlite', '--driver', 'libsql', '-y', '--agents', 'none', '--no-git', '--diff']),
    ).toMatchObject({
      dir: 'shop',
      dialect: 'sqlite',
      driver: 'libsql',
      yes: true,
      agents: [],
      git: false,
      install: true,
      diff: true,
      dryRun: true,
    });
  });

  it.each([
    [['--dialekt', 'sqlite'], 'There is no option --dialekt. Did you mean --dialect?'],
    [['--no-instal'], 'There is no option --no-instal. Did you mean --no-install?'],
    [['--zzzzzzz'], 'There is no option --zzzzzzz.'],
    [['-x'], 'There is no option -x.'],
    [['--dialect', 'postgres'], '--dialect "postgres" is not known. Did you mean postgresql?'],
    [['--driver', 'postgresjs'], '--driver "postgresjs" is not known. Did you mean postgres-js?'],
    [['--pm', 'deno'], '--pm "deno" is not known.'],
    [['--format', 'xml'], '--format "xml" is not known.'],
    [['--agents', 'agents-md,clade'], '--agents "clade" is not known. Did you mean claude?'],
    [['--agents', 'none,agents-md'], '--agents none goes with nothing else.'],
    [['--dialect'], '--dialect needs a value.'],
    [['--dialect', '--yes'], '--dialect needs a value.'],
    [['--yes=no'], '--yes takes no value.'],
    [['--force', '--merge'], '--force and --merge exclude each other.'],
    [['shop', 'sqlite'], 'One folder at most; there are 2: shop, sqlite.'],
  ])('%j is refused with exit code 2', async (argv, message) => {
    const failure = await failureOf(() => parseFlags(argv));
    expect(failure).toMatchObject({ exitCode: 2, message, fix: expect.any(String) });
  });

  it('explain the dashes that npm needs when a value went astray', async () => {
    expect(await failureOf(() => parseFlags(['shop', 'sqlite']))).toMatchObject({
      fix: expect.stringContaining('shop -- --dialect'),
    });
  });

  it('are all in the help text', () => {
    for (const flag of [
      'dialect',
      'driver',
      'schema',
      'out',
      'pm',
      'agents',
      'ci',
      'yes',
      'dry-run',
      'diff',
      'format',
      'force',
      'merge',
      'no-install',
      'no-git',
      'lockstep',
      'help',
      'version',
    ]) {
      expect(help).toContain(`--${flag}`);
    }
  });
});

describe('arguments', () => {
  it('take the dialect from the driver', () => {
    const context = contextFor('/', ['--driver', 'mysql2']);
    readArguments(context);
    expect(context.flags.dialect).toBe('mysql');
  });

  it('refuse a driver of another dialect and name those that fit', async () => {
    expect(
      await failureOf(() => readArguments(contextFor('/', ['--dialect', 'sqlite', '--driver', 'pglite']))),
    ).toMatchObject({
      exitCode: 2,
      message: 'The driver pglite is for postgresql, not for sqlite.',
      fix: expect.stringContaining('libsql, better-sqlite3, turso'),
    });
  });

  it('make --format json ask nothing', () => {
    const terminal = fakeTerminal({ interactive: true });
    readArguments(contextFor('/', ['--format', 'json', '--yes'], terminal));
    expect(terminal.interactive).toBe(false);
  });

  it('end with the help or the version', () => {
    const terminal = fakeTerminal();
    expect(readArguments(contextFor('/', ['--version'], terminal))).toEqual({ end: 0 });
    expect(terminal.printed.out).toEqual(['0.1.0']);
    expect(readArguments(contextFor('/', ['-h'], terminal))).toEqual({ end: 0 });
  });
});

describe('without a terminal', () => {
  it('missing answers are named, and --yes', async () => {
    expect(await failureOf(() => requireAnswers(contextFor('/', ['shop', '--dialect', 'sqlite'])))).toMatchObject({
      exitCode: 2,
      message: 'Nobody can be asked here, and these answers are missing: --driver, --schema, --ci, --agents.',
      fix: expect.stringContaining('--yes'),
    });
    expect(await failureOf(() => requireAnswers(contextFor('/', [])))).toMatchObject({
      message: expect.stringContaining('the folder, --dialect'),
    });
  });

  it('all answers as flags are enough', () => {
    const argv = [
      'shop',
      '--dialect',
      'sqlite',
      '--driver',
      'libsql',
      '--schema',
      's',
      '--ci',
      'none',
      '--agents',
      'none',
    ];
    expect(requireAnswers(contextFor('/', argv))).toBeUndefined();
  });
});

describe('the package name', () => {
  it.each([
    ['/a/shop', 'shop'],
    ['/a/My Shop', 'my-shop'],
    ["/a/it's; DROP TABLE users--", 'it-s-drop-table-users'],
    ['/a/"quoted"', 'quoted'],
    ['/a/Café Ünïcode', 'cafe-unicode'],
    ['/a/.hidden_', 'hidden'],
    ['/a/日本 2', '2'],
    [`/a/${'x'.repeat(250)}`, 'x'.repeat(214)],
    ['/a/@scope', 'scope'],
  ])('of %j is %j', (root, name) => {
    expect(packageName(root)).toBe(name);
  });

  it.each([
    ['/a/日本', 'No package name can be made from "日本"'],
    ['/a/---', 'No package name can be made'],
    ['/a/b\nc', 'holds a control character'],
    ['/a/NUL', 'is reserved on Windows'],
    ['/a/what?', 'which Windows does not allow'],
    ['/a/node_modules', 'is reserved by npm'],
    ['/a/drizzle-orm', 'a name that is that of a package'],
    ['/', 'is empty'],
  ])('of %j cannot be', async (root, message) => {
    expect(await failureOf(() => requirePackageName(root))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });
});

describe('nearest', () => {
  it('finds slips of the finger and beginnings, and nothing far off', () => {
    const names = ['postgresql', 'sqlite', 'mysql'];
    expect(nearest('postgres', names)).toEqual(['postgresql']);
    expect(nearest('sqltie', names)).toEqual(['sqlite']);
    expect(nearest('MYSQL', names)).toEqual(['mysql']);
    expect(nearest('oracle', names)).toEqual([]);
  });
});
