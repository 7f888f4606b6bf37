import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Terminal } from './helpers/terminal.js';
import { writeTranscript } from './helpers/transcript.js';

const orders =
  'number:integer:required user:references:users total:numeric:10,2:required ' +
  'status:enum:open,paid,shipped:default=open placed_at:timestamp:default=now';

const listTables =
  "import { PGlite } from '@electric-sql/pglite'; const client = new PGlite('.data/postgres'); " +
  "const { rows } = await client.query('select tablename from pg_tables where schemaname = current_schema order by 1'); " +
  "console.log(rows.map((row) => row.tablename).join(' ')); await client.close();";

/** One person, from nothing to a pushed change. Each test goes on where the one before ended. */
describe('npm create drizzle-lockstep, and the first change', () => {
  let terminal: Terminal;
  beforeAll(() => {
    terminal = new Terminal();
  });
  afterAll(() => terminal.close());
  const files = (folder: string) => readdirSync(join(terminal.cwd, folder)).sort();

  it('makes a project that is installed and migrated', async () => {
    const { output } = await terminal.succeeds('npm create drizzle-lockstep@latest shop -- --yes');
    expect(output).toContain('Dependencies installed, first migration applied, first commit made.');
    terminal.cd('shop');
    expect(files('drizzle')).toEqual(['0000_init.down.sql', '0000_init.sql', 'meta']);
    expect(existsSync(join(terminal.cwd, '.data/postgres/PG_VERSION'))).toBe(true);
  });

  it('has committed everything through the hook, and left nothing behind', async () => {
    expect(await terminal.git('log', '--format=%an: %s')).toBe('Ada Lovelace: Start with drizzle-lockstep');
    expect(await terminal.git('status', '--porcelain')).toBe('');
    expect(await terminal.git('config', 'core.hooksPath')).toBe('.husky/_');
  });

  it('adds a table to the schema with a generator', async () => {
    await terminal.succeeds(`npm run db:new -- table orders ${orders}`);
    expect(files('src/db/schema')).toEqual(['index.ts', 'orders.ts', 'users.ts']);
    expect(await terminal.git('status', '--porcelain')).toBe(' M src/db/schema/index.ts\n?? src/db/schema/orders.ts');
  });

  it('refuses the commit of a schema without its migration, and shows what is missing', async () => {
    const { code, output } = await terminal.type('git add -A && git commit -m "orders"');
    expect(code).toBe(1);
    expect(output).toContain('lockstep/schema-ahead');
    expect(output).toContain('CREATE TABLE "orders"');
    expect(output).toContain('npm run db:generate');
    expect(await terminal.git('rev-list', '--count', 'HEAD')).toBe('1');
  });

  it('generates migration, snapshot and down file', async () => {
    await terminal.succeeds('npm run db:generate -- --name add_orders');
    expect(files('drizzle')).toEqual([
      '0000_init.down.sql',
      '0000_init.sql',
      '0001_add_orders.down.sql',
      '0001_add_orders.sql',
      'meta',
    ]);
    expect(files('drizzle/meta')).toEqual(['0000_snapshot.json', '0001_snapshot.json', '_journal.json']);
    expect(terminal.read('drizzle/0001_add_orders.sql')).toContain('CREATE TABLE "orders"');
    expect(terminal.read('drizzle/0001_add_orders.down.sql')).toContain('DROP TABLE "orders"');
  });

  it('refuses the commit of a migration without its schema', async () => {
    const { code, output } = await terminal.type('git add drizzle && git stash push -q src && git commit -m x');
    expect(code).toBe(1);
    expect(output).toContain('lockstep/migrations-ahead');
    expect(output).toContain('orders');
    expect(await terminal.git('rev-list', '--count', 'HEAD')).toBe('1');
  });

  it('accepts schema and migration together', async () => {
    await terminal.succeeds('git stash pop && git add -A && git commit -m "orders"');
    expect(await terminal.git('log', '-1', '--format=%s')).toBe('orders');
    expect(await terminal.git('status', '--porcelain')).toBe('');
  });

  it('applies the migration, and its own test passes', async () => {
    const { output } = await terminal.succeeds('npm run db:migrate && npm test');
    expect(output).toMatch(/Tests\s+2 passed \(2\)/);
    writeTranscript(terminal);
    const { stdout } = await terminal.succeeds(`node --input-type=module -e "${listTables}"`);
    expect(stdout.trim()).toBe('orders users');
  });

  it('type-checks, lints, seeds, and says that all is in lockstep', async () => {
    for (const script of ['typecheck', 'lint', 'db:seed', 'db:check']) await terminal.succeeds(`npm run ${script}`);
  });

  it('makes a table with plop', async () => {
    await terminal.succeeds('npx plop table payments "order:references:orders amount:integer:required"');
    expect(terminal.read('src/db/schema/payments.ts')).toContain("integer('amount').notNull()");
    await terminal.succeeds('npm run db:generate -- --name add_payments');
    await terminal.succeeds('npm run typecheck && npm run lint');
    await terminal.succeeds('git add -A && git commit -q -m payments');
  });

  it("makes a module from the project's own template", async () => {
    await terminal.succeeds('npx plop query orders');
    expect(files('src/db/queries')).toEqual(['orders.ts']);
    await terminal.succeeds('npm run typecheck && npm run lint');
    await terminal.succeeds('git add -A && git commit -q -m queries');
  });

  it('refuses to push what was committed past the hook', async () => {
    await terminal.succeeds('git init -q --bare ../remote.git && git remote add origin ../remote.git');
    await terminal.succeeds('git push -q -u origin main');
    await terminal.succeeds('npm run db:new -- table notes body:text');
    await terminal.succeeds('git add -A && git commit -q --no-verify -m notes');
    const { code, output } = await terminal.type('git push -q');
    expect(code).toBe(1);
    expect(output).toContain('lockstep/schema-ahead');
    expect(await terminal.git('rev-list', '--count', 'origin/main')).toBe('4');

    await terminal.succeeds('npm run db:generate -- --name add_notes');
    await terminal.succeeds('git add -A && git commit -q --amend --no-edit');
    await terminal.succeeds('git push -q');
  });
});
