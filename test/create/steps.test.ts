import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../create/src/run.js';
import { chooseFolder } from '../../create/src/steps/folder.js';
import { commit, makeRepository } from '../../create/src/steps/git.js';
import { answerQuestions, packageManager } from '../../create/src/steps/questions.js';
import { lookAround } from '../../create/src/steps/surroundings.js';
import { Interrupted } from '../../src/errors.js';
import { contextFor, failureOf, fakeTerminal, temporaryFolder } from './fakes.js';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const git = (cwd: string, ...args: string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' });

describe('the folder', () => {
  const chosen = async (argv: string[], terminal = fakeTerminal()) => {
    const context = contextFor(folder, argv, terminal);
    await chooseFolder(context);
    return context;
  };

  it('is the one that was named, with a package name made from it', async () => {
    const context = await chosen(['My Shop']);
    expect(context.root).toBe(join(folder, 'My Shop'));
    expect(context.answers.name).toBe('my-shop');
  });

  it('has a name of its own with --yes alone', async () => {
    expect((await chosen(['--yes'])).root).toBe(join(folder, 'drizzle-app'));
  });

  it('may hold a repository without anything in it', async () => {
    mkdirSync(join(folder, 'shop/.git'), { recursive: true });
    expect((await chosen(['shop'])).policy).toBe('stop');
  });

  it('is found behind a link', async () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync('real', join(folder, 'link'));
    expect((await chosen(['link/shop'])).root).toBe(join(folder, 'real/shop'));
  });

  it('that is not empty stops without a terminal', async () => {
    mkdirSync(join(folder, 'shop'));
    writeFileSync(join(folder, 'shop/mine.txt'), '');
    expect(await failureOf(() => chosen(['shop', '--yes']))).toMatchObject({
      exitCode: 2,
      message: 'The folder shop is not empty: mine.txt.',
      fix: expect.stringMatching(/--merge.*--force/),
    });
    expect((await chosen(['shop', '--merge'])).policy).toBe('merge');
    expect((await chosen(['shop', '--force'])).policy).toBe('force');
  });

  it('with a Drizzle project in it is not made anew: it joins', async () => {
    mkdirSync(join(folder, 'shop'));
    writeFileSync(join(folder, 'shop/drizzle.config.ts'), 'export default {};\n');
    for (const terminal of [fakeTerminal(), fakeTerminal({ interactive: true })]) {
      expect(await failureOf(() => chosen(['shop'], terminal))).toMatchObject({
        message: 'There is a Drizzle project already: drizzle.config.ts.',
        fix: expect.stringContaining('npx drizzle-lockstep init'),
        exitCode: 2,
      });
    }
    expect((await chosen(['shop', '--merge'])).root).toBe(join(folder, 'shop'));
    writeFileSync(join(folder, 'drizzle.config.ts'), 'export default {};\n');
    expect(await failureOf(() => chosen(['--yes']))).toMatchObject({
      fix: expect.stringContaining('npx drizzle-lockstep init'),
    });
    expect((await chosen(['beside'])).root).toBe(join(folder, 'beside'));
  });

  it('that is not empty is asked about in a terminal', async () => {
    writeFileSync(join(folder, 'mine.txt'), '');
    const terminal = fakeTerminal({ interactive: true, answers: ['merge'] });
    expect((await chosen(['.'], terminal)).policy).toBe('merge');
    const stop = fakeTerminal({ interactive: true, answers: ['default'] });
    expect(await failureOf(() => chosen(['.'], stop))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('nothing was written'),
    });
  });

  it.each([
    ['file', 'is a file; a folder is needed there.'],
    ['file/shop', 'is a file; a folder is needed there.'],
    ['dangling', 'is a link to nothing.'],
    ['dangling/shop', 'is a link to nothing.'],
    ['circle/shop', 'its links go in a circle'],
    [`${'x'.repeat(256)}/shop`, 'the path is too long'],
    ['x'.repeat(256), 'is longer than 255 bytes'],
    ['a\u0001b', 'holds a control character'],
  ])('cannot be %j', async (dir, message) => {
    writeFileSync(join(folder, 'file'), '');
    symlinkSync('nowhere', join(folder, 'dangling'));
    symlinkSync('circle', join(folder, 'circle'));
    expect(await failureOf(() => chosen([dir]))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
    });
  });
});

describe('the surroundings', () => {
  const around = async (argv: string[], root: string) => {
    const context = contextFor(folder, argv);
    context.root = root;
    await lookAround(context);
    return context;
  };

  it('without a repository allow one', async () => {
    const { surroundings, answers } = await around([], join(folder, 'shop'));
    expect(surroundings).toMatchObject({ git: true, repository: null, subfolder: '', workspace: null });
    expect(answers.hooks).toBe(true);
  });

  it('have no hooks with --no-git', async () => {
    expect((await around(['--no-git'], join(folder, 'shop'))).answers.hooks).toBe(false);
  });

  it('are seen as a repository, with the subfolder', async () => {
    git(folder, 'init', '-q');
    const { surroundings, answers } = await around([], join(folder, 'apps/shop'));
    expect(surroundings).toMatchObject({ repository: folder, subfolder: 'apps/shop', otherHooks: null });
    expect(answers).toMatchObject({ hooks: true, subfolder: 'apps/shop' });
  });

  it.each([
    ['core.hooksPath', () => void git(folder, 'config', 'core.hooksPath', '.husky/_'), '.husky/_'],
    ['a hook', () => writeFileSync(join(folder, '.git/hooks/pre-commit'), ''), '.git/hooks/pre-commit'],
    ['the hooks of Git LFS', () => writeFileSync(join(folder, '.git/hooks/pre-push'), ''), '.git/hooks/pre-push'],
  ])('keep the hooks of a repository that has %s', async (_what, set, named) => {
    git(folder, 'init', '-q');
    set();
    const { surroundings, answers, notes } = await around([], join(folder, 'shop'));
    expect(surroundings.otherHooks).toBe(named);
    expect(answers.hooks).toBe(false);
    expect(notes.join()).toContain('lockstep check --staged');
  });

  it('keep the hooks of a worktree, which lie in the main one', async () => {
    git(folder, 'init', '-q', 'main');
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com'];
    git(join(folder, 'main'), ...author, 'commit', '-q', '--allow-empty', '-m', 'a');
    writeFileSync(join(folder, 'main/.git/hooks/pre-commit'), '');
    git(join(folder, 'main'), 'worktree', 'add', '-q', '../tree');
    const { surroundings } = await around([], join(folder, 'tree/shop'));
    expect(surroundings.otherHooks).toBe('../main/.git/hooks/pre-commit');
  });

  it.each([
    ['package.json', '{"workspaces":["apps/*"]}', true],
    ['package.json', '{"workspaces":{"packages":["apps/*"]}}', true],
    ['package.json', '{"workspaces":["apps/*","!apps/shop"]}', false],
    ['package.json', '{"workspaces":["packages/*"]}', false],
    ['pnpm-workspace.yaml', 'packages:\n  # all\n  - "apps/*" # of them\n  - tools\ncatalog:\n  x: 1\n', true],
    ['pnpm-workspace.yaml', "packages: ['tools', './apps/**']\n", true],
    ['pnpm-workspace.yaml', 'packages:\r\n- tools\r\ncatalog:\r\n  - apps/*\r\n', false],
    ['pnpm-workspace.yaml', 'onlyBuiltDependencies:\n  - esbuild\n', false],
  ])('are seen as a workspace: %s %j', async (file, content, member) => {
    writeFileSync(join(folder, file), content);
    const { surroundings, answers, notes } = await around(['--no-git'], join(folder, 'apps/shop'));
    expect(surroundings.workspace).toEqual({ folder, member });
    expect(answers.workspace).toBe(member);
    expect(notes).toHaveLength(member ? 0 : 1);
  });
});

describe('the questions', () => {
  const answered = async (argv: string[], terminal = fakeTerminal()) => {
    const context = contextFor(folder, argv, terminal);
    context.root = join(folder, 'shop');
    context.answers = { ...context.answers, name: 'shop' };
    await answerQuestions(context);
    return context;
  };

  it('are not asked with --yes', async () => {
    const terminal = fakeTerminal({ interactive: true });
    expect((await answered(['--yes'], terminal)).answers).toMatchObject({
      dialect: 'postgresql',
      driver: 'pglite',
      schema: 'src/db/schema',
      out: 'drizzle',
      pm: 'npm',
      ci: 'github',
      agents: ['agents-md'],
      lockstepSpec: '^0.1.0',
    });
    expect(terminal.asked).toEqual([]);
  });

  it('have a default each', async () => {
    const terminal = fakeTerminal({ interactive: true, answers: Array(5).fill('default') });
    const { answers, flags } = await answered([], terminal);
    expect(answers).toMatchObject({
      dialect: 'postgresql',
      driver: 'pglite',
      schema: 'src/db/schema',
      ci: 'github',
      agents: ['agents-md'],
    });
    expect(flags.install).toBe(true);
    expect(terminal.asked).toHaveLength(5);
  });

  it('are only those that no flag answers', async () => {
    const terminal = fakeTerminal({ interactive: true, answers: ['turso'] });
    const argv = ['--dialect', 'sqlite', '--schema', 'tables.ts', '--ci', 'none', '--agents', 'none', '--no-install'];
    expect((await answered(argv, terminal)).answers).toMatchObject({
      driver: 'turso',
      schema: 'tables.ts',
      agents: [],
    });
    expect(terminal.asked).toEqual(['How is it reached?']);
  });

  it('are left by Ctrl-C without a trace', async () => {
    const terminal = fakeTerminal({ interactive: true, answers: ['shop', 'default', new Interrupted()] });
    expect(await run(contextFor(folder, [], terminal))).toBe(130);
    expect(terminal.printed.err.join()).toContain('Interrupted. Nothing was written.');
    expect(await failureOf(() => readFileSync(join(folder, 'shop')))).toMatchObject({ code: 'ENOENT' });
  });

  it.each([
    ['../x.tgz', 'file:../../x.tgz'],
    ['file:pack/lockstep.tgz', 'file:../pack/lockstep.tgz'],
    ['0.2.0', '0.2.0'],
    ['next', 'next'],
    ['>=0.1 <2', '>=0.1 <2'],
  ])('take drizzle-lockstep from %j as %j', async (given, spec) => {
    mkdirSync(join(folder, 'pack'));
    writeFileSync(join(folder, 'pack/lockstep.tgz'), '');
    const cwd = given.startsWith('..') ? join(folder, 'pack') : folder;
    if (given.startsWith('..')) writeFileSync(join(folder, 'x.tgz'), '');
    const context = contextFor(cwd, ['--yes', '--lockstep', given]);
    context.root = given.startsWith('..') ? join(folder, 'pack/shop') : join(folder, 'shop');
    context.answers = { ...context.answers, name: 'shop' };
    await answerQuestions(context);
    expect(context.answers.lockstepSpec).toBe(spec);
  });

  it.each(['none.tgz', './none', 'a"b', 'https://example.com/x'])('refuse to take it from %j', async (given) => {
    expect(await failureOf(() => answered(['--yes', '--lockstep', given]))).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('--lockstep'),
    });
  });
});

describe('the package manager', () => {
  const agent = (env: NodeJS.ProcessEnv, argv: string[] = []) => packageManager({ ...contextFor(folder, argv), env });

  it('is the named one, else the caller, else npm', () => {
    expect(agent({ npm_config_user_agent: 'pnpm/10.1.0 npm/? node/v24.1.0 linux x64' }, ['--pm', 'bun'])).toBe('bun');
    expect(agent({ npm_config_user_agent: 'pnpm/10.1.0 npm/? node/v24.1.0 linux x64' })).toBe('pnpm');
    expect(agent({ npm_config_user_agent: 'yarn/4.1.0 npm/? node/v24.1.0 linux x64' })).toBe('yarn');
    expect(agent({ npm_config_user_agent: 'deno/2.0.0' })).toBe('npm');
    expect(agent({})).toBe('npm');
  });

  it('is that of the workspace that the project belongs to', () => {
    writeFileSync(join(folder, 'pnpm-lock.yaml'), '');
    const context = contextFor(folder, []);
    context.surroundings = { ...context.surroundings, workspace: { folder, member: true } };
    expect(packageManager({ ...context, env: { npm_config_user_agent: 'npm/11.0.0' } })).toBe('pnpm');
  });
});

describe('git', () => {
  const context = (terminal = fakeTerminal()) => {
    const made = contextFor(folder, [], terminal);
    made.root = folder;
    made.surroundings = { ...made.surroundings, git: true };
    made.done.generated = true;
    return made;
  };
  const withoutIdentity = async (work: () => Promise<unknown>) => {
    const saved = { ...process.env };
    for (const name of Object.keys(process.env)) if (name.startsWith('GIT_')) delete process.env[name];
    process.env.GIT_CONFIG_GLOBAL = '/dev/null';
    process.env.GIT_CONFIG_SYSTEM = '/dev/null';
    try {
      await work();
    } finally {
      process.env = saved;
    }
  };

  it('gets a repository on main, and a first commit of everything', async () => {
    writeFileSync(join(folder, 'a.txt'), 'a');
    const made = context();
    await makeRepository(made);
    git(folder, 'config', 'user.name', 'Test');
    git(folder, 'config', 'user.email', 'test@example.com');
    await commit(made);
    expect(made.failures).toEqual([]);
    expect(made.done).toMatchObject({ repository: true, committed: true });
    expect(git(folder, 'log', '--format=%D %s').trim()).toBe('HEAD -> main Start with drizzle-lockstep');
    expect(git(folder, 'status', '--porcelain')).toBe('');
  });

  it('commits nothing for somebody it does not know, and says what to run', async () => {
    const made = context();
    await makeRepository(made);
    await withoutIdentity(() => commit(made));
    expect(made.done.committed).toBe(false);
    expect(made.failures).toEqual([]);
    expect(made.notes.join()).toContain('git config --global user.email');
  });

  it('reports what a hook that refuses has printed', async () => {
    writeFileSync(join(folder, 'a.txt'), 'a');
    const made = context();
    await makeRepository(made);
    git(folder, 'config', 'user.name', 'Test');
    git(folder, 'config', 'user.email', 'test@example.com');
    writeFileSync(join(folder, '.git/hooks/pre-commit'), '#!/bin/sh\necho no such luck >&2\nexit 1\n', { mode: 0o755 });
    await commit(made);
    expect(made.done.committed).toBe(false);
    expect(made.failures).toEqual([
      { message: 'The first commit was refused.', output: 'no such luck', fix: expect.any(String) },
    ]);
  });

  it('leaves a repository alone that somebody has commits in', async () => {
    git(folder, 'init', '-q');
    git(folder, '-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '-q', '--allow-empty', '-m', 'theirs');
    const made = context();
    made.surroundings = { ...made.surroundings, repository: folder };
    await makeRepository(made);
    await commit(made);
    expect(made.done).toMatchObject({ repository: false, committed: false });
    expect(git(folder, 'rev-list', '--count', 'HEAD').trim()).toBe('1');
  });
});
