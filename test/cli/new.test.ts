import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { generators } from '../../generators/index.js';
import { helpOf, type Io } from '../../src/cli/command.js';
import { command } from '../../src/cli/commands/new.js';
import { projectWith } from '../generators/rename/project.js';
import { folderWith, repository } from '../generators/table/fixture.js';

const users = `import { pgTable, text, uuid } from 'drizzle-orm/pg-core';

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  email: text('email').notNull(),
});
`;
const sqliteUsers = `import { sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  email: text('email').notNull(),
});
`;
const project = {
  'package.json': '{ "name": "shop", "scripts": { "db:generate": "lockstep generate" } }',
  'package-lock.json': '{}',
  'drizzle.config.ts': "export default { dialect: 'postgresql', schema: './src/schema.ts', out: './drizzle' };\n",
  'src/schema.ts': users,
};

/** Runs the command without a terminal. */
async function run(cwd: string, ...argv: string[]) {
  let out = '';
  let err = '';
  const io: Io = {
    cwd,
    env: {},
    interactive: false,
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
  };
  const code = await command.run(argv, io);
  return { code, out, err };
}

const schema = (root: string): string => readFileSync(join(root, 'src/schema.ts'), 'utf8');

describe('lockstep new', () => {
  it('writes the table and says what to do next', async () => {
    const root = folderWith(project);
    const { code, out } = await run(root, 'table', 'orders', 'user:references', 'total:numeric:10,2:required');
    expect(code).toBe(0);
    expect(out).toContain('src/schema.ts  (changed)');
    expect(out).toContain('npm run db:generate -- --name add_orders');
    expect(schema(root)).toContain('.references(() => users.id)');
  });

  it('writes a relation, and no migration follows', async () => {
    const manifest = '{ "name": "shop", "dependencies": { "drizzle-orm": "^0.45.4" } }';
    const root = folderWith({ ...project, 'package.json': manifest });
    const { code, out } = await run(root, 'relation', 'users', 'boss:one:users:email=email', '--no-inverse');
    expect(code).toBe(0);
    expect(out).toContain('there is no migration to generate');
    expect(out).not.toContain('--name');
    expect(schema(root)).toContain('boss: one(users, {');
    expect(schema(root)).not.toContain('bossOf');
  });

  it('writes a column into a table that is there', async () => {
    const root = folderWith(project);
    const { code, out } = await run(root, 'column', 'users', 'total:numeric:10,2:required:default=0');
    expect(code).toBe(0);
    expect(out).toContain('npm run db:generate -- --name add_total_to_users');
    expect(schema(root)).toBe(
      users
        .replace(
          "  email: text('email').notNull(),\n",
          (line) => `${line}  total: numeric('total', { precision: 10, scale: 2 }).notNull().default('0'),\n`,
        )
        .replace('{ pgTable', '{ numeric, pgTable'),
    );
  });

  it('drops a column', async () => {
    const root = folderWith(project);
    const { code, out } = await run(root, 'drop-column', 'users', 'email');
    expect(code).toBe(0);
    expect(out).toContain('npm run db:generate -- --name drop_email_from_users');
    expect(schema(root)).toBe(
      users.replace("  email: text('email').notNull(),\n", '').replace('pgTable, text, uuid', 'pgTable, uuid'),
    );
  });

  it.each([
    [['index', 'users', 'email', '--unique', '--where', "email <> ''"], "uniqueIndex('users_email_unique')"],
    [['constraint', 'users', 'unique', 'email'], "text('email').notNull().unique()"],
    [['constraint', 'users', 'check', '--expression', "email like '%@%'", '--name', 'mail'], "check('mail', sql`"],
    [['enum', 'role', 'admin', 'guest'], "export const role = pgEnum('role', ['admin', 'guest']);"],
  ])('makes what %j names', async (argv, code) => {
    const root = folderWith(project);
    expect((await run(root, ...argv, '--dry-run')).code).toBe(0);
    expect(schema(root)).toBe(users);
    expect((await run(root, ...argv)).code).toBe(0);
    expect(schema(root)).toContain(code);
  });

  it.each([
    [['rename-column', 'users', 'email', 'mail'], "email: text('mail')"],
    [['rename-table', 'users', 'people', '--export'], "people = sqliteTable('people'"],
  ])(
    'renames with a migration, and asks for one that was not generated first: %j',
    async (argv, wanted) => {
      const root = projectWith('sqlite', sqliteUsers);
      const { code, out } = await run(root, ...argv, '--dry-run', '--format', 'json');
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({
        written: false,
        changes: expect.arrayContaining([expect.objectContaining({ path: 'src/schema.ts', status: 'changed' })]),
      });
      expect(schema(root)).toBe(sqliteUsers);
      expect((await run(root, ...argv)).out).toMatch(/drizzle\/0001_rename_\w+\.sql {2}\(new\)/);
      expect(schema(root)).toContain(wanted);

      writeFileSync(join(root, 'src/schema.ts'), schema(root).replace('  id', "  note: text('note'),\n  id"));
      await expect(run(root, 'rename-column', 'users', 'id', 'key')).rejects.toBeDefined();
      await expect(
        run(root, 'rename-table', argv[0] === 'rename-table' ? 'people' : 'users', 'others'),
      ).rejects.toMatchObject({
        message: expect.stringContaining('not in lockstep'),
        fix: 'lockstep generate',
      });
    },
    60_000,
  );

  it("formats with the project's own formatter, unless told not to", async () => {
    const root = folderWith({ ...project, 'biome.json': '{}' });
    const target = join(root, 'node_modules/@biomejs');
    mkdirSync(join(root, 'node_modules'));
    symlinkSync(join(repository, 'node_modules/@biomejs'), target, 'junction');
    writeFileSync(join(root, 'src/schema.ts'), '');
    const own = await run(root, 'table', 'orders', '--dry-run', '--diff', '--no-formatter');
    const { out, err } = await run(root, 'table', 'orders', '--dry-run', '--diff');
    expect([own.out, out]).toEqual([
      expect.stringContaining("+  id: uuid('id')"),
      expect.stringContaining('+\tid: uuid("id")'),
    ]);
    expect(err).toBe('Dry run: nothing was written.\n');
  });

  it('finds the project from a folder below it', async () => {
    const root = folderWith(project);
    expect((await run(join(root, 'src'), 'table', 'orders')).code).toBe(0);
    expect(schema(root)).toContain('export const orders');
  });

  it('says the command of the package manager in use', async () => {
    const root = folderWith({
      ...project,
      'package.json':
        '{ "name": "shop", "packageManager": "pnpm@10.0.0", "scripts": { "db:generate": "lockstep generate" } }',
    });
    expect((await run(root, 'table', 'orders')).out).toMatch(/pnpm (run )?db:generate --name add_orders/);
  });

  it('writes nothing in a dry run, and shows the files or the difference', async () => {
    const root = folderWith(project);
    expect((await run(root, 'table', 'orders', '--dry-run')).out).toMatch(/schema\.ts .*changed/);
    const { out } = await run(root, 'table', 'orders', 'a:int', '--dry-run', '--diff');
    expect(out).toContain("+export const orders = pgTable('orders', {");
    expect(schema(root)).toBe(users);
  });

  it('prints one object of JSON', async () => {
    const root = folderWith(project);
    const { out, code } = await run(root, 'table', 'orders', '--dry-run', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      written: false,
      changes: [{ path: 'src/schema.ts', status: 'changed' }],
      nextSteps: ['npm run db:generate -- --name add_orders'],
    });
    const written: unknown = JSON.parse((await run(root, 'table', 'orders', '--format=json')).out);
    expect(written).toMatchObject({ ok: true, written: true });
  });

  it('takes the answers of questions as flags', async () => {
    const root = folderWith(project);
    await run(root, 'table', 'orders', 'a:int', '--key', 'serial', '--no-timestamps');
    expect(schema(root)).toContain("id: serial('id').primaryKey(),");
    expect(schema(root)).not.toContain('createdAt');
  });

  it('without a generator lists them and is not done', async () => {
    const { code, out } = await run(folderWith({}));
    expect(code).toBe(2);
    expect(out).toMatch(/table +A table/);
    expect(JSON.parse((await run(folderWith({}), '--format', 'json')).out)).toMatchObject({
      generators: generators.map(({ name }) => ({ name })),
    });
  });

  it.each([
    [['tabel', 'x'], 'no generator "tabel"', 'lockstep new table'],
    [['table'], 'The argument NAME is missing', 'lockstep new table NAME [FIELD…]'],
    [['column', 'users'], 'The argument FIELD is missing', 'lockstep new column TABLE FIELD…'],
    [['index', 'users'], 'The argument COLUMN is missing', 'lockstep new index TABLE COLUMN…'],
    [['constraint', 'users'], 'The argument KIND is missing', 'lockstep new constraint TABLE KIND [COLUMN…]'],
    [['constraint', 'users', 'unique'], 'The argument COLUMN is missing', 'unique COLUMN…'],
    [['enum', 'role'], 'The argument VALUE is missing', 'lockstep new enum NAME VALUE…'],
    [['backfill', 'users'], 'The argument COLUMN is missing', 'lockstep new backfill TABLE COLUMN'],
    [['backfill', 'users', 'email'], '--set is missing', 'lockstep new backfill TABLE COLUMN --set SET'],
    [['backfill', 'users', 'mail', '--set', "'x'"], 'no column "mail"', 'Did you mean email?'],
    [['rollback', '0001', '0002'], 'does not take the argument "0002"', 'lockstep new rollback [TAG]'],
    [['drop-column', 'users'], 'The argument COLUMN is missing', 'lockstep new drop-column TABLE COLUMN'],
    [['drop-column', 'users', 'mail'], 'no column "mail"', 'Did you mean email?'],
    [['rename-column', 'users', 'email'], 'The argument TO is missing', 'rename-column TABLE COLUMN TO'],
    [['rename-table', 'users', 'customers', '--exports'], 'no flag --exports', '--export'],
    [['column', 'user', 'a:int'], 'no table "user"', 'Did you mean users?'],
    [['table', 'orders', '--no-timestmps'], 'no flag --no-timestmps', '--no-timestamps'],
    [['table', 'orders', '--forse'], 'no flag --forse', '--force'],
    [['table', 'orders', '--format', 'yaml'], '--format yaml', 'json'],
    [['table', 'orders', '--key', 'uid'], '--key uid', 'uuid'],
    [['table', 'orders', '--force', '--merge'], 'cannot be used together', 'one'],
    [['column', 'users', 'a:int', '--force'], 'column only edits src/schema.ts', 'Leave --force out'],
    [['table', 'orders', '--merge'], 'table only edits src/schema.ts', '--diff'],
    [['table', 'orders', 'a:intt'], 'no type intt', 'int'],
  ])('of %j is a usage error', async (argv, message, fix) => {
    const root = folderWith(project);
    const error: unknown = await run(root, ...argv).catch((reason: unknown) => reason);
    expect(error).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
      fix: expect.stringContaining(fix),
    });
    expect(schema(root)).toBe(users);
  });

  it('without a project says how to start one', async () => {
    await expect(run(folderWith({ 'package.json': '{}' }), 'table', 'orders')).rejects.toMatchObject({
      exitCode: 2,
      fix: expect.stringContaining('create'),
    });
  });

  it('names the config in what is to be typed next, where several lie side by side', async () => {
    const auth = "export default { dialect: 'postgresql', schema: './src/auth.ts', out: './auth' };\n";
    const root = folderWith({ ...project, 'drizzle-auth.config.ts': auth, 'src/auth.ts': users });
    mkdirSync(join(root, 'node_modules'));
    const config = ['--config', 'drizzle-auth.config.ts'];
    const { out } = await run(root, 'table', 'orders', 'note:text', ...config);
    expect(out).toContain('npx lockstep generate --config drizzle-auth.config.ts --name add_orders');
    const undo = 'lockstep undo --config drizzle-auth.config.ts';
    expect(out).toContain(`Undo: npx ${undo}`);
    const scripts = { 'auth:generate': 'lockstep generate --config drizzle-auth.config.ts', 'auth:undo': undo };
    writeFileSync(join(root, 'package.json'), JSON.stringify({ scripts }));
    expect((await run(root, 'table', 'bills', 'note:text', ...config)).out).toContain(
      'npm run auth:generate -- --name add_bills',
    );
  });

  it('has a help that names every flag', async () => {
    const help = await helpOf(command);
    const one = await helpOf(command, ['column', '--help']);
    expect(one).toContain('Usage: lockstep new column TABLE');
    expect(one).not.toContain('lockstep new index');
    for (const flag of [
      '--dry-run',
      '--diff',
      '--force',
      '--merge',
      '--config',
      '--format',
      '--key',
      '--[no-]timestamps',
      '--[no-]inverse',
      'through=table',
      '--where WHERE',
      '--on-delete ON-DELETE',
      '--before BEFORE',
    ])
      expect(help).toContain(flag);
  });
});
