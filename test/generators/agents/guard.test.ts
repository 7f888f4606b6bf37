import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planProject } from '../../../generators/project/index.js';
import type { DriverName } from '../../../src/project/drivers.js';
import { packagedRenderer } from '../../../src/scaffold/templates.js';
import { writeFiles } from '../../e2e/helpers/agents-installed.js';
import { answersFor, contentOf } from '../project/answers.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-guard-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const script = '.claude/hooks/database.mjs';

/** A project in which a migration is on `main`, and another only on the branch that is checked out. */
function project(driver: DriverName): string {
  const root = join(folder, driver);
  const plan = planProject(root, answersFor(driver, { agents: ['claude'] }), {
    render: packagedRenderer(),
    read: () => null,
  });
  writeFiles(root, {
    [script]: contentOf(plan, script),
    'drizzle/0000_init.sql': 'SELECT 1;',
    'drizzle/0000_init.down.sql': '-- down',
    'drizzle/meta/_journal.json': '{}',
  });
  const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'ignore' });
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('-c', 'user.name=Test', '-c', 'user.email=test@example.com', 'commit', '-qm', 'Start');
  git('switch', '-qc', 'mine');
  writeFiles(root, { 'drizzle/0001_mine.sql': 'SELECT 2;' });
  return root;
}

interface Answer {
  code: number;
  /** The reason for the agent. */
  said: string;
  decision: unknown;
}

/** What the guard answers. */
function ask(root: string, event: object, env: Record<string, string> = {}): Promise<Answer> {
  return new Promise((done) => {
    const { DATABASE_URL: _, ...rest } = process.env;
    const child = spawn(process.execPath, [script], { cwd: root, env: { ...rest, ...env } });
    let said = '';
    let out = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    child.on('close', (code) => done({ code: code ?? -1, said, decision: JSON.parse(out || 'null') }));
    child.stdin.end(JSON.stringify({ cwd: root, ...event }));
  });
}

const claude = (command: string) => ({ tool_name: 'Bash', tool_input: { command } });
const edit = (path: string) => ({ tool_name: 'Edit', tool_input: { file_path: path } });

describe('the guard of agents', () => {
  let local: string;
  let server: string;
  beforeAll(() => {
    local = project('pglite');
    server = project('node-postgres');
  });

  it('lets a push to a database of this machine pass, and everything that is no push', async () => {
    const passing: [string, string, Record<string, string>?][] = [
      [local, 'npm run db:push'],
      [local, 'npx drizzle-kit push'],
      [local, 'DATABASE_URL=./other npx drizzle-kit push'],
      [server, 'npm run db:push', { DATABASE_URL: 'postgres://postgres:postgres@localhost:5432/app' }],
      [server, "DATABASE_URL='postgres://u@127.0.0.1/app' npm run db:push"],
      [server, 'npm run db:migrate'],
      [server, 'npm run db:push-all'],
      [server, 'git commit -m "Explain why drizzle-kit push is refused"'],
      [server, 'git push'],
    ];
    const answers = await Promise.all(passing.map(([root, command, env]) => ask(root, claude(command), env)));
    expect(answers.map(({ code }, at) => [passing[at]?.[1], code])).toEqual(passing.map(([, line]) => [line, 0]));
  });

  it('refuses a push to any other, and to one that it cannot know', async () => {
    const remote = 'postgres://app:secret@db.example.com/app';
    const refused: [string, object, string, Record<string, string>?][] = [
      [server, claude('npm run db:push'), 'DATABASE_URL is not set'],
      [server, claude('npx drizzle-kit push'), 'not one of this machine', { DATABASE_URL: remote }],
      [local, claude(`DATABASE_URL=${remote} pnpm drizzle-kit push --force`), 'not one of this machine'],
      [local, claude(`npx drizzle-kit push --url "${remote}"`), 'not one of this machine'],
      [local, claude('bunx drizzle-kit push --host prod'), 'not one of this machine'],
      [local, claude('bash -c "npx drizzle-kit@latest push --config=prod.config.ts"'), 'another file'],
      [local, claude('node --env-file .env.production node_modules/.bin/drizzle-kit push'), 'another file'],
      [local, { command: `DATABASE_URL=${remote} npm run db:push` }, 'not one of this machine'],
    ];
    const answers = await Promise.all(refused.map(([root, event, , env]) => ask(root, event, env)));
    for (const [at, { code, said }] of answers.entries()) {
      expect([code, said], JSON.stringify(refused[at])).toEqual([2, expect.stringContaining(refused[at]?.[2] ?? '-')]);
      expect(said).toContain('npm run db:generate');
      expect(said).not.toContain('secret');
    }
  });

  it('leaves approvals to a person: asks where the tool can, else refuses', async () => {
    const run = (command: string) => ({ hook_event_name: 'PreToolUse', ...claude(command) });
    const approve = "npx lockstep approve 0001 drop-column:users.name --reason 'unused'";
    const down = (input: object) => ({ file_path: join(local, 'drizzle/0001_mine.down.sql'), ...input });
    const line = '-- Approved: drop-column:users.name: unused\n';
    const edited = { tool_name: 'Edit', tool_input: down({ new_string: line }) };
    const claudeAsks = { hookSpecificOutput: expect.objectContaining({ permissionDecision: 'ask' }) };
    const cases: [object, number, unknown][] = [
      [run(approve), 0, claudeAsks],
      [run('bash -c "pnpm exec lockstep approve 0001 x"'), 0, claudeAsks],
      [run('npm exec lockstep -- approve 0001 x'), 0, claudeAsks],
      [{ hook_event_name: 'beforeShellExecution', command: approve }, 2, null],
      [{ hook_event_name: 'PreToolUse', ...edited }, 0, claudeAsks],
      [{ hook_event_name: 'preToolUse', tool_name: 'Write', tool_input: down({ content: line }) }, 2, null],
      [{ hook_event_name: 'PreToolUse', tool_name: 'Edit', tool_input: down({ new_string: 'DROP TABLE x;' }) }, 0, {}],
      [run('git commit -m "Say who runs lockstep approve"'), 0, {}],
      [run('npx lockstep review'), 0, {}],
    ];
    const answers = await Promise.all(cases.map(([event]) => ask(local, event)));
    expect(answers.map(({ code, decision }) => [code, decision])).toEqual(cases.map(([, ...wanted]) => wanted));
  });

  it('reads the address from .env, as the project does', async () => {
    writeFiles(server, { '.env': 'DATABASE_URL="postgres://postgres@localhost/app"\n' });
    expect((await ask(server, claude('npm run db:push'))).code).toBe(0);
    writeFiles(server, { '.env': 'DATABASE_URL=postgres://app@db.example.com/app\n' });
    expect((await ask(server, claude('npm run db:push'))).code).toBe(2);
  });

  it('keeps the migrations of the base branch and what drizzle-kit writes; the rest may be written', async () => {
    const paths: [string, string | null][] = [
      ['drizzle/0000_init.sql', 'is on the base branch'],
      ['drizzle/meta/_journal.json', 'drizzle-kit alone writes'],
      ['drizzle/0002_by_hand.sql', 'more than its SQL file'],
      ['drizzle/0001_mine.sql', null],
      ['drizzle/0000_init.down.sql', null],
      ['src/db/schema/users.ts', null],
      ['../drizzle/0000_init.sql', null],
    ];
    const answers = await Promise.all(paths.map(([path]) => ask(local, edit(join(local, path)))));
    for (const [at, [path, reason]] of paths.entries()) {
      const { code, said } = answers[at] ?? { code: -1, said: '', decision: null };
      expect([path, code, said]).toEqual([path, reason === null ? 0 : 2, expect.stringContaining(reason ?? '')]);
    }
  });
});
