import { describe, expect, it } from 'vitest';
import { backfill } from '../../../generators/backfill/index.js';
import type { AnswerValues } from '../../../src/scaffold/generator.js';
import { contextOf, folderWith, outcome, type Setup } from '../table/fixture.js';

const client = `import { drizzle } from 'drizzle-orm/node-postgres';

export const db = drizzle(process.env.DATABASE_URL ?? '');
`;
const schema = `import { sql } from 'drizzle-orm';
import { boolean, integer, pgEnum, pgTable, primaryKey, text, timestamp, uuid, varchar } from 'drizzle-orm/pg-core';

export const state = pgEnum('state', ['open', 'paid']);

export const teams = pgTable('teams', { id: integer('id').primaryKey().generatedAlwaysAsIdentity(), name: text('name').notNull() });

export const users = pgTable('users', {
  id: uuid('id').primaryKey().defaultRandom(),
  teamId: integer('team_id').notNull().references(() => teams.id),
  email: text('email').notNull().unique(),
  fullName: text('full_name'),
  low: text('low').generatedAlwaysAs(sql\`lower(email)\`),
  state: state('state').notNull(),
  code: varchar('code', { length: 4 }).notNull(),
  isAdmin: boolean('is_admin'),
  seenAt: timestamp('seen_at').notNull(),
});

export const members = pgTable('members', {
  userId: uuid('user_id').notNull().references(() => users.id),
  teamId: integer('team_id').notNull(),
  role: text('role'),
}, (t) => [primaryKey({ columns: [t.teamId, t.userId] })]);

export const notes = pgTable('notes', { body: text('body'), words: integer('words') });
`;
const files = {
  'package.json': '{ "devDependencies": { "tsx": "4", "vitest": "4" } }',
  'src/db/client.ts': client,
  'src/db/schema.ts': schema,
  'test/database.ts': 'export async function withDatabase() {}\n',
};
const setup: Setup = { schema: ['src/db/schema.ts'] };

async function planIn(answers: AnswerValues, changed: Record<string, string> = {}, other: Setup = setup) {
  return backfill.plan(backfill.answers(answers), contextOf(folderWith({ ...files, ...changed }), other));
}
const name = { table: 'users', column: 'full_name', set: "email || ' of ' || code" };

describe('a backfill', () => {
  it('is a file beside the client, a test, and what runs all of them', async () => {
    const plan = await planIn(name);
    const made = outcome(plan);
    expect(Object.keys(made)).toEqual([
      'src/db/backfills/fill_users_full_name.ts',
      'src/db/backfills/run.ts',
      'src/db/backfills/batches.ts',
      'src/db/backfills/positions.ts',
      'test/backfills/fill_users_full_name.test.ts',
    ]);
    expect(made['src/db/backfills/fill_users_full_name.ts']).toMatchInlineSnapshot(`
      "import { eq, isNull, sql } from 'drizzle-orm';
      import { users } from '../schema';
      import type { Backfill } from './batches';

      const value = sql\`\${users.email} || ' of ' || \${users.code}\`;

      /** Fills users.full_name. Run it: npx tsx src/db/backfills/run.ts fill_users_full_name */
      export const backfill: Backfill = {
        name: 'fill_users_full_name',
        table: users,
        key: [users.id],
        where: isNull(users.fullName),
        set: { fullName: value },
        repeatable: true,
        down: { where: eq(users.fullName, value), set: { fullName: null } },
        batch: 1000,
        pause: 100,
      };
      "
    `);
    expect(made['test/backfills/fill_users_full_name.test.ts']?.split('describe(')[0]).toMatchInlineSnapshot(`
      "import { eq } from 'drizzle-orm';
      import { describe, expect, it } from 'vitest';
      import { countRows, run } from '../../src/db/backfills/batches';
      import { backfill } from '../../src/db/backfills/fill_users_full_name';
      import { teams, users } from '../../src/db/schema';
      import { withDatabase } from '../database';

      const teamsId = 1000001;
      /** A row that the backfill has to fill. Change it where yours look different. */
      const row = (at: number): typeof users.$inferInsert => ({
        teamId: teamsId,
        email: crypto.randomUUID(),
        state: 'open',
        code: String(at),
        seenAt: new Date('2026-01-01T00:00:00Z'),
      });

      "
    `);
    expect(made['src/db/backfills/run.ts']).toContain("import { db } from '../client';");
    expect(made['src/db/backfills/run.ts']).toContain('.finally(() => db.$client.end());');
    expect(plan.nextSteps).toMatchInlineSnapshot(`
      [
        "npx tsx src/db/backfills/run.ts fill_users_full_name --dry-run",
        "npx tsx src/db/backfills/run.ts fill_users_full_name   # on every database, when the migration with the column and the code that writes it are deployed",
        "npx tsx src/db/backfills/run.ts fill_users_full_name --down   # takes it back",
        "To require it then: .notNull() at fullName in src/db/schema.ts, and npm run db:generate -- --name require_full_name",
      ]
    `);
  });

  it('leaves what runs backfills as it is when it is there', async () => {
    const changes = outcome(await planIn(name, { 'src/db/backfills/batches.ts': '// mine\n' }));
    expect(changes).not.toHaveProperty(['src/db/backfills/batches.ts']);
  });

  it('goes through the rows by a key of several columns in its order', async () => {
    const made = outcome(await planIn({ table: 'members', column: 'role', set: "'guest'", batch: '50', pause: '0' }));
    expect(made['src/db/backfills/fill_members_role.ts']).toContain('key: [members.teamId, members.userId],');
    expect(made['src/db/backfills/fill_members_role.ts']).toContain('batch: 50,\n  pause: 0,');
  });

  it('does not take a name in a query for a column of the table', async () => {
    const set = '(select name from teams where teams.id = users.team_id and email is null)';
    const made = outcome(await planIn({ ...name, set }));
    expect(made['src/db/backfills/fill_users_full_name.ts']).toContain(`const value = sql\`${set}\`;`);
  });

  it.each([
    ['gen_random_uuid()::text', 'gives another value each time'],
    ["'x' || NOW()", 'gives another value each time'],
  ])('does not promise to take back %s', async (set, why) => {
    const made = outcome(await planIn({ ...name, set }));
    expect(made['src/db/backfills/fill_users_full_name.ts']).toContain(why);
    expect(made['test/backfills/fill_users_full_name.test.ts']).toContain("rejects.toThrow('is not undone')");
  });

  it('takes a word in a string for what it is', async () => {
    const made = outcome(await planIn({ ...name, set: "'now() and email'" }));
    expect(made['src/db/backfills/fill_users_full_name.ts']).toContain("sql`'now() and email'`");
    expect(made['src/db/backfills/fill_users_full_name.ts']).toContain('down: { where:');
  });

  it.each([
    [{ 'package.json': '{}' }, 'the project has no vitest'],
    [{ 'test/database.ts': 'export {};\n' }, 'test/database.ts has no withDatabase'],
    [
      { 'src/db/client.ts': client.replace('node-postgres', 'neon-http') },
      'over HTTP it would work on the rows of the database',
    ],
  ])('says why there is no test: %j', async (changed, why) => {
    const plan = await planIn(name, changed);
    expect(plan.changes.map(({ path }) => path)).not.toContain('test/backfills/fill_users_full_name.test.ts');
    expect(plan.nextSteps?.join('\n')).toContain(why);
  });

  it('finds the client where a project has it, and takes its own way to end it', async () => {
    const moved = {
      'src/db/client.ts': '',
      'src/lib/database.ts': `import postgres from 'postgres';
import { drizzle as make } from 'drizzle-orm/postgres-js';

const cached: { db?: ReturnType<typeof make> } = {};
const database = cached.db ?? make(postgres(''));
export { database };
export const closeAll = () => {};
`,
    };
    const made = outcome(await planIn(name, moved));
    expect(made['src/lib/backfills/run.ts']).toContain("import { closeAll, database } from '../database';");
    expect(made['src/lib/backfills/run.ts']).toContain('.finally(() => closeAll());');
    expect(made['src/lib/backfills/positions.ts']).toContain('typeof database,');
    expect(made['src/lib/backfills/fill_users_full_name.ts']).toContain("from '../../db/schema';");
  });
});

const mysqlSchema = `import { mysqlTable, varchar } from 'drizzle-orm/mysql-core';

export const users = mysqlTable('users', {
  code: varchar('code', { length: 20 }).primaryKey(),
  email: varchar('email', { length: 200 }).notNull(),
  fullName: varchar('full_name', { length: 200 }),
});
`;

describe('bad input', () => {
  it.each<[AnswerValues, string, string]>([
    [{ ...name, table: 'user' }, 'There is no table "user"', 'users'],
    [{ ...name, column: 'fullname' }, 'has no column "fullname"', 'fullName'],
    [{ table: 'users', column: 'full_name' }, '--set or --from is missing', '--from old_name'],
    [{ ...name, from: 'email' }, '--set and --from cannot be used together', 'Choose'],
    [{ table: 'users', column: 'full_name', from: 'mail' }, 'has no column "mail"', 'email'],
    [{ ...name, set: 'lower(email' }, '( is not closed', 'Give one SQL expression'],
    [{ ...name, set: "'a'; drop table users" }, 'semicolon', 'Give one SQL expression'],
    [{ ...name, where: 'email -- x' }, 'comment', '--where'],
    [{ table: 'users', column: 'email', set: "'a'" }, 'is required, so no row lacks a value', '--where'],
    [{ ...name, set: 'lower(full_name)' }, 'uses full_name itself', '--where'],
    [{ ...name, column: 'low' }, 'is generated', 'Nothing is left to do'],
    [{ ...name, column: 'id' }, 'belongs to the primary key', '--custom'],
    [{ table: 'notes', column: 'words', set: '1' }, 'notes has no primary key', '--key COLUMN'],
    [{ table: 'notes', column: 'words', set: '1', key: 'body' }, 'body may be null', 'required column'],
    [{ ...name, key: 'seen_at' }, 'a timestamp is not exact', '--key COLUMN'],
    [{ ...name, set: '…' }, '--set or --from is missing', 'Give an SQL expression'],
    [{ ...name, key: 'code' }, 'code is not unique', 'Add columns to --key'],
    [{ ...name, batch: '0' }, '--batch 0', '1000'],
    [{ ...name, pause: 'long' }, '--pause long', '100'],
    [{ ...name, as: 'job' }, '--as job', '--as migration'],
    [{ ...name, name: '../run' }, '--name ../run', '--name fill_totals'],
    [{ ...name, name: 'run' }, 'run.ts is what runs backfills', 'another --name'],
    [{ ...name, client: 'src/db/schema.ts' }, 'exports nothing that drizzle(…)', '--client PATH'],
    [{ ...name, client: '../client.ts' }, 'not a path inside the project', 'relative to the drizzle config'],
    [{ ...name, folder: 'drizzle/x' }, 'belongs to the migrations', '--folder src/backfills'],
  ])('%j', async (answers, message, fix) => {
    const error = await planIn(answers).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(message),
      fix: expect.stringContaining(fix),
    });
  });

  it.each<[Record<string, string>, Setup, string]>([
    [{ 'src/db/client.ts': '' }, setup, 'No module was found that exports the database'],
    [{ 'src/db/other.ts': client }, setup, 'Several modules export a database'],
    [{ 'src/db/client.ts': client.replace('node-postgres', 'd1') }, setup, 'drizzle-orm/d1'],
    [{ 'src/db/backfills/fill_users_full_name.ts': '' }, setup, 'There is a backfill fill_users_full_name already'],
    [{}, { schema: ['src/db/**/*.ts'] }, 'belongs to the schema'],
    [{ 'src/db/schema.ts': mysqlSchema }, { ...setup, dialect: 'mysql' }, '|| means OR in MySQL'],
  ])('of the project: %j %j', async (changed, other, message) => {
    await expect(planIn(name, changed, other)).rejects.toThrow(message);
  });
});
