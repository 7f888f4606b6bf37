import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ProjectAnswers, planProject } from '../../generators/project/index.js';
import { driverNames, findDriver } from '../../src/project/drivers.js';
import { planToJson } from '../../src/scaffold/show.js';
import { packagedRenderer } from '../../src/scaffold/templates.js';
import { temporaryFolder } from './fakes.js';

const repository = join(import.meta.dirname, '../..');
const bundle = join(repository, 'create/dist/index.js');

beforeAll(() => {
  if (!existsSync(bundle)) execFileSync(process.execPath, ['scripts/build.mjs', '--no-types'], { cwd: repository });
});

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const environment = { ...process.env, npm_config_user_agent: '' };

function create(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: environment,
    input: '',
  });
  return { status, stdout, stderr };
}

describe('npm create drizzle-lockstep', () => {
  it('writes the project, and says what is left to do', () => {
    const { status, stdout, stderr } = create('my shop', '--yes', '--no-install', '--no-git');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(
      "  cd 'my shop'\n  npm install\n  npm run db:generate -- --name init\n  npm run db:migrate\n",
    );
    expect(JSON.parse(readFileSync(join(folder, 'my shop/package.json'), 'utf8'))).toMatchObject({ name: 'my-shop' });
    expect(existsSync(join(folder, 'my shop/.git'))).toBe(false);
  });

  it('makes the repository before there is something to install', () => {
    expect(create('shop', '--yes', '--no-install').status).toBe(0);
    expect(readFileSync(join(folder, 'shop/.git/HEAD'), 'utf8')).toBe('ref: refs/heads/main\n');
  });

  it('makes no repository inside another', () => {
    execFileSync('git', ['init', '-q'], { cwd: folder });
    expect(create('apps/shop', '--yes', '--no-install').status).toBe(0);
    expect(existsSync(join(folder, 'apps/shop/package.json'))).toBe(true);
    expect(existsSync(join(folder, 'apps/shop/.git'))).toBe(false);
  });

  it.each([['--dry-run'], ['--diff'], ['--dry-run', '--format', 'json']])('writes nothing with %s', (...flags) => {
    const { status, stdout, stderr } = create('shop', '--yes', ...flags);
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'A dry run: nothing was written.\n' });
    expect(stdout).toContain('drizzle.config.ts');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('shows a diff that makes the same files', () => {
    const { stdout } = create('shop', '--yes', '--diff', '--no-git');
    mkdirSync(join(folder, 'patched'));
    execFileSync('git', ['init', '-q'], { cwd: join(folder, 'patched') });
    execFileSync('git', ['apply', '-'], { cwd: join(folder, 'patched'), input: stdout });
    create('shop', '--yes', '--no-install', '--no-git');
    rmSync(join(folder, 'patched/.git'), { recursive: true });
    expect(() => execFileSync('diff', ['-r', 'patched', 'shop'], { cwd: folder })).not.toThrow();
  });

  it.each(driverNames)('has the same templates for %s in its bundle as the sources', (driver) => {
    const bundled = JSON.parse(
      create('shop', '--yes', '--no-git', '--driver', driver, '--dry-run', '--format', 'json').stdout,
    );
    const root = join(folder, 'shop');
    const answers: ProjectAnswers = {
      name: 'shop',
      dialect: findDriver(driver).dialect,
      driver,
      schema: 'src/db/schema',
      out: 'drizzle',
      pm: 'npm',
      ci: 'github',
      agents: ['agents-md'],
      hooks: false,
      subfolder: '',
      workspace: false,
      nodeVersion: process.versions.node,
      lockstepSpec: '^0.1.0',
    };
    const { changes } = planToJson(planProject(root, answers, { render: packagedRenderer(), read: () => null }));
    expect(bundled.changes).toEqual(changes);
  });

  it('prints one JSON object', () => {
    const { status, stdout, stderr } = create('shop', '--yes', '--no-install', '--no-git', '--format', 'json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      root: join(folder, 'shop'),
      done: { written: true, installed: false, committed: false },
      nextSteps: expect.arrayContaining(['npm install']),
    });
  });

  it('prints an error as JSON as well', () => {
    const { status, stdout } = create('shop', '--format', 'json');
    expect(status).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { exitCode: 2, message: expect.stringContaining('--dialect') },
    });
    expect(JSON.parse(create('--format=json', '--nope').stdout)).toMatchObject({ ok: false });
  });

  it.each([
    [['shop', '--dri-run'], 'There is no option --dri-run. Did you mean --dry-run?'],
    [['shop', '--dialect', 'mysql', '--driver', 'libsql', '--yes'], 'The driver libsql is for sqlite, not for mysql.'],
    [['shop'], 'Nobody can be asked here, and these answers are missing'],
    [['--no-install'], 'these answers are missing: the folder'],
    [['file', '--yes'], 'is a file; a folder is needed there.'],
    [['full', '--yes'], 'The folder full is not empty: package.json.'],
    [['日本', '--yes'], 'No package name can be made from'],
    [['shop', '--schema', '../out', '--yes'], 'leaves the project'],
    [['shop', '--out', '/etc', '--yes'], 'is absolute'],
    [['shop', '--out', 'src/db/schema', '--yes'], 'are the same path'],
  ])('%j stops with exit code 2 and writes nothing', (args, message) => {
    writeFileSync(join(folder, 'file'), 'mine');
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/package.json'), '{}');
    const { status, stdout, stderr } = create(...args);
    expect(stderr).toContain(message);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(readdirSync(folder)).toEqual(['file', 'full']);
    expect(readdirSync(join(folder, 'full'))).toEqual(['package.json']);
  });

  it('shows conflicts in a dry run, and that the real run would stop', () => {
    mkdirSync(join(folder, 'shop'));
    writeFileSync(join(folder, 'shop/package.json'), '{}');
    const { status, stdout, stderr } = create('shop', '--yes', '--dry-run');
    expect(status).toBe(2);
    expect(stdout).toMatch(/package\.json +[\d.]+ kB +conflict/);
    expect(stderr).toContain('One file exists and differs; the real run needs --merge or --force.');
  });

  it('keeps what exists with --merge, and overwrites it with --force', () => {
    mkdirSync(join(folder, 'shop'));
    writeFileSync(join(folder, 'shop/package.json'), '{\n    "name": "mine",\n    "scripts": { "test": "jest" }\n}');
    writeFileSync(join(folder, 'shop/README.md'), 'mine\n');
    writeFileSync(join(folder, 'shop/other.txt'), 'mine\n');
    writeFileSync(join(folder, 'shop/.gitignore'), 'mine\n');
    expect(create('shop', '--yes', '--no-install', '--no-git', '--merge').status).toBe(0);
    const manifest = readFileSync(join(folder, 'shop/package.json'), 'utf8');
    expect(JSON.parse(manifest)).toMatchObject({ name: 'mine', scripts: { test: 'jest', 'db:new': 'lockstep new' } });
    expect(manifest.startsWith('{\n    "name": "mine",\n    "scripts": { "test": "jest", "db:new"')).toBe(true);
    expect(readFileSync(join(folder, 'shop/README.md'), 'utf8')).toBe('mine\n');
    expect(readFileSync(join(folder, 'shop/.gitignore'), 'utf8')).toMatch(/^mine\n(.*\n)*node_modules\/?\n/);

    expect(create('shop', '--yes', '--no-install', '--no-git', '--force').status).toBe(0);
    expect(JSON.parse(readFileSync(join(folder, 'shop/package.json'), 'utf8'))).toMatchObject({ name: 'shop' });
    expect(readFileSync(join(folder, 'shop/README.md'), 'utf8')).toContain('# shop');
    expect(readFileSync(join(folder, 'shop/other.txt'), 'utf8')).toBe('mine\n');
  });

  it('writes into the folder behind a link, and never through a link out of the project', () => {
    mkdirSync(join(folder, 'real'));
    mkdirSync(join(folder, 'outside'));
    symlinkSync('real', join(folder, 'link'));
    symlinkSync('../outside', join(folder, 'real/src'));
    const { status, stderr } = create('link', '--yes', '--no-install', '--no-git', '--force');
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('leaves the project through the link'),
    });
    expect(readdirSync(join(folder, 'outside'))).toEqual([]);
    expect(readdirSync(join(folder, 'real'))).toEqual(['src']);
    rmSync(join(folder, 'real/src'));
    expect(create('link', '--yes', '--no-install', '--no-git').status).toBe(0);
    expect(existsSync(join(folder, 'real/package.json'))).toBe(true);
  });

  it('keeps the files when the package manager is missing, and fails', () => {
    const path = join(folder, 'bin');
    mkdirSync(path);
    symlinkSync(execFileSync('which', ['git'], { encoding: 'utf8' }).trim(), join(path, 'git'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, 'shop', '--yes', '--pm', 'bun'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...environment, PATH: path },
    });
    expect({ status, stderr }).toMatchObject({ status: 1, stderr: expect.stringContaining('bun install failed.') });
    expect(stdout).toContain('  cd shop\n  bun install\n');
    expect(existsSync(join(folder, 'shop/package.json'))).toBe(true);
  });

  it('keeps the files when there is no network, and fails', () => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [bundle, 'shop', '--yes', '--pm', 'npm'], {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...environment,
        npm_config_registry: 'http://127.0.0.1:9',
        npm_config_cache: join(folder, 'cache'),
        npm_config_fetch_retries: '0',
      },
    });
    expect({ status, stderr }).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/npm install failed\.[\s\S]*ECONNREFUSED/),
    });
    expect(stdout).toContain('  cd shop\n  npm install\n');
    expect(existsSync(join(folder, 'shop/drizzle.config.ts'))).toBe(true);
  });

  it('goes on after an interruption while it installs: the files are complete', async () => {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    // A package manager that never ends; what it would install is not the matter here.
    writeFileSync(join(bin, 'bun'), '#!/bin/sh\ntouch started\nexec sleep 60\n', { mode: 0o755 });
    const child = spawn(process.execPath, [bundle, 'shop', '--yes', '--pm', 'bun'], {
      cwd: folder,
      env: { ...environment, PATH: `${bin}:${process.env.PATH}` },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk;
    });
    const ended = new Promise<number | null>((done) => child.on('close', done));
    while (!existsSync(join(folder, 'shop/started'))) await new Promise((done) => setTimeout(done, 20));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
    expect(stderr).toContain('Interrupted. The files are complete; go on with:\n  cd shop\n  bun install\n');
    expect(existsSync(join(folder, 'shop/package.json'))).toBe(true);
  });

  it.skipIf(process.platform === 'win32')('stops where nothing may be written', ({ skip }) => {
    const shut = join(folder, 'shut');
    mkdirSync(shut);
    chmodSync(folder, 0o755);
    chmodSync(shut, 0o555);
    // Root may write anywhere, so root runs the command as somebody else.
    const asNobody = process.getuid?.() === 0 ? { uid: 65534 } : {};
    const probe = spawnSync(process.execPath, [bundle, '--version'], { cwd: folder, ...asNobody });
    if (probe.status !== 0) return skip('NOT TESTED: another user cannot read this repository or Node.js');
    const { status, stderr } = spawnSync(process.execPath, [bundle, 'shut/shop', '--yes', '--no-git', '--no-install'], {
      cwd: folder,
      encoding: 'utf8',
      env: environment,
      ...asNobody,
    });
    expect({ status, stderr }).toMatchObject({
      status: 2,
      stderr: expect.stringContaining(`There is no permission to write to ${shut}.`),
    });
    expect(readdirSync(shut)).toEqual([]);
  });
});

describe('npm create drizzle-lockstep in a terminal', () => {
  const hasScript = () => process.platform === 'linux' && spawnSync('script', ['--version']).status === 0;

  /** Runs the command in a pseudo terminal and types `keys`, each when `prompt` before it has appeared. */
  async function inTerminal(args: string[], keys: [prompt: string, keys: string][]) {
    const line = [process.execPath, bundle, ...args].map((word) => `'${word}'`).join(' ');
    // script(1) gives a pseudo terminal of no width when its own stdin is none.
    const child = spawn('script', ['--quiet', '--return', '--command', `stty cols 100 rows 40; ${line}`, '/dev/null'], {
      cwd: folder,
      env: { ...environment, CI: '', TERM: 'xterm' },
    });
    let screen = '';
    const pending = [...keys];
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk;
      const next = pending[0];
      if (next === undefined || !screen.includes(next[0])) return;
      pending.shift();
      screen = '';
      child.stdin.write(next[1]);
    });
    const giveUp = setTimeout(() => child.kill(), 15_000);
    const status = await new Promise<number | null>((done) => child.on('close', done));
    clearTimeout(giveUp);
    return { status, screen, unasked: pending };
  }

  it('is left with Ctrl-C at any question, without a trace', async ({ skip }) => {
    if (!hasScript()) return skip('NOT TESTED: there is no script(1) of util-linux for a pseudo terminal');
    for (const enters of [0, 1, 3, 5]) {
      const questions = ['Where should', 'Which database', 'How is it', 'Where do', 'Add as well', 'Install the'];
      const keys = questions
        .slice(0, enters + 1)
        .map((prompt, index): [string, string] => [prompt, index === enters ? '\u0003' : '\r']);
      const { status, unasked } = await inTerminal(['--no-git'], keys);
      expect({ status, unasked }).toEqual({ status: 130, unasked: [] });
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it('asks, takes the defaults on Enter, and writes', async ({ skip }) => {
    if (!hasScript()) return skip('NOT TESTED: there is no script(1) of util-linux for a pseudo terminal');
    const { status } = await inTerminal(
      ['--no-git', '--no-install'],
      [
        ['Where should', 'shop\r'],
        ['Which database', '\u001b[B\r'],
        ['How is it', '\r'],
        ['Where do', '\r'],
        ['Add as well', '\r'],
      ],
    );
    expect(status).toBe(0);
    expect(readFileSync(join(folder, 'shop/package.json'), 'utf8')).toContain('"@libsql/client"');
  });
});
