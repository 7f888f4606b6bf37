import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateMySQLDrizzleJson, generateMySQLMigration } from 'drizzle-kit/api';
import { sql as expression } from 'drizzle-orm';
import * as my from 'drizzle-orm/mysql-core';
import { describe, expect, test } from 'vitest';
import { bringBack } from '../../src/rollback/bring-back.js';
import { besideSnapshot } from '../../src/rollback/mysql/beside-snapshot.js';
import { type DriftOptions, findDrift } from '../../src/runner/drift.js';
import { migrate } from '../../src/runner/migrate.js';
import { connected, kinds, runOptions, temporaryFolder, writeHistory } from './database.js';
import { driftLines as lines, nothing, driftOptions as options } from './drift-options.js';

describe.runIf(kinds.some(({ name, isThere }) => name === 'MariaDB' && isThere))('MySQL', () => {
  const users = my.mysqlTable('users', {
    id: my.bigint('id', { mode: 'number', unsigned: true }).autoincrement().primaryKey(),
    email: my.varchar('email', { length: 255 }).notNull().unique(),
    mood: my.mysqlEnum('mood', ['sad', 'so so', 'Happy']).default('Happy'),
    changed: my.timestamp('changed').defaultNow().onUpdateNow().notNull(),
    at: my.datetime('at', { fsp: 3 }).default(expression`CURRENT_TIMESTAMP(3)`),
    flag: my.boolean('flag').notNull().default(false),
    price: my.decimal('price', { precision: 10, scale: 2 }).default('0.00'),
    rank: my.double('rank').default(1.5),
    about: my.json('about'),
    small: my.smallint('small', { unsigned: true }),
    code: my.char('code'),
    name: my.text('name').default(expression`('none')`),
    doubled: my.int('doubled').generatedAlwaysAs(expression`small * 2`, { mode: 'stored' }),
  });
  const posts = my.mysqlTable(
    'posts',
    {
      id: my.int('id').autoincrement().primaryKey(),
      userId: my
        .bigint('user_id', { mode: 'number', unsigned: true })
        .references(() => users.id, { onDelete: 'cascade' }),
      title: my.varchar('title', { length: 9 }).notNull().default(''),
      kind: my.int('kind').notNull(),
    },
    (t) => [my.index('posts_kind').on(t.kind, t.title), my.check('posts_kind_positive', expression`${t.kind} > 0`)],
  );
  const view = my.mysqlView('kinds', { kind: my.int('kind') }).as(expression`select kind from posts`);

  test('a snapshot stands in where there is no server to replay on; where there is one, SQL brings everything back', async () => {
    const connection = await connected('mysql', (await kinds.find(({ name }) => name === 'MariaDB')?.make()) ?? '');
    const snapshot = await generateMySQLDrizzleJson({ users, posts, view });
    const statements = await generateMySQLMigration(await generateMySQLDrizzleJson({}), snapshot);
    const folder = writeHistory(temporaryFolder(), [
      { tag: '0000_all', sql: statements.join('--> statement-breakpoint\n') },
      { tag: '0001_more', sql: 'create table more (id integer)' },
    ]);
    writeFileSync(join(folder, 'meta/0000_snapshot.json'), JSON.stringify(snapshot));
    await migrate({ ...runOptions(connection, folder), to: '0000' });
    const beside: DriftOptions = { ...options(connection, folder), url: undefined, besideSnapshot };
    expect(await lines(beside)).toEqual([]);
    expect(await lines(options(connection, folder))).toEqual([]);

    await connection.run(
      `alter table posts drop foreign key posts_user_id_users_id_fk, drop index posts_kind, modify title varchar(12) not null default 'x';
       alter table posts drop index posts_user_id_users_id_fk, drop constraint posts_kind_positive;
       alter table users drop column about, drop column mood, drop column doubled, modify flag int null;
       drop view kinds; create table notes (id int primary key, b json)`,
    );
    const found = await lines(options(connection, folder));
    const about = [
      'posts.posts_user_id_users_id_fk',
      'posts.posts_kind',
      'users.about',
      'users.mood',
      'users.doubled',
      'users.flag',
      'kinds',
      'notes',
    ];
    for (const name of about) {
      expect(found.join('\n')).toContain(name);
      expect((await lines(beside)).join('\n')).toContain(name);
    }
    const back = await findDrift(options(connection, folder), ({ expected, found: now, narrow }, engine) =>
      bringBack(engine ?? nothing(), expected, now, narrow),
    );
    expect(back.remaining).toEqual([]);
    for (const statement of back.statements) await connection.run(statement);
    expect(await lines(options(connection, folder))).toEqual([]);

    await migrate(runOptions(connection, folder));
    await expect(lines(beside)).rejects.toThrow('0001_more has no snapshot, and there is no server to replay on.');
  });
});
