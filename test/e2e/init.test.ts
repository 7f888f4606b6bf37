import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeFiles } from './helpers/agents-installed.js';
import { Terminal } from './helpers/terminal.js';

describe('lockstep init, in a project that was there before', () => {
  let terminal: Terminal;
  beforeEach(() => {
    terminal = new Terminal();
  });
  afterEach(() => terminal.close());

  it('installs itself, keeps commits in lockstep, and goes without a trace', async () => {
    const manifest = {
      name: 'shop',
      private: true,
      scripts: { 'db:generate': 'drizzle-kit generate' },
      dependencies: { '@libsql/client': '^0.18.0', 'drizzle-orm': '^0.45.4' },
      devDependencies: { 'drizzle-kit': '^0.31.11' },
    };
    writeFiles(terminal.cwd, {
      'package.json': `${JSON.stringify(manifest, null, 2)}\n`,
      '.gitignore': 'node_modules\n',
      'drizzle.config.ts': "export default { dialect: 'sqlite', schema: './schema.ts', out: './migrations' };\n",
      'schema.ts':
        "import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';\n\nexport const users = sqliteTable('users', {\n  id: integer('id').primaryKey(),\n  email: text('email').notNull(),\n});\n",
    });
    await terminal.succeeds('npm install && npm run db:generate -- --name start');
    await terminal.succeeds('git init -q -b main && git add -A && git commit -q -m Start');

    // A CommonJS package, without hooks, and without lockstep: npx brings it for the first time.
    const joined = await terminal.succeeds('npx --yes drizzle-lockstep init --yes');
    expect(joined.output).toContain('schema and migrations are in lockstep');
    await terminal.succeeds('git add -A && git commit -q -m "Join lockstep"');
    await terminal.succeeds('npm run db:new -- column users name:string');
    const refused = await terminal.type('git add -A && git commit -q -m "Add a name"');
    expect([refused.code, refused.output]).toEqual([1, expect.stringContaining('npm run lockstep:generate')]);
    await terminal.succeeds('npm run lockstep:generate -- --name add_name');
    await terminal.succeeds('git add -A && git commit -q -m "Add a name"');
    await terminal.succeeds('npx lockstep doctor');

    await terminal.succeeds('git reset -q --hard HEAD~1 && npx lockstep init --remove --yes');
    expect(existsSync(join(terminal.cwd, 'node_modules/drizzle-lockstep'))).toBe(false);
    // The lockfile too is as npm wrote it before.
    expect((await terminal.succeeds('git diff --stat HEAD~1')).output).not.toMatch(/\|/);
    expect((await terminal.succeeds('git status --porcelain --untracked-files=all')).output).not.toContain('??');
  });
});
