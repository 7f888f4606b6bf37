import type { Case } from './case.js';

export const tables: Case[] = [
  {
    name: 'a table that was made',
    setup: '',
    up: 'create table users (id serial primary key, name text)',
    says: ['DROP TABLE "users";'],
    avoids: /SEQUENCE/,
  },
  {
    name: 'tables that refer to each other',
    setup: '',
    up: `create table a (id int primary key, b_id int); create table b (id int primary key, a_id int references a);
      alter table a add foreign key (b_id) references b`,
  },
  {
    name: 'tables made in a chain, each dropped before what it refers to',
    setup: '',
    up: `create table a (id int primary key); create table b (id int primary key references a);
      create table c (id int primary key references b); create table self (id int primary key, of int references self)`,
    avoids: /CONSTRAINT/,
  },
  {
    name: 'a table that was dropped',
    setup: `create type mood as enum ('sad', 'ok'); create table teams (id int primary key);
      create table users (id serial primary key, "Name" varchar(20) default 'x' not null, mood mood default 'ok' not null,
        team_id int references teams on delete cascade, total numeric(10, 2), at timestamp with time zone default now(),
        tags text[] default '{}', label text generated always as (upper("Name")) stored, unique ("Name", team_id),
        constraint positive check (total > 0));
      create index users_name on users ("Name" desc nulls last) where total is not null;
      comment on table users is 'people'; comment on column users.label is 'upper'`,
    up: 'drop table users',
  },
  {
    name: 'a table that others refer to, dropped with what refers to it',
    setup: `create table users (id int primary key); create table posts (id int primary key, user_id int references users);
      insert into users values (1); insert into posts values (1, 1), (2, null)`,
    up: 'drop table users cascade; update posts set user_id = null',
    keeps: 'select id from posts order by id',
  },
  {
    name: 'tables that refer to each other, dropped',
    setup: `create table a (id int primary key, b_id int); create table b (id int primary key, a_id int references a);
      alter table a add constraint a_b foreign key (b_id) references b deferrable initially deferred`,
    up: 'drop table a, b',
  },
  {
    name: 'a table that was renamed',
    setup: `create table users (id serial primary key, name text); insert into users (name) values ('Ann')`,
    up: 'alter table users rename to people',
    says: ['ALTER TABLE "people" RENAME TO "users";'],
    keeps: 'select * from users',
  },
  {
    name: 'a table that was renamed and given a column',
    setup: `create table users (id serial primary key, name text); insert into users (name) values ('Ann')`,
    up: 'alter table users rename to people; alter table people add column age int not null default 3',
    keeps: 'select * from users',
  },
  {
    name: 'a table that was renamed, another made by its name',
    setup: `create table users (id serial primary key, name text); insert into users (name) values ('Ann')`,
    up: `alter table users rename to old_users; create table users (id uuid primary key);
      create table posts (id int primary key, user_id uuid references users)`,
    keeps: 'select * from users',
  },
  {
    name: 'two tables that swapped their names',
    setup: "create table a (x int); create table b (y text); insert into a values (1); insert into b values ('b')",
    up: 'alter table a rename to c; alter table b rename to a; alter table c rename to b',
    keeps: 'select x, y from a, b',
  },
  {
    name: 'a table that was made anew beside the old one, which it replaced',
    setup: "create table users (id int primary key, name text); insert into users values (1, 'Ann')",
    up: `create table new_users (id int constraint new_users_pkey primary key, name varchar(50) not null);
      insert into new_users select * from users; drop table users; alter table new_users rename to users;
      alter table users rename constraint new_users_pkey to users_pkey`,
    keeps: 'select * from users',
    says: ['ALTER TABLE "users" ALTER COLUMN "name" SET DATA TYPE text;'],
    avoids: /DROP TABLE/,
  },
  {
    name: 'a table that was renamed and dropped',
    setup: 'create table users (id int primary key)',
    up: 'alter table users rename to people; drop table people',
  },
  {
    name: 'a table that went to another schema',
    setup: `create schema app; create table users (id serial primary key, name text unique); insert into users (name) values ('Ann');
      create table posts (user_id int references users); create view names as select name from users`,
    up: 'alter table users set schema app',
    keeps: 'select * from users',
  },
  {
    name: 'a schema that was renamed with what is in it',
    setup: 'create schema app; create table app.users (id serial primary key); insert into app.users default values',
    up: 'alter schema app rename to core; alter table core.users rename to people; alter table core.people add x int',
    keeps: 'select * from app.users',
  },
  {
    name: 'a table made in a new schema',
    setup: '',
    up: `create schema app; create type app.kind as enum ('a'); create table app.users (id serial primary key, kind app.kind)`,
    says: ['DROP TABLE "app"."users";', 'DROP TYPE "app"."kind";', 'DROP SCHEMA "app";'],
  },
  {
    name: 'a schema that was dropped with all that is in it',
    setup: `create schema "My App"; create table "My App"."The users" ("the id" serial primary key, "select" text);
      create view "My App".v as select "select" from "My App"."The users";
      create function "My App"."f x"("a b" int) returns int language sql as 'select 1'`,
    up: 'drop schema "My App" cascade',
  },
  {
    name: 'names with quotes, dots, reserved words and 63 bytes',
    setup: `create table "a ""b""" ("c.d" int primary key, "select" text, "Größe" int, "${'x'.repeat(63)}" int not null);
      create table "${'t'.repeat(63)}" ("${'i'.repeat(63)}" serial primary key, "user" int references "a ""b""" ("c.d"));
      create index "an ""index""" on "a ""b""" ("select")`,
    up: `drop table "${'t'.repeat(63)}"; drop table "a ""b"""`,
  },
  {
    name: 'a table of a mixed bag, unlogged and with storage parameters',
    setup: 'create unlogged table fast (id int) with (fillfactor = 70, autovacuum_enabled = false)',
    up: 'drop table fast',
  },
  {
    name: 'storage parameters, logging and replica identity',
    setup:
      'create table t (id int primary key) with (fillfactor = 70); create unlogged table u (id int); create table r (id int)',
    up: `alter table t set (fillfactor = 80, autovacuum_enabled = false); alter table u set logged; alter table r replica identity full;
      create table s (id int) with (fillfactor = 20)`,
  },
  {
    name: 'an index that is the replica identity',
    setup: `create table a (id int primary key, n int not null); create unique index an on a (n); alter table a replica identity using index an;
      create table b (id int primary key); alter table b replica identity using index b_pkey;
      create table c (id int primary key, n int not null); create unique index cn on c (n); alter table c replica identity using index cn;
      create table d (id int primary key); alter table d replica identity nothing`,
    up: 'alter table a replica identity default; drop table b; drop index cn; alter table d replica identity default',
  },
  {
    name: 'row-level security that was switched on, off and forced',
    setup:
      'create table a (id int); create table b (id int); alter table b enable row level security, force row level security',
    up: 'alter table a enable row level security; alter table b disable row level security, no force row level security',
  },
  {
    name: 'a partitioned table that was dropped',
    setup: `create table logs (id int, at date not null, primary key (id, at)) partition by range (at);
      create table logs_2024 partition of logs for values from ('2024-01-01') to ('2025-01-01');
      create table logs_rest partition of logs default`,
    up: 'drop table logs',
  },
  {
    name: 'a partition that was made, attached, detached',
    setup: `create table logs (id int, at date not null) partition by range (at);
      create table logs_2024 partition of logs for values from ('2024-01-01') to ('2025-01-01');
      create table logs_2025 (id int, at date not null); insert into logs values (1, '2024-02-02'); insert into logs_2025 values (1, '2025-02-02')`,
    up: `alter table logs detach partition logs_2024; alter table logs attach partition logs_2025 for values from ('2025-01-01') to ('2026-01-01');
      create table logs_2026 partition of logs for values from ('2026-01-01') to ('2027-01-01')`,
    keeps: 'select * from logs, logs_2025',
  },
  {
    name: 'a table that is partitioned now, its rows in the partitions',
    setup: `create table logs (id serial primary key, at date not null, n int generated always as identity, up text generated always as (id::text) stored, a text unique);
      create table notes (log_id int references logs); create view v as select id from logs; create index i on logs (at); create policy p on logs using (true);
      comment on table logs is 'logs'; insert into logs (at, a) values ('2024-02-02', 'x'), ('2024-03-03', 'y'); insert into notes values (1)`,
    up: `alter table notes drop constraint notes_log_id_fkey; drop view v; alter table logs rename to logs_old; alter index logs_pkey rename to logs_old_pkey; alter index i rename to i_old;
      create table logs (id int not null, at date not null, a text, primary key (id, at)) partition by range (at);
      create table logs_2024 partition of logs for values from ('2024-01-01') to ('2025-01-01'); create index i on logs (at);
      insert into logs select id, at, a from logs_old; drop table logs_old; create view v as select id from logs`,
    keeps: 'select id, at, up, a from logs order by id',
  },
  {
    name: 'a table that is no longer partitioned',
    setup: `create table logs (id int not null, at date not null, primary key (id, at)) partition by range (at); create index i on logs (at);
      create table logs_2024 partition of logs for values from ('2024-01-01') to ('2025-01-01'); insert into logs values (1, '2024-02-02')`,
    up: `create table plain (id int not null, at date not null, constraint plain_pkey primary key (id, at)); insert into plain select * from logs; drop table logs;
      alter table plain rename to logs; alter table logs rename constraint plain_pkey to logs_pkey; create index i on logs (at)`,
  },
  {
    name: 'tables that inherit',
    setup:
      'create table a (id int); create table b (x int) inherits (a); create table c (id int); insert into b values (1, 2)',
    up: 'alter table b no inherit a; alter table c inherit a; create table d () inherits (a)',
    keeps: 'select * from b',
  },
  {
    name: 'a parent that was dropped with its child',
    setup: 'create table a (id int); create table b (x int) inherits (a)',
    up: 'drop table a cascade',
  },
  {
    name: 'comments on everything, written, changed, taken away',
    setup: `create table t (id int constraint k primary key, a int constraint c check (a > 0)); comment on table t is 'old'; comment on column t.a is 'it''s';
      comment on constraint k on t is 'key'; create index i on t (a); comment on index i is 'index'; create view v as select id from t;
      create type m as enum ('a'); create function f(x int) returns int language sql as 'select 1'; comment on function f is 'f';
      create domain d as text constraint dc check (value <> ''); comment on constraint dc on domain d is 'dc'`,
    up: `comment on table t is 'new'; comment on column t.a is null; comment on constraint k on t is null; comment on constraint c on t is 'check';
      comment on index i is null; comment on view v is 'view'; comment on column v.id is 'id of v'; comment on type m is 'enum'; comment on function f is null;
      comment on constraint dc on domain d is null; comment on schema public is 'ours'; comment on domain d is 'domain'`,
  },
  {
    name: 'an object with a comment that was dropped',
    setup: `create table t (id int primary key, a int); comment on table t is 'table'; comment on column t.a is 'column';
      create index i on t (a); comment on index i is 'index'; create view v as select a from t; comment on view v is 'view';
      create type m as enum ('a'); comment on type m is 'enum'`,
    up: 'drop view v; drop table t; drop type m',
  },
];
