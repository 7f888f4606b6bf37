import { expect, test } from 'vitest';
import { type FoundRisk, foundBy, reviewed } from '../helpers.js';

const users = `CREATE TABLE "users" ("id" integer PRIMARY KEY, "email" text); CREATE INDEX "users_old_idx" ON "users" ("email");
CREATE TABLE "events" ("at" date) PARTITION BY RANGE ("at");`;

async function found(sql: string): Promise<FoundRisk[]> {
  const rules = /^(?:index-blocks|drop-index|concurrently|reindex|vacuum)/;
  return (await reviewed('postgresql', [users, sql])).filter(({ name }) => rules.test(name));
}

test('an index that is built on a table in use is found, with the statement that builds it while rows are written', async () => {
  const sql = 'CREATE UNIQUE INDEX IF NOT EXISTS "users_email_idx" ON "users" USING btree ("email" text_ops)';
  expect(await found(`${sql};`)).toEqual([
    {
      name: 'index-blocks-writes users_email_idx',
      severity: 'warning',
      message: 'users takes no writes until users_email_idx is built.',
      line: 1,
      fix: 'In a migration of its own: npx lockstep new index users email --unique --name users_email_idx --concurrently',
      statements: [
        'CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS "users_email_idx" ON "users" USING btree ("email" text_ops);',
      ],
    },
  ]);
});

test.each([
  ['of a new table', 'CREATE TABLE "posts" ("id" integer); CREATE INDEX "posts_idx" ON "posts" ("id");'],
  ['of a table that was emptied', 'TRUNCATE "users"; CREATE INDEX "users_idx" ON "users" ("id");'],
  ['that is built concurrently', 'CREATE INDEX CONCURRENTLY "users_idx" ON "users" ("id");'],
])('an index %s lets nobody wait', async (_, sql) => {
  expect(await foundBy('index-blocks-writes', 'postgresql', [users, sql])).toEqual([]);
});

test('an index on an expression, and one of a partitioned table, have a way of their own', async () => {
  const sql = 'CREATE INDEX "a" ON "users" (lower("email")); CREATE INDEX "b" ON "events" ("at");';
  const [expression, partitioned] = await found(sql);
  expect(expression?.fix).toBe('Build it with CONCURRENTLY, in a migration of its own.');
  expect(partitioned).toMatchObject({ name: 'index-blocks-writes b' });
  expect(partitioned).not.toHaveProperty('statements');
});

test('an index of a table in use is to be dropped concurrently, one whose table is not known too', async () => {
  const sql = 'DROP INDEX "users_old_idx"; DROP INDEX IF EXISTS "other_idx";';
  const dropped = await found(sql);
  expect(dropped.map(({ name, statements }) => [name, statements])).toEqual([
    ['drop-index-locks users_old_idx', ['DROP INDEX CONCURRENTLY "users_old_idx";']],
    ['drop-index-locks other_idx', ['DROP INDEX CONCURRENTLY IF EXISTS "other_idx";']],
  ]);
  const made = 'CREATE TABLE "a" ("b" integer); CREATE INDEX "c" ON "a" ("b"); DROP INDEX "c";';
  expect(await foundBy('drop-index-locks', 'postgresql', [users, made])).toEqual([]);
});

test('CONCURRENTLY fails between BEGIN and COMMIT, in a block and on a partitioned table, and elsewhere with drizzle-kit', async () => {
  const build = 'CREATE INDEX CONCURRENTLY "i" ON "users" ("id")';
  const severity = async (sql: string): Promise<string[]> =>
    (await found(sql)).filter(({ name }) => name === 'concurrently-in-transaction i').map((risk) => risk.severity);
  expect(await severity(`${build};`)).toEqual(['warning']);
  expect(await severity(`BEGIN; ${build}; COMMIT;`)).toEqual(['error']);
  expect(await severity(`BEGIN; COMMIT; ${build};`)).toEqual(['warning']);
  expect(await severity(`DO $$ BEGIN ${build}; END $$;`)).toEqual(['error']);
  expect(await severity('CREATE INDEX CONCURRENTLY "i" ON "events" ("at");')).toEqual(['error']);
});

test('REINDEX, VACUUM FULL and CLUSTER are found, their other forms are not', async () => {
  const sql = `REINDEX (VERBOSE) TABLE "users"; VACUUM (FULL, ANALYZE) "users"; CLUSTER "users" USING "users_old_idx";
REINDEX TABLE CONCURRENTLY "users"; VACUUM (FULL off) "users"; ANALYZE "users";`;
  const all = await found(sql);
  expect(all.map(({ name, line }) => `${name} ${line}`)).toEqual([
    'concurrently-in-transaction line-2 2',
    'reindex-locks users 1',
    'vacuum-full users 1',
    'vacuum-full users 1',
  ]);
  expect(all[1]?.statements).toEqual(['REINDEX (VERBOSE) TABLE CONCURRENTLY "users";']);
});

test('names that a shell would obey stand in quotes in what is offered for one', async () => {
  const offered = async (sql: string): Promise<string> => {
    const risks = await reviewed('postgresql', ['CREATE TABLE "a$(b)" ("c d" text);', sql]);
    return risks.map(({ fix }) => fix).join('\n');
  };
  expect(await offered('CREATE INDEX ON "a$(b)" ("c d");')).toContain("new index 'a$(b)' 'c d' --concurrently");
  const type = 'ALTER TABLE "a$(b)" ALTER "c d" TYPE integer USING 1;';
  expect(await offered(type)).toContain("new backfill 'a$(b)' 'c d_new' --from 'c d'");
  const value = 'ALTER TABLE "a$(b)" ADD e text DEFAULT random() || $$a$$;';
  expect(await offered(value)).toContain("new backfill 'a$(b)' e --set 'random() || $$a$$'");
});
