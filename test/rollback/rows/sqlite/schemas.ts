import type { SchemaCase } from '../filled.js';

/** Tables that not every row fits. */
export const schemas: SchemaCase[] = [
  { title: 'a table of nothing but numbers', sql: 'create table t (id integer primary key autoincrement)' },
  {
    title: 'every affinity, and what drizzle declares',
    sql: `create table t (a int, b text not null, c varchar(3) not null, d real not null, e double, f blob not null, g numeric not null, h boolean not null,
      i not null, j datetime, k decimal(10,2), l json not null, m bigint unsigned, n char(1), o "custom type")`,
  },
  {
    title: 'STRICT, WITHOUT ROWID, a key that is no rowid',
    sql: `create table s (a int not null, b text not null, c real not null, d blob not null, e any not null, f integer primary key) strict;
      create table w (a text primary key, b integer) without rowid; create table k (a int primary key, b text);
      create table d (a integer primary key desc, b text); create table wi (id integer primary key, v text) without rowid`,
  },
  {
    title: 'generated columns',
    sql: `create table t (id integer primary key, a int not null, b int generated always as (a * 2) stored unique, c text as (a || 'x') virtual not null)`,
  },
  {
    title: 'primary keys and uniques of several columns, in any case',
    sql: `create table t ("A b" int, b text, c boolean, primary key ("A b", B, c), unique (C, b)); create table u (a text collate nocase unique, b text);
      create unique index i on u (lower(b)); create unique index j on u (a, b) where b is not null; create table one (a int); create unique index one_row on one ((1))`,
    counts: { one: 1 },
  },
  {
    title: 'foreign keys: chains, in any case, without columns, of several, to the same table',
    sql: `create table tenants (id text primary key); create table users (id integer, tenant text not null references TENANTS, boss integer, primary key (tenant, id),
        foreign key (tenant, boss) references users (tenant, id));
      create table posts (id integer primary key autoincrement, author integer, tenant text not null references tenants (ID), foreign key (tenant, author) references users);
      create table tags (name text primary key); create table post_tags (post integer not null references posts (id) on delete cascade, tag text not null references tags, primary key (post, tag));
      create table tree (id text primary key, parent text references tree (id)); create table shared (id integer primary key references posts (id))`,
  },
  {
    title: 'foreign keys in a circle, one of them nullable; and to a table that is not there',
    sql: `create table a (id int primary key, b int references b (id)); create table b (id int primary key, a int not null references a (id));
      create table lost (id int primary key, gone int references nowhere (id))`,
    empty: { lost: /no such table: main.nowhere/ },
  },
  {
    title: 'foreign keys in a circle, none nullable; one to itself',
    sql: `create table a (id integer primary key, b text not null references b (id)); create table b (id text primary key, a integer not null references a (id));
      create table me (id integer primary key, me integer not null references me (id))`,
  },
  {
    title: 'checks',
    sql: `create table t (a int check (a > 100), b int not null check ("b" between 3 and 4), "c d" text check ("c d" in ('x', 'y')), e text check (length(e) = 17),
      f text not null check (f like 'pre_%'), g text check (json_valid(g)), h text not null check (json_type(h) = 'array'), i real check (i >= -90 and i <= 90), j blob check (length(j) = 1),
      k text check (typeof(k) = 'text' and k <> ''), l integer check (l in (0, 1)), m text check (m glob '[0-9]*'), starts int not null, ends int not null, constraint n check (b <> l), check (ends > starts),
      check ((e is null) <> (g is null)))`,
  },
  {
    title: 'checks on foreign keys',
    sql: `create table users (id integer primary key); create table teams (id text primary key);
      create table owned (id integer primary key, user_id integer references users, team_id text references teams, check ((user_id is null) <> (team_id is null)));
      create table pairs (a integer not null references users, b integer not null references users, check (a <> b), primary key (a, b))`,
  },
  { title: 'one row only', sql: 'create table t (id int primary key check (id = 1), name text)', counts: { t: 1 } },
  {
    title: 'triggers; a child of a table that takes no rows; a virtual table and a view',
    sql: `create table no (id integer primary key); create trigger refuse before insert on no begin select raise(abort, 'not today'); end;
      create table child (id integer primary key, no integer not null references no); create table log (note text);
      create table told (id integer primary key); create trigger tell after insert on told begin insert into log values ('told ' || new.id); end;
      create virtual table search using fts5 (body); create view v as select * from log`,
    counts: { log: 6 },
    empty: { no: /not today/, child: /its foreign key \(no\) finds no row in no/ },
  },
  {
    title: 'rows of a migration that have the values already',
    sql: `create table t (a int primary key); insert into t values (1), (2), (3), (4), (5), (0), (5000000000), (5000000001), (5000000002)`,
    counts: { t: 12 },
  },
  {
    title: 'names that need quotes',
    sql: `create table "select" ("from" int primary key, "o'clock" text, "a ""b""" text check ("a ""b""" <> ''), [x y] int, \`z\` int check (\`z\` > 5));
      create table "to.table" ("a, b" int not null references "select" ("from"), "order" text default 'x' not null unique)`,
  },
];
