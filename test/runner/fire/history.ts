import type { Dialect } from '../../../src/project/dialects.js';

const breakpoint = '\n--> statement-breakpoint\n';

/**
 * Twenty migrations of each dialect: tables, data, renames, enums, indexes, and what refuses a transaction. Ids are
 * given: no engine takes back a number of a sequence that it gave to what was rolled back.
 */
export function twenty(dialect: Dialect): { tag: string; sql: string }[] {
  return scripts[dialect].map((statements, at) => ({
    tag: `${String(at).padStart(4, '0')}_step`,
    sql: statements.join(breakpoint),
  }));
}

/** That it runs twice shows in the rows. */
const visit = 'insert into visits (at) select count(*) from visits;';

const scripts: Record<Dialect, string[][]> = {
  postgresql: [
    ['create table users (id serial primary key, email text);', 'create table visits (at integer);'],
    ["insert into users values (1, 'a'), (2, 'b'), (3, 'c');", visit],
    ['alter table users rename column email to address;', visit],
    ['create index concurrently users_address on users (address);'],
    ["create type mood as enum ('good');", "alter table users add column mood mood default 'good';"],
    ["alter type mood add value 'bad';"],
    ["update users set mood = 'bad' where id = 1;", visit],
    ['create table posts (id serial primary key, user_id integer references users (id), body text);'],
    ["insert into posts select id, id, 'p' || id from users;"],
    ['alter table posts rename to articles;', visit],
    [
      visit,
      'create unique index concurrently "articles body" on articles (body);',
      visit,
      'drop index concurrently users_address;',
      visit,
    ],
    ['alter table articles add column words integer not null default 0;', 'update articles set words = words + 1;'],
    ['create view busy as select * from articles where words > 0;'],
    ['begin;', visit, 'create table inside (id integer);', 'commit;', 'vacuum inside;', visit],
    ['alter table users alter column address set not null;', visit],
    ['drop view busy;', 'alter table articles drop column body;'],
    ["create function twice(integer) returns integer language sql as 'select $1 * 2';"],
    ['update articles set words = twice(words);'],
    ['alter type mood rename value \'good\' to "fine";'.replaceAll('"', "'")],
    ['create table last (id integer);', 'insert into last values (1);', visit],
  ],
  sqlite: [
    ['create table users (id integer primary key, email text);', 'create table visits (at integer);'],
    ["insert into users values (1, 'a'), (2, 'b'), (3, 'c');", visit],
    ['alter table users rename column email to address;', visit],
    ['create index users_address on users (address);'],
    [
      'create table posts (id integer primary key, user_id integer references users (id) on delete cascade, body text);',
    ],
    ["insert into posts select id, id, 'p' || id from users;"],
    [
      'PRAGMA foreign_keys=OFF;',
      'CREATE TABLE `__new_users` (`id` integer PRIMARY KEY, `address` text NOT NULL, `mood` text);',
      'INSERT INTO `__new_users`(`id`, `address`) SELECT `id`, `address` FROM `users`;',
      'DROP TABLE `users`;',
      'ALTER TABLE `__new_users` RENAME TO `users`;',
      'PRAGMA foreign_keys=ON;',
      visit,
    ],
    ['alter table posts rename to articles;', visit],
    ['create unique index articles_body on articles (body);'],
    ['alter table articles add column words integer not null default 0;', 'update articles set words = words + 1;'],
    ['create view busy as select * from articles where words > 0;'],
    ['begin;', visit, 'create table inside (id integer);', 'commit;', 'vacuum;', visit],
    ['update users set mood = address || mood;', "update users set mood = 'm' || id;"],
    ['drop view busy;', 'drop index articles_body;', 'alter table articles drop column body;'],
    ['create trigger seen after insert on articles begin insert into visits values (new.id); end;'],
    ['insert into articles (id, user_id) values (4, 1);'],
    ['update articles set words = words * 2;'],
    ['drop trigger seen;', visit],
    [visit, visit],
    ['create table last (id integer);', 'insert into last values (1);', visit],
  ],
  mysql: [
    ['create table users (id serial primary key, email varchar(50));', 'create table visits (at integer);'],
    ["insert into users values (1, 'a'), (2, 'b'), (3, 'c');", visit],
    ['alter table users rename column email to address;', visit],
    ['create index users_address on users (address);'],
    ["alter table users add mood enum('good') default 'good';", visit],
    ["alter table users modify mood enum('good', 'bad') default 'good';"],
    ["update users set mood = 'bad' where id = 1;", visit],
    [
      'create table posts (id serial primary key, user_id bigint unsigned, body varchar(50));',
      'alter table posts add constraint posts_user foreign key (user_id) references users (id) on delete cascade;',
    ],
    ["insert into posts select id, id, concat('p', id) from users;"],
    ['rename table posts to articles;', visit],
    [
      visit,
      'create unique index articles_body on articles (body);',
      visit,
      'drop index users_address on users;',
      visit,
    ],
    ['alter table articles add column words integer not null default 0;', 'update articles set words = words + 1;'],
    ['create view busy as select * from articles where words > 0;'],
    ['start transaction;', visit, 'create table inside (id integer);', visit, 'commit;', visit],
    ['alter table users modify address varchar(60) not null;', visit],
    ['drop view busy;', 'alter table articles drop column body;'],
    ['create trigger seen after insert on articles for each row insert into visits values (new.id);'],
    ['insert into articles (id, user_id) values (4, 1);', 'update articles set words = words * 2;'],
    ['drop trigger seen;', "alter table users comment 'people';", visit],
    ['create table last (id integer);', 'insert into last values (1);', visit],
  ],
};
