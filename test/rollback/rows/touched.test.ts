import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/database/engine.js';
import { emptyDatabase } from '../../database/engines.js';
import { hasMysql } from '../../helpers/servers.js';
import { walk } from './walked.js';

const nothing = { lost: [], changed: [], unclear: [] };

describe('PostgreSQL:', () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await emptyDatabase('postgresql');
  });
  beforeEach(() => engine.run('rollback; begin'));
  afterAll(() => engine.run('rollback'));

  const setup = `create type mood as enum ('sad', 'ok');
    create table users (id serial primary key, name text, mood mood, "Age" int);
    create table posts (id serial primary key, author int references users on delete cascade on update cascade, body text)`;

  const unremarkable: [title: string, up: string, down: string][] = [
    [
      'a new table and column',
      'create table t (id int); alter table users add a int default 1',
      'drop table t; alter table users drop a',
    ],
    [
      'renames in a chain, and of a table',
      `alter table users rename name to n1; alter table users rename n1 to n2; alter table users rename "Age" to name;
       alter table users rename to people; alter table people rename to persons`,
      'alter table persons rename to users; alter table users rename name to "Age"; alter table users rename n2 to name',
    ],
    [
      'two columns that swap their names',
      'alter table posts rename body to x; alter table posts rename author to body; alter table posts rename x to author',
      'alter table posts rename author to x; alter table posts rename body to author; alter table posts rename x to body',
    ],
    [
      'another schema',
      'create schema s; alter table users set schema s; alter schema s rename to s2',
      'alter table s2.users set schema public; drop schema s2',
    ],
    ['a dropped table', 'drop table posts', 'create table posts (id serial primary key, author int, body text)'],
    ['a dropped column', 'alter table posts drop column body', 'alter table posts add body text'],
    [
      'a column of another type',
      'alter table users alter "Age" type text using \'x\' || "Age"',
      'alter table users alter "Age" type int using null',
    ],
    ['an UPDATE', "update users set name = 'x' where id = 1", ''],
    ['an UPDATE of a key that others refer to', 'update users set id = id + 100', ''],
    ['an INSERT', "insert into users (name) values ('new')", ''],
    ['a DELETE of children', 'delete from posts', ''],
    ['a TRUNCATE with what refers to it', 'truncate users cascade', ''],
    [
      'an enum value that is renamed',
      "alter type mood rename value 'sad' to 'blue'",
      "alter type mood rename value 'blue' to 'sad'",
    ],
    [
      'a block that only says what it does',
      'do $$ begin alter table users rename name to n; exception when others then null; end $$',
      'alter table users rename n to name',
    ],
    [
      'a block that does nothing',
      'do $$ begin if false then alter table users rename name to n; drop table posts; end if; end $$',
      '',
    ],
    [
      'an UPDATE with a trigger that writes elsewhere',
      `create function f() returns trigger language plpgsql as $$ begin insert into posts (body) values ('log'); return new; end $$;
      create trigger t after update on users for each row execute function f(); update users set name = 'x'`,
      '',
    ],
    ['the number of a sequence', "select setval('users_id_seq', 100)", ''],
  ];
  test.each(unremarkable)('nothing is said of %s', async (_title, up, down) => {
    const { taken, back } = await walk(engine, { setup, up, down });

    expect({ taken, back }).toEqual({ taken: nothing, back: nothing });
  });

  test('rows that go with those that a DELETE names', async () => {
    const { taken } = await walk(engine, { setup, up: 'delete from users where id <= 2' });

    expect(taken.lost).toEqual([
      {
        table: 'posts',
        before: 3,
        after: 1,
        cause: 'rows of users are taken out, and ON DELETE CASCADE of (author) passes it on',
      },
    ]);
  });

  test('a column that goes with a type', async () => {
    const { taken } = await walk(engine, { setup, up: 'drop type mood cascade' });

    expect(taken.changed).toEqual([
      { table: 'users', column: 'mood', text: 'the column is gone', cause: 'drop type mood cascade' },
    ]);
  });

  test('what a trigger changes behind the back of a statement', async () => {
    const up = `create function f() returns trigger language plpgsql as $$ begin delete from posts; update users set name = 'gone'; return null; end $$;
      create table t (id int); create trigger t after insert on t execute function f(); insert into t values (1)`;
    const { taken } = await walk(engine, { setup, up });

    expect(taken.lost).toEqual([{ table: 'posts', before: 3, after: 0, cause: null }]);
    expect(taken.changed).toMatchObject([{ table: 'users', column: 'name', cause: null }]);
    expect(taken.changed[0]?.text).toMatch(/^O'Brien "said".*… → gone$/);
  });

  test('a down that does not bring back what the up had left alone', async () => {
    const up = 'alter table users rename name to label';
    const down =
      "alter table users drop label; alter table users add name text default 'x'; delete from posts where id = 1";
    const { taken, back } = await walk(engine, { setup, up, down });

    expect(taken).toEqual(nothing);
    expect(back.lost).toMatchObject([{ table: 'posts', before: 3, after: 2 }]);
    expect(back.changed).toMatchObject([{ table: 'users', column: 'name' }]);
  });

  test('values that have changed rows, each column having all of its own', async () => {
    const { taken } = await walk(engine, {
      setup: 'create table t (a int not null unique, b int not null unique)',
      up: `create function f() returns trigger language plpgsql as $$ begin update t set b = 80002 - b; return null; end $$;
        alter table t drop constraint t_b_key; create table x (a int);
        create trigger x after insert on x execute function f(); insert into x values (1)`,
    });

    expect(taken.changed).toEqual([{ table: 't', column: '', text: 'values have changed rows', cause: null }]);
  });

  const unclear: [title: string, up: string, reason: RegExp][] = [
    [
      'SQL that is made at run time',
      "do $$ begin execute 'delete from posts'; end $$",
      /a DO block makes its SQL at run time \(line 1\)/,
    ],
    [
      'a function of the project',
      "create function f() returns int language sql as 'delete from posts returning 1';\nselect f()",
      /f\(\) may change rows \(line 2\)/,
    ],
    ['a procedure', "create procedure p() language sql as 'delete from posts'; call p()", /p\(\) may change rows/],
  ];
  test.each(unclear)('nothing is claimed of %s', async (_title, up, reason) => {
    const { taken } = await walk(engine, { setup, up });

    expect(taken).toMatchObject({ lost: [], changed: [] });
    expect(taken.unclear).toEqual([expect.stringMatching(reason)]);
  });

  test('rows that are changed through a view', async () => {
    const { taken } = await walk(engine, {
      setup: `${setup}; create view v as select * from posts`,
      up: 'delete from v',
    });

    expect(taken).toEqual({ lost: [], changed: [], unclear: ['rows are changed through the view v'] });
  });
});

describe('SQLite:', () => {
  const setup = `create table users (id integer primary key, name text not null, Age integer);
    create table posts (id integer primary key, author integer references users (id) on delete cascade, editor integer references users (id) on delete set null);
    create table notes (id integer primary key, post integer references posts (id) on delete cascade)`;
  const rebuild = (columns: string, into: string, from: string) => `PRAGMA foreign_keys=OFF;--> statement-breakpoint
    CREATE TABLE __new_users (${columns});--> statement-breakpoint
    INSERT INTO __new_users(${into}) SELECT ${from} FROM users;--> statement-breakpoint
    DROP TABLE users;--> statement-breakpoint
    ALTER TABLE __new_users RENAME TO users;--> statement-breakpoint
    PRAGMA foreign_keys=ON;`;

  test('a rebuild inside of a transaction empties the children', async () => {
    const engine = await emptyDatabase('sqlite');
    const up = rebuild('id integer primary key, name text, Age integer', 'id, name, Age', 'id, name, Age');
    const { taken } = await walk(engine, { setup: setup.replace('set null', 'cascade'), up });

    expect(taken.lost).toEqual([
      {
        table: 'notes',
        before: 3,
        after: 1,
        cause:
          'rebuilding users drops it with its rows, which empties posts, and ON DELETE CASCADE of (post) passes it on',
      },
      {
        table: 'posts',
        before: 3,
        after: 1,
        cause: 'rebuilding users drops it with its rows, and ON DELETE CASCADE of (author) passes it on',
      },
    ]);
  });

  test('or takes their references', async () => {
    const engine = await emptyDatabase('sqlite');
    const up = rebuild('id integer primary key, name text, Age integer', 'id, name, Age', 'id, name, Age');
    const { taken } = await walk(engine, {
      setup: setup.replace('author integer references users (id) on delete cascade', 'author integer'),
      up,
    });

    expect(taken.changed).toEqual([
      {
        table: 'posts',
        column: 'editor',
        text: '1 → NULL',
        cause: 'rebuilding users drops it with its rows, and ON DELETE SET NULL of (editor) passes it on',
      },
    ]);
  });

  const alone = 'create table users (id integer primary key, name text not null, Age integer)';
  const unremarkable: [title: string, up: string][] = [
    [
      'takes the columns over as they are',
      rebuild('id integer primary key, NAME text, age integer', 'id, name, Age', 'id, name, Age'),
    ],
    ['renames a column', rebuild('id integer primary key, label text, Age integer', 'id, label, Age', 'id, name, Age')],
    ['leaves a column out', rebuild('id integer primary key, name text', 'id, name', 'id, name')],
    [
      'computes a column',
      rebuild('id integer primary key, name text, Age integer', 'id, name, Age', "id, name || 'x', Age"),
    ],
    [
      'gives a column another type',
      rebuild('id integer primary key, name text, Age text', 'id, name, Age', 'id, name, Age'),
    ],
    [
      'leaves rows out',
      `${rebuild('id integer primary key, name text, Age integer', 'id, name, Age', 'id, name, Age').replace('FROM users', 'FROM users WHERE id > 1')}`,
    ],
    ['takes all columns', rebuild('id integer primary key, name text, Age integer', 'id, name, Age', '*')],
  ];
  test.each(unremarkable)('nothing is said of a rebuild that %s', async (_title, up) => {
    const { taken } = await walk(await emptyDatabase('sqlite'), { setup: alone, up });

    expect(taken).toEqual(nothing);
  });

  test('names are the same in any case', async () => {
    const { taken } = await walk(await emptyDatabase('sqlite'), {
      setup: alone,
      up: 'ALTER TABLE USERS RENAME COLUMN AGE TO years;--> statement-breakpoint\nALTER TABLE Users RENAME TO people;',
    });

    expect(taken).toEqual(nothing);
  });
});

describe.skipIf(!hasMysql())('MySQL:', () => {
  const setup = `create table users (id int auto_increment primary key, name varchar(50) not null, at timestamp not null default current_timestamp on update current_timestamp);
    create table posts (id int primary key, author int, foreign key (author) references users (id) on delete set null)`;

  const unremarkable: [title: string, up: string][] = [
    ['a column that is defined anew with its type', 'alter table users modify column name varchar(50)'],
    ['a column of another type', 'alter table users modify column name text not null'],
    ['renames', 'alter table users rename column name to label;--> statement-breakpoint\nrename table users to people'],
    ['an UPDATE', "update users set name = 'x'"],
    ['an INSERT that replaces', "insert into users (id, name) values (1, 'x') on duplicate key update name = 'y'"],
  ];
  test.each(unremarkable)('nothing is said of %s', async (_title, up) => {
    const { taken } = await walk(await emptyDatabase('mysql'), { setup, up });

    expect(taken).toEqual(nothing);
  });

  test('values that a DELETE takes from the children', async () => {
    const { taken } = await walk(await emptyDatabase('mysql'), { setup, up: 'delete from users' });

    expect(taken.changed).toEqual([
      {
        table: 'posts',
        column: 'author',
        text: '1 → NULL',
        cause: 'rows of users are taken out, and ON DELETE SET NULL of (author) passes it on',
      },
    ]);
  });
});
