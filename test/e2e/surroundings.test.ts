import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Terminal } from './helpers/terminal.js';

describe('npm create drizzle-lockstep, where something is already', () => {
  let terminal: Terminal;
  beforeEach(() => {
    terminal = new Terminal();
  });
  afterEach(() => terminal.close());

  /** A commit of a schema alone is refused, one with its migration is accepted, from wherever it is made. */
  async function expectGuarded(top: string): Promise<void> {
    await terminal.succeeds('git add -A && git commit -q -m "Add the database"');
    await terminal.succeeds('npm run db:new -- table orders number:integer:required user:references:users');
    const refused = await terminal.type(`git add -A && git -C "${top}" commit -q -m orders`);
    expect(refused.output).toContain('lockstep/schema-ahead');
    expect(refused.code).toBe(1);
    await terminal.succeeds('npm run db:generate -- --name add_orders');
    await terminal.succeeds(`npm run typecheck && npm run lint && npm test`);
    await terminal.succeeds(`git add -A && git -C "${top}" commit -q -m orders`);
  }

  it('joins the repository of the folder above, with a schema in one file', async () => {
    const top = terminal.cwd;
    await terminal.succeeds('git init -q -b main && git commit -q --allow-empty -m Start');
    const layout = '--schema lib/tables.ts --out db/migrations';
    await terminal.succeeds(`npm create drizzle-lockstep@latest "apps/the api" -- ${layout} --yes`);
    terminal.cd('apps/the api');
    expect(existsSync(join(terminal.cwd, '.git'))).toBe(false);
    await expectGuarded(top);
    expect(terminal.read('lib/tables.ts')).toMatch(/export const users[\s\S]*export const orders/);
  });

  it('joins an npm workspace', async () => {
    const top = terminal.cwd;
    writeFileSync(join(top, 'package.json'), '{ "name": "all", "private": true, "workspaces": ["packages/*"] }\n');
    writeFileSync(join(top, '.gitignore'), 'node_modules\n');
    mkdirSync(join(top, 'packages'));
    await terminal.succeeds('git init -q -b main && git add -A && git commit -q -m Start');
    await terminal.succeeds('npm create drizzle-lockstep@latest packages/db -- --yes');
    expect(existsSync(join(top, 'node_modules/drizzle-kit'))).toBe(true);
    terminal.cd('packages/db');
    await expectGuarded(top);
  });
});
