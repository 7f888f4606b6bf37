import { join } from 'node:path';
import { expect, test } from 'vitest';
import { agentNames } from '../../../generators/agents/facts.js';
import { joinAgents } from '../../../generators/init/agents.js';
import { findProject } from '../../../src/cli/find-project.js';
import { Joining } from '../../../src/scaffold/join/joining.js';
import { takeOut } from '../../../src/scaffold/join/take-out.js';
import { lookAround } from '../../../src/scaffold/surroundings.js';
import { packagedRenderer } from '../../../src/scaffold/templates.js';
import { addProject } from '../../helpers/project.js';
import { Repository } from '../../helpers/repository.js';

/** Joins every agent for a project with these files, and writes what comes of it. */
async function joined(files: Record<string, string>, folder = '') {
  const repository = new Repository();
  addProject(repository, 'postgresql', folder);
  for (const [path, content] of Object.entries(files)) repository.write(path, content);
  const root = join(repository.folder, folder);
  const around = await lookAround(root);
  const joining = new Joining(around.files);
  const options = {
    with: { parts: ['agents'], agents: [...agentNames], ci: 'none' as const },
    nodeVersion: '22.22.1',
    lockstepSpec: '^0.1.0',
    version: '0.1.0',
    render: packagedRenderer(),
  };
  const add = async (to: Joining) => joinAgents(to, await findProject(root, {}), around, options, false);
  await add(joining);
  for (const { path, after } of joining.changes()) repository.write(path, after ?? '');
  return { repository, joining, around, add };
}

const theirs = {
  'AGENTS.md': '# Mine\n\nText',
  '.claude/settings.json':
    '{\n\t"permissions": {\n\t\t"deny": ["Read(.env)"],\n\t\t"allow": []\n\t},\n\t"hooks": {\n\t\t"PreToolUse": [\n\t\t\t{ "matcher": "Read", "hooks": [] }\n\t\t]\n\t}\n}\n',
  '.cursor/hooks.json': '{ "version": 1, "hooks": {} }',
  'opencode.json': '{\r\n  "permission": {\r\n    "edit": "ask",\r\n    "bash": { "*": "ask" }\r\n  }\r\n}\r\n',
};

test('what others wrote stays beside ours, and is as it was when ours is taken out', async () => {
  const { repository, joining, around, add } = await joined(theirs);
  expect(repository.read('AGENTS.md').startsWith(`${theirs['AGENTS.md']}\n\n<!-- drizzle-lockstep:begin`)).toBe(true);
  const settings = JSON.parse(repository.read('.claude/settings.json'));
  expect(settings.permissions.deny).toEqual(expect.arrayContaining(['Read(.env)', 'Edit(/drizzle/meta/**)']));
  expect(settings.hooks.PreToolUse).toHaveLength(2);
  const permission = JSON.parse(repository.read('opencode.json')).permission;
  expect(permission).toMatchObject({ edit: 'ask', bash: { '*': 'ask', '*drizzle-kit push*': 'deny' } });
  expect(Object.keys(JSON.parse(repository.read('.cursor/hooks.json')).hooks)).toEqual([
    'beforeShellExecution',
    'preToolUse',
  ]);

  const again = new Joining((await lookAround(repository.folder)).files);
  await add(again);
  expect(again.changes()).toEqual([]);

  const taken = takeOut(joining.made(), around.files);
  expect(taken.left).toEqual([]);
  for (const [path, content] of Object.entries(theirs)) expect(taken.files.get(path), path).toBe(content);
  for (const [path, after] of taken.files) if (!(path in theirs)) expect(after, path).toBeNull();
});

test('files that cannot be edited safely, or are of somebody else, stay; a note says what they lack', async () => {
  const { joining, repository } = await joined({
    '.claude/settings.json': '{ /* why */ }\n',
    'opencode.jsonc': '{}\n',
    '.claude/commands/migrate.md': 'mine\n',
  });
  expect(repository.read('.claude/settings.json')).toBe('{ /* why */ }\n');
  expect(repository.read('.claude/commands/migrate.md')).toBe('mine\n');
  expect(joining.notes).toEqual([
    '.claude/commands/migrate.md is there and stays as it is.',
    expect.stringMatching(/^\.claude\/settings\.json stays as it is; add to it: \{"permissions":\{"deny":\["Edit\(/),
    expect.stringMatching(/^opencode\.jsonc stays as it is; add to it: \{"permission":/),
  ]);
});

test('a package of a repository gets them in its own folder, with its own paths', async () => {
  const { repository } = await joined({}, 'packages/db');
  expect(repository.read('packages/db/AGENTS.md')).toContain('Run the commands in `packages/db/`.');
  expect(repository.read('packages/db/AGENTS.md')).toContain('git add src/schema drizzle');
});
