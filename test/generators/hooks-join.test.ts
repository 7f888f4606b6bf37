import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { joinHooks } from '../../generators/hooks/join.js';
import { Joining } from '../../src/scaffold/join/joining.js';
import { takeOut } from '../../src/scaffold/join/take-out.js';
import { lookAround } from '../../src/scaffold/surroundings.js';
import { Repository } from '../helpers/repository.js';

/** Joins the hooks for the project in `folder`, writes them, and gives what was made and said. */
async function joined(repository: Repository, folder = '') {
  const around = await lookAround(join(repository.folder, folder));
  const joining = new Joining(around.files);
  joinHooks(joining, around, '22.22.1');
  for (const { path, after, executable } of joining.changes()) {
    repository.write(path, after ?? '');
    if (executable === true) chmodSync(join(repository.folder, path), 0o755);
  }
  return { joining, around };
}

/** A command `lockstep` that tells how it was called, and refuses what the file `refuse` names. */
function addCommand(repository: Repository, folder = ''): void {
  const bin = join(repository.folder, folder, 'node_modules/.bin');
  mkdirSync(bin, { recursive: true });
  const script =
    '#!/bin/sh\n[ "$1" = check ] && [ "$2" = --push ] || [ "$2" = post-rewrite ] && cat >> "$LOG"\necho "lockstep $*" >> "$LOG"\n[ ! -e "$REFUSE" ]\n';
  writeFileSync(join(bin, 'lockstep'), script, { mode: 0o755 });
}

function run(repository: Repository, hook: string, args: string[] = [], input = '', refuse = false) {
  const log = join(repository.folder, '../log');
  writeFileSync(log, '');
  const result = spawnSync('git', ['hook', 'run', '--ignore-missing', hook, '--', ...args], {
    cwd: repository.folder,
    input,
    encoding: 'utf8',
    env: { ...process.env, LOG: log, REFUSE: refuse ? log : '/nowhere' },
  });
  const calls = execFileSync('cat', [log], { encoding: 'utf8' });
  return { code: result.status, calls, output: result.stdout + result.stderr };
}

const path = 'PATH="$PWD"/node_modules/.bin:"$PATH"; ';
const orSaid =
  "command -v lockstep >/dev/null || { echo 'lockstep is not installed here, so nothing was checked. Run: npm install' >&2; exit 1; }; ";

describe('hooks in a folder that git is told of', () => {
  test('new ones run from the top of the repository, for a package that has the command itself', async () => {
    const repository = new Repository();
    repository.write('apps/web app/package.json', '{}');
    repository.write('.githooks/commit-msg', '#!/bin/sh\ntrue\n');
    repository.git('config', 'core.hooksPath', '.githooks');
    addCommand(repository, 'apps/web app');
    await joined(repository, 'apps/web app');
    expect(run(repository, 'pre-commit')).toMatchObject({ code: 0, calls: 'lockstep check --staged\n' });
    expect(run(repository, 'pre-merge-commit', [], '', true)).toMatchObject({ code: 1 });
    expect(run(repository, 'post-checkout', ['a', 'b', '1'], '', true)).toMatchObject({
      code: 0,
      calls: 'lockstep arrived post-checkout a b 1\n',
    });
    expect(run(repository, 'post-checkout', ['a', 'b', '0']).calls).toBe('');
  });

  test('ones that are there run both, ours first, with the same input', async () => {
    const repository = new Repository();
    repository.write('package.json', '{}');
    const lfs = '#!/usr/bin/env bash\n# Git LFS\nset -e\n\nread -r line; echo "theirs $1: $line" >> "$LOG"\n';
    repository.write('.githooks/pre-push', lfs);
    repository.write('.githooks/post-rewrite', lfs);
    repository.write('.githooks/pre-commit', '#!/bin/sh\necho theirs >> "$LOG"\nexit 0\n');
    for (const name of ['pre-push', 'post-rewrite', 'pre-commit'])
      chmodSync(join(repository.folder, '.githooks', name), 0o755);
    repository.git('config', 'core.hooksPath', '.githooks');
    addCommand(repository);
    await joined(repository);
    const input = 'refs/heads/$(x) 1 refs/heads/y 2';
    // git hook run hands no input on, so the script is run as git push does.
    const push = (refuse: boolean) => {
      const log = join(repository.folder, '../log');
      writeFileSync(log, '');
      const { status } = spawnSync(join(repository.folder, '.githooks/pre-push'), ['origin', 'url'], {
        cwd: repository.folder,
        input: `${input}\n`,
        env: { ...process.env, LOG: log, REFUSE: refuse ? log : '/nowhere' },
      });
      return [status, execFileSync('cat', [log], { encoding: 'utf8' })];
    };
    expect(push(false)).toEqual([0, `${input}\nlockstep check --push origin url\ntheirs origin: ${input}\n`]);
    expect(push(true)).toEqual([1, `${input}\nlockstep check --push origin url\n`]);
    expect(run(repository, 'pre-commit')).toMatchObject({ code: 0, calls: 'lockstep check --staged\ntheirs\n' });
    expect(run(repository, 'pre-commit', [], '', true).code).toBe(1);
  });

  test('where lockstep is not installed yet, what refuses says what to run, and what only tells is silent', async () => {
    const repository = new Repository();
    repository.write('apps/api/package.json', '{}');
    repository.write('pnpm-lock.yaml', '');
    repository.write('apps/api/pnpm-lock.yaml', '');
    repository.write('.githooks/pre-commit', '#!/bin/sh\nset -eu\ntrue\n');
    chmodSync(join(repository.folder, '.githooks/pre-commit'), 0o755);
    repository.git('config', 'core.hooksPath', '.githooks');
    await joined(repository, 'apps/api');
    const said = 'lockstep is not installed here, so nothing was checked. Run: pnpm install in apps/api\n';
    expect(run(repository, 'pre-commit')).toMatchObject({ code: 1, output: said });
    expect(run(repository, 'pre-push', ['origin', 'url'])).toMatchObject({ code: 1, output: said });
    expect(run(repository, 'post-checkout', ['a', 'b', '1'])).toMatchObject({ code: 0, output: '' });
  });

  test('a script of another language is left alone, and said', async () => {
    const repository = new Repository();
    repository.write('package.json', '{}');
    repository.write('.githooks/pre-commit', '#!/usr/bin/env node\nprocess.exit(0);\n');
    repository.git('config', 'core.hooksPath', '.githooks');
    const { joining } = await joined(repository);
    expect(joining.changes().map(({ path }) => path)).not.toContain('.githooks/pre-commit');
    expect(joining.notes.join()).toContain('.githooks/pre-commit is no shell script');
  });
});

test('husky keeps what its hook runs, and a second time adds nothing', async () => {
  const repository = new Repository();
  repository.write('package.json', '{ "devDependencies": { "husky": "^9" } }');
  repository.write('.husky/pre-commit', '#!/usr/bin/env sh\n. "$(dirname -- "$0")/_/husky.sh"\n\nnpx lint-staged\n');
  const { joining, around } = await joined(repository);
  const text = joining.read('.husky/pre-commit') ?? '';
  expect(text.split('\n').slice(3)).toEqual([
    '# lockstep: refuses a commit whose schema and migrations do not belong together.',
    `(${orSaid}lockstep check --staged) || exit $?`,
    '',
    'npx lint-staged',
    '',
  ]);
  const again = new Joining(around.files);
  joinHooks(again, around, '22.22.1');
  expect(again.changes()).toEqual([]);
  expect(joining.notes).toEqual([]);
});

test('hooks of a husky that nothing installs are said to run in no clone', async () => {
  const repository = new Repository();
  repository.write('package.json', '{}');
  repository.write('.husky/pre-commit', 'npx lint-staged\n');
  const { joining } = await joined(repository);
  expect(joining.notes).toEqual([expect.stringContaining('no clone runs the hooks in .husky')]);
});

test('a husky that was taken out, of which git still has the setting, is set up for everybody again', async () => {
  const repository = new Repository();
  repository.write('package.json', '{}');
  repository.write('.husky/_/pre-commit', '#!/bin/sh\n');
  repository.git('config', 'core.hooksPath', '.husky/_');
  const { joining } = await joined(repository);
  expect(JSON.parse(joining.read('package.json') ?? '')).toMatchObject({
    scripts: { prepare: expect.stringContaining('.husky/install.mjs') },
    devDependencies: { husky: '^9.1.7' },
  });
});

test('where nothing runs hooks, husky is set up as in a new project, under the next free script', async () => {
  const repository = new Repository();
  repository.write('package.json', '{\n  "scripts": { "prepare": "svelte-kit sync" }\n}\n');
  const { joining } = await joined(repository);
  expect(JSON.parse(joining.read('package.json') ?? '')).toEqual({
    scripts: { prepare: 'svelte-kit sync', postprepare: expect.stringContaining('.husky/install.mjs') },
    devDependencies: { husky: '^9.1.7' },
  });
  expect(joining.read('.husky/install.mjs')).toContain('husky');
  expect(joining.read('.husky/pre-push')).toContain('lockstep check --push "$@") || exit $?');
});

test('the script that sets husky up runs its file, and fails no install that has no such file yet', async () => {
  const repository = new Repository();
  repository.write('package.json', '{ "type": "commonjs" }\n');
  const { joining } = await joined(repository);
  const { prepare } = JSON.parse(joining.read('package.json') ?? '').scripts;
  const install = () => spawnSync(prepare, { shell: true, cwd: repository.folder, encoding: 'utf8' });
  repository.write('.husky/install.mjs', 'console.log("set up");\n');
  expect(install()).toMatchObject({ status: 0, stdout: 'set up\n' });
  repository.remove('.husky');
  expect(install()).toMatchObject({ status: 0, stdout: '', stderr: '' });
});

describe('lefthook', () => {
  const files: [string, string][] = [
    ['commands', '# ours\npre-commit:\n  parallel: true\n  commands:\n    lint:\n      run: npm run lint # all\n'],
    ['jobs', 'pre-commit:\n  jobs:\n    - name: lint\n      run: npm run lint\n'],
    ['jobs without indentation', 'pre-commit:\n  jobs:\n  - run: npm run lint\npost-merge:\n  parallel: true\n'],
    ['other hooks only', 'commit-msg:\n  commands:\n    lint:\n      run: true'],
    ['nothing', '# empty\n'],
  ];
  test.each(files)('a file with %s', async (_name, before) => {
    const repository = new Repository();
    repository.write('package.json', '{}');
    repository.write('lefthook.yml', before);
    const { joining, around } = await joined(repository);
    const after = joining.read('lefthook.yml') ?? '';
    const settings = parse(after);
    const commands = (hook: string): unknown[] => Object.values(settings[hook].commands ?? settings[hook].jobs);
    for (const hook of ['pre-commit', 'pre-merge-commit']) {
      expect(commands(hook)).toContainEqual(
        expect.objectContaining({ run: `(${path}${orSaid}lockstep check --staged)` }),
      );
    }
    expect(commands('pre-push')).toContainEqual(expect.objectContaining({ use_stdin: true }));
    expect(JSON.stringify(settings)).toContain('[ \\"{3}\\" = 1 ]');
    // Everything that was there means what it meant.
    const old = parse(before) ?? {};
    for (const hook of Object.keys(old)) expect(settings[hook]).toMatchObject(withoutLists(old[hook]));
    const taken = takeOut(joining.made(), { read: (path) => joining.read(path) });
    expect(taken.files.get('lefthook.yml')).toBe(before);
    expect(joining.notes).toEqual(['The hooks take effect with: npx lefthook install']);
    const again = new Joining(around.files);
    joinHooks(again, around, '22.22.1');
    expect([again.changes(), again.notes]).toEqual([[], []]);
  });

  test('a form that is not edited safely is said', async () => {
    const repository = new Repository();
    repository.write('package.json', '{}');
    repository.write('lefthook.yml', 'pre-commit: { commands: { lint: { run: x } } }\n');
    const { joining } = await joined(repository);
    expect(joining.read('lefthook.yml')).toMatch(/^pre-commit: \{ commands: \{ lint: \{ run: x \} \} \}\n/);
    expect(joining.notes[0]).toContain('lefthook.yml: pre-commit is written in a form');
  });
});

function withoutLists(value: unknown): object {
  const kept = Object.entries(Object(value)).filter(([, inner]) => !Array.isArray(inner));
  return Object.fromEntries(kept);
}

test('simple-git-hooks runs ours before what it runs already, and is taken out again', async () => {
  const repository = new Repository();
  // A script of the same name and text is another thing.
  const manifest = {
    devDependencies: { 'simple-git-hooks': '*' },
    scripts: { 'pre-commit': 'npx lint-staged' },
    'simple-git-hooks': { 'pre-commit': 'npx lint-staged', 'pre-push': 'npm test', 'pre-merge-commit': 'npm test' },
  };
  const before = `${JSON.stringify(manifest, null, 2)}\n`;
  repository.write('package.json', before);
  const { joining, around } = await joined(repository);
  const { scripts, 'simple-git-hooks': settings } = JSON.parse(joining.read('package.json') ?? '');
  expect(scripts).toEqual(manifest.scripts);
  expect(settings['pre-commit']).toBe(`(${path}${orSaid}lockstep check --staged) && npx lint-staged`);
  expect(settings['pre-push']).toBe('npm test');
  expect(settings['pre-merge-commit']).toContain('lockstep check --staged');
  expect(joining.notes.join()).toContain('pre-push has a command already');
  const taken = takeOut(joining.made(), { read: (path) => joining.read(path) });
  expect([taken.files.get('package.json'), taken.left]).toEqual([before, []]);
  const again = new Joining(around.files);
  joinHooks(again, around, '22.22.1');
  expect(again.changes()).toEqual([]);
});

test.each([
  ['', 'entry: npx lockstep check --staged'],
  ['apps/api', 'entry: sh -c "cd apps/api && npx lockstep check --staged"'],
])('the tool pre-commit gets what it can run without a shell and without file names, in %j', async (folder, entry) => {
  const repository = new Repository();
  repository.write(join(folder, 'package.json'), '{}');
  repository.write('.pre-commit-config.yaml', 'repos: []\n');
  const { joining } = await joined(repository, folder);
  const [note = ''] = joining.notes;
  expect(note).toContain(entry);
  const [{ hooks: added }] = parse(note.slice(note.indexOf('\n') + 1));
  expect(added[0]).toMatchObject({ id: 'lockstep', language: 'system', always_run: true, pass_filenames: false });
});

test("hooks in git's own folder are left alone, and said", async () => {
  const repository = new Repository();
  repository.write('package.json', '{}');
  repository.write('.git/hooks/pre-push', '#!/bin/sh\ngit lfs pre-push "$@"\n');
  const { joining } = await joined(repository);
  expect(joining.changes()).toEqual([]);
  expect(joining.notes.join()).toContain('.git/hooks (pre-push) are on this machine only');
});
