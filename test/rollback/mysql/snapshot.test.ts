import { readFileSync } from 'node:fs';
import { generateMySQLDrizzleJson, generateMySQLMigration } from 'drizzle-kit/api';
import { sql } from 'drizzle-orm';
import * as my from 'drizzle-orm/mysql-core';
import { expect, test } from 'vitest';
import { record } from '../../../src/history/json.js';
import { applyOperations } from '../../../src/rollback/mysql/apply.js';
import { inverse } from '../../../src/rollback/mysql/inverse.js';
import { emptyModel, type Model } from '../../../src/rollback/mysql/model.js';
import { nextModel } from '../../../src/rollback/mysql/next.js';
import { fromSnapshot } from '../../../src/rollback/mysql/snapshot.js';
import { parseOperations } from '../../../src/sql/parse-operations.js';

const users = my.mysqlTable(
  'users',
  {
    id: my.int('id').primaryKey().autoincrement(),
    email: my.varchar('email', { length: 255 }).notNull().unique(),
    mood: my.mysqlEnum('mood', ['sad', 'happy']).default('happy'),
    changed: my.timestamp('changed').defaultNow().onUpdateNow(),
    double: my.int('double').generatedAlwaysAs(sql`id * 2`, { mode: 'stored' }),
    flag: my.boolean('flag').notNull().default(false),
  },
  (t) => [my.index('users_mood').on(t.mood, sql`(lower(${t.email}))`), my.check('users_check', sql`${t.id} > 0`)],
);
const posts = my.mysqlTable(
  'posts',
  {
    userId: my.int('user_id').references(() => users.id, { onDelete: 'cascade' }),
    tag: my.varchar('tag', { length: 9 }).notNull(),
    kind: my.int('kind').notNull(),
  },
  (t) => [my.primaryKey({ columns: [t.tag, t.kind] })],
);
const view = my
  .mysqlView('v', { id: my.int('id') })
  .algorithm('merge')
  .sqlSecurity('definer')
  .withCheckOption('cascaded')
  .as(sql`select id from users`);
const schema = { users, posts, view };

/** The statements that bring everything back: all that a model knows, as text. */
function textOf(model: Model, drop: Awaited<ReturnType<typeof parseOperations>>): string[] {
  return inverse(model, drop).statements.map((statement) => statement.replaceAll(/\s+/g, ' '));
}

const dropAll = await parseOperations('mysql', 'DROP VIEW `v`; DROP TABLE `posts`; DROP TABLE `users`;');

test('a snapshot of drizzle-kit 0.31 says what its SQL says', async () => {
  const snapshot = await generateMySQLDrizzleJson(schema);
  const statements = await generateMySQLMigration(await generateMySQLDrizzleJson({}), snapshot);
  const applied = applyOperations(
    emptyModel,
    await parseOperations('mysql', statements.join('--> statement-breakpoint\n')),
  );

  const read = fromSnapshot(record(snapshot) ?? {});

  expect(textOf(read, dropAll)).toEqual(textOf(applied, dropAll));
  expect(inverse(read, dropAll).statements.join('\n')).toMatchInlineSnapshot(`
    "CREATE TABLE \`users\` (
    	\`id\` int AUTO_INCREMENT NOT NULL,
    	\`email\` varchar(255) NOT NULL,
    	\`mood\` enum('sad','happy') DEFAULT 'happy',
    	\`changed\` timestamp DEFAULT (now()) ON UPDATE CURRENT_TIMESTAMP,
    	\`double\` int GENERATED ALWAYS AS (id * 2) STORED,
    	\`flag\` boolean NOT NULL DEFAULT false,
    	PRIMARY KEY(\`id\`),
    	CONSTRAINT \`users_email_unique\` UNIQUE(\`email\`),
    	CONSTRAINT \`users_check\` CHECK(\`users\`.\`id\` > 0)
    );
    CREATE INDEX \`users_mood\` ON \`users\` (\`mood\`,(lower(\`email\`)));
    CREATE TABLE \`posts\` (
    	\`user_id\` int,
    	\`tag\` varchar(9) NOT NULL,
    	\`kind\` int NOT NULL,
    	PRIMARY KEY(\`tag\`,\`kind\`)
    );
    ALTER TABLE \`posts\` ADD CONSTRAINT \`posts_user_id_users_id_fk\` FOREIGN KEY (\`user_id\`) REFERENCES \`users\`(\`id\`) ON DELETE cascade ON UPDATE no action;
    CREATE ALGORITHM = merge SQL SECURITY definer VIEW \`v\` AS (select id from users) WITH cascaded CHECK OPTION;"
  `);
});

test('a snapshot of drizzle-kit 1.0 says what its SQL says', async () => {
  const read = fromSnapshot(JSON.parse(readFileSync(new URL('snapshot-1.0.json', import.meta.url), 'utf8')));
  const applied = applyOperations(
    emptyModel,
    await parseOperations('mysql', readFileSync(new URL('migration-1.0.sql', import.meta.url), 'utf8')),
  );

  expect(textOf(read, dropAll)).toEqual(textOf(applied, dropAll));
  expect(read.tables.size).toBe(2);
});

const made = await parseOperations('mysql', 'CREATE TABLE `t` (`a` int, `b` varchar(9) COMMENT "x");');
const dropColumn = await parseOperations('mysql', 'ALTER TABLE `t` DROP COLUMN `b`;');
const snapshotOf = async (table: my.MySqlTable) => record(await generateMySQLDrizzleJson({ table }));
const none = async () => null;

test('where all statements can be read no snapshot is looked at', async () => {
  const model = await nextModel(emptyModel, made, () => Promise.reject(new Error('looked at')));

  expect(inverse(model, dropColumn)).toMatchObject({
    statements: ['ALTER TABLE `t` ADD `b` varchar(9) COMMENT "x";'],
    impossible: [],
    doubtful: [],
  });
});

test('what a statement did that could not be read, the snapshot says', async () => {
  const before = await nextModel(emptyModel, made, none);
  const convert = await parseOperations('mysql', 'ALTER TABLE `t` MODIFY COLUMN `b` varchar(20) INVISIBLE;');
  const table = my.mysqlTable('t', { a: my.int('a'), b: my.varchar('b', { length: 20 }) });

  const model = await nextModel(before, convert, () => snapshotOf(table));

  expect(inverse(model, dropColumn)).toMatchObject({
    statements: ['ALTER TABLE `t` ADD `b` varchar(20);'],
    impossible: [],
    doubtful: [],
  });
});

test('what neither of them says stays in doubt', async () => {
  const before = await nextModel(emptyModel, made, none);
  const convert = await parseOperations('mysql', 'ALTER TABLE `t` CONVERT TO CHARACTER SET utf8mb4;');
  const table = my.mysqlTable('t', { a: my.int('a'), b: my.varchar('b', { length: 9 }) });

  const model = await nextModel(before, convert, () => snapshotOf(table));

  expect(inverse(model, dropColumn)).toMatchObject({
    statements: ['ALTER TABLE `t` ADD `b` varchar(9) COMMENT "x";'],
    doubtful: [
      expect.stringMatching(/^what t was before is not certain: .* could not be read: ALTER TABLE `t` CONVERT/),
    ],
  });
});

test('where the SQL of a migration is missing its snapshot tells the schema', async () => {
  const table = my.mysqlTable('t', { b: my.int('b').notNull() });

  const model = await nextModel(emptyModel, null, () => snapshotOf(table));

  expect(inverse(model, dropColumn).statements).toEqual(['ALTER TABLE `t` ADD `b` int NOT NULL;']);
});

test('where both are missing, what was known before is in doubt', async () => {
  const before = await nextModel(emptyModel, made, none);

  const model = await nextModel(before, null, none);

  expect(inverse(model, dropColumn).doubtful).toEqual([
    'what t was before is not certain: the SQL of an earlier migration is missing',
  ]);
});
