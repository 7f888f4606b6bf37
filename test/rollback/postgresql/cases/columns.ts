import type { Case } from './case.js';

export const columns: Case[] = [
  {
    name: 'a column that was added',
    setup: 'create table t (id int); insert into t values (1)',
    up: "alter table t add column email text default 'x' not null",
    says: ['ALTER TABLE "t" DROP COLUMN "email";'],
    keeps: 'select * from t',
  },
  {
    name: 'a column that was dropped',
    setup:
      "create table t (id int, a varchar(10) default 'x' not null, b int, c timestamp(3), d char(2), e time, f double precision)",
    up: 'alter table t drop column a, drop column b, drop column c, drop column d, drop column e, drop column f',
    says: [
      'ALTER TABLE "t" ADD COLUMN "a" varchar(10) DEFAULT \'x\' NOT NULL;',
      'ALTER TABLE "t" ADD COLUMN "c" timestamp(3);',
      'ALTER TABLE "t" ADD COLUMN "d" char(2);',
      'ALTER TABLE "t" ADD COLUMN "e" time;',
    ],
  },
  {
    name: 'columns that rows cannot go without, dropped from a table with rows',
    setup: `create type mood as enum ('sad', 'ok'); create table t (id int primary key, a text not null, n int not null, b boolean not null,
        at timestamptz not null, j jsonb not null, l text[] not null, u uuid not null, m mood not null, m2 mood[] not null, d date not null,
        num numeric(10, 2) not null, v varchar(3) not null, bin bytea not null, i interval not null, ti time not null);
      insert into t values (1, 'a', 1, true, now(), '{}', '{}', gen_random_uuid(), 'ok', '{ok}', now(), 1.5, 'abc', 'x', '1 day', '12:00')`,
    up: `alter table t drop column a, drop column n, drop column b, drop column at, drop column j, drop column l, drop column u,
      drop column m, drop column m2, drop column d, drop column num, drop column v, drop column bin, drop column i, drop column ti`,
    filled: [
      "t.a = ''",
      't.at = now()',
      't.b = false',
      "t.bin = ''",
      't.d = CURRENT_DATE',
      "t.i = '0'",
      "t.j = '{}'",
      "t.l = '{}'",
      "t.m = 'sad'",
      "t.m2 = '{}'",
      't.n = 0',
      't.num = 0',
      "t.ti = '00:00'",
      't.u = gen_random_uuid()',
      "t.v = ''",
    ],
    keeps: 'select id from t',
  },
  {
    name: 'a column that rows cannot go without, with the enum that it was of',
    setup:
      "create type mood as enum ('sad', 'ok'); create table t (id int, m mood not null); insert into t values (1, 'ok')",
    up: 'alter table t drop column m; drop type mood',
    filled: ["t.m = 'sad'"],
  },
  {
    name: 'a unique uuid that rows cannot go without',
    setup:
      'create table t (id int, u uuid not null unique); insert into t values (1, gen_random_uuid()), (2, gen_random_uuid())',
    up: 'alter table t drop column u',
    filled: ['t.u = gen_random_uuid()'],
    keeps: 'select id from t order by id',
  },
  {
    name: 'a serial, an identity and a generated column, dropped from a table with rows',
    setup: `create table t (a text, s serial, i bigint generated always as identity (increment 5), g text generated always as (upper(a)) stored,
        big bigserial primary key, sm smallserial);
      insert into t (a) values ('a'), ('b')`,
    up: 'alter table t drop column s, drop column i, drop column g, drop column big, drop column sm',
    keeps: 'select a, s, g from t order by a',
    says: ['ALTER TABLE "t" ADD COLUMN "s" serial NOT NULL;', 'ALTER TABLE "t" ADD COLUMN "big" bigserial NOT NULL;'],
  },
  {
    name: 'a column that was renamed',
    setup: `create table t (id int primary key, a text not null); create index i on t (lower(a)); create view v as select a from t; insert into t values (1, 'x')`,
    up: 'alter table t rename column a to b',
    says: ['ALTER TABLE "t" RENAME COLUMN "b" TO "a";'],
    keeps: 'select * from t',
  },
  {
    name: 'a column that was renamed, another added by its name',
    setup: "create table t (a text not null); insert into t values ('x')",
    up: 'alter table t rename column a to b; alter table t add column a int not null default 0',
    keeps: 'select * from t',
  },
  {
    name: 'two columns that swapped their names',
    setup: "create table t (a text, b text); insert into t values ('1', '2')",
    up: 'alter table t rename a to c; alter table t rename b to a; alter table t rename c to b',
    keeps: 'select a, b from t',
  },
  {
    name: 'a column that was renamed in a table that was renamed in between',
    setup: "create table t (a text); insert into t values ('x')",
    up: 'alter table t rename a to b; alter table t rename to u; alter table u rename b to c',
    keeps: 'select a from t',
  },
  {
    name: 'a column that was renamed and dropped',
    setup: 'create table t (id int, a text)',
    up: 'alter table t rename a to b; alter table t drop column b',
  },
  {
    name: 'a column that was renamed and changed in type, nullness and default',
    setup: 'create table t (a int default 3); insert into t values (1)',
    up: "alter table t rename a to b; alter table t alter b drop default; alter table t alter b type text, alter b set default 'x', alter b set not null",
    keeps: 'select a from t',
  },
  {
    name: 'a column renamed in a block that may not have run',
    setup: "create table t (a text); create table u (a text); insert into t values ('x')",
    up: `do $$ begin if exists (select from information_schema.columns where table_name = 't' and column_name = 'a') then alter table t rename column a to b; end if;
      if exists (select from pg_class where relname = 'nowhere') then alter table u rename column a to c; end if; end $$`,
    keeps: 'select a from t',
  },
  {
    name: 'a column renamed by SQL that is made at run time',
    setup: "create table t (a text not null, b int); insert into t values ('x', 1)",
    up: `do $$ begin execute format('alter table %I rename column %I to %I', 't', 'a', 'z'); end $$`,
    keeps: 'select a, b from t',
  },
  {
    name: 'a longer text',
    setup: "create table t (a varchar(10)); insert into t values ('x')",
    up: 'alter table t alter a type text',
    says: ['ALTER TABLE "t" ALTER COLUMN "a" SET DATA TYPE varchar(10);'],
    keeps: 'select a from t',
  },
  {
    name: 'a number that became a text',
    setup:
      'create table t (a integer not null default 5, b bigint, c boolean default false); insert into t values (1, 2, true)',
    up: "alter table t alter a drop default, alter c drop default; alter table t alter a type text, alter b type text, alter c type text; alter table t alter a set default 'y'",
    keeps: 'select a, b, c from t',
  },
  {
    name: 'a text that became an enum',
    setup:
      "create table t (a text default 'x' not null); create index i on t (a) where a <> 'x'; insert into t values ('y')",
    up: `create type e as enum ('x', 'y'); drop index i; alter table t alter a drop default; alter table t alter a type e using a::e; alter table t alter a set default 'x';
      create index i on t (a) where a <> 'x'`,
    keeps: 'select a from t',
  },
  {
    name: 'an enum that became a text',
    setup:
      "create type e as enum ('x', 'y'); create table t (a e default 'x', b e[]); insert into t values ('y', '{x}')",
    up: 'alter table t alter a drop default, alter a type text, alter b type text[]; drop type e',
    keeps: 'select a, b from t',
  },
  {
    name: 'a type whose values nothing casts back',
    setup:
      'create table t (id serial primary key, at bigint, of uuid, n int not null); insert into t (at, n) values (1, 1)',
    up: `alter table t alter at type timestamp using to_timestamp(at), alter of type jsonb using to_jsonb(of), alter n type uuid using gen_random_uuid()`,
    filled: ['t.at = NULL', 't.of = NULL', 't.n = 0'],
    keeps: 'select id from t',
  },
  {
    name: 'a type that a view, an index, a generated column, a policy and a trigger use',
    setup: `create table t (id int primary key, a varchar(20) not null, g text generated always as (upper(a)) stored, constraint c check (length(a) > 0));
      create index i on t (lower(a)); create index ig on t (g); create view v as select a from t where a <> ''; create view vv as select a from v;
      create materialized view m as select a from t; create unique index mi on m (a); create policy p on t using (a <> 'x');
      create function f() returns trigger language plpgsql as 'begin return new; end'; create trigger tr after update of a on t for each row execute function f();
      grant select on v to public; comment on view v is 'view'; insert into t values (1, 'x')`,
    up: `drop view vv; drop view v; drop materialized view m; drop policy p on t; drop trigger tr on t; alter table t drop column g; alter table t alter a type text;
      alter table t add g text generated always as (upper(a)) stored; create index ig on t (g); create view v as select a from t where a <> ''; create view vv as select a from v;
      create materialized view m as select a from t; create unique index mi on m (a); create policy p on t using (a <> 'x');
      create trigger tr after update of a on t for each row execute function f(); grant select on v to public; comment on view v is 'view'`,
    keeps: 'select id, a, g from t',
  },
  {
    name: 'the type of a key that others refer to',
    setup: `create table users (id integer primary key); create table posts (id int, user_id integer references users); insert into users values (1); insert into posts values (1, 1)`,
    up: 'alter table users alter id type bigint; alter table posts alter user_id type bigint',
    keeps: 'select * from users, posts',
  },
  {
    name: 'the type of a key that others refer to, by a cast that the key does not survive',
    setup: `create table users (id text primary key); create table posts (id int, user_id text references users on delete cascade); insert into users values ('1'); insert into posts values (1, '1')`,
    up: `alter table posts drop constraint posts_user_id_fkey; alter table users alter id type int using id::int; alter table posts alter user_id type int using user_id::int;
      alter table posts add constraint posts_user_id_fkey foreign key (user_id) references users on delete cascade`,
    keeps: 'select * from users, posts',
  },
  {
    name: 'a collation',
    setup: `create table t (a text collate "C", b text)`,
    up: `alter table t alter a type text collate "POSIX", alter b type text collate "C"`,
  },
  {
    name: 'defaults of many kinds',
    setup: `create table t (a int default 1, b text default 'it''s', c timestamp default now(), d jsonb default '{"a": 1}'::jsonb, e text[] default array['x'], f uuid default gen_random_uuid(), g numeric(4,1) default 1.5, h int)`,
    up: `alter table t alter a set default 2, alter b drop default, alter c drop default, alter d set default '[]', alter e drop default, alter f drop default, alter g drop default, alter h set default 9`,
    says: [
      `ALTER TABLE "t" ALTER COLUMN "b" SET DEFAULT 'it''s';`,
      `ALTER TABLE "t" ALTER COLUMN "d" SET DEFAULT '{"a": 1}';`,
    ],
  },
  {
    name: 'nullness, with a key among it',
    setup: 'create table t (a int, b int not null, c int); insert into t values (1, 2, 3)',
    up: 'alter table t alter a set not null, alter b drop not null; alter table t add primary key (c)',
    keeps: 'select * from t',
  },
  {
    name: 'a serial that became an identity',
    setup: "create table t (id serial primary key, a text); insert into t (a) values ('x'), ('y')",
    up: `alter table t alter id drop default; drop sequence t_id_seq; alter table t alter id add generated always as identity (start 3)`,
    keeps: 'select * from t order by id',
  },
  {
    name: 'an identity that became a serial',
    setup:
      "create table t (id int generated by default as identity (start 10 increment 5 cycle) primary key, a text); insert into t (a) values ('x')",
    up: "alter table t alter id drop identity; create sequence t_id_seq owned by t.id; alter table t alter id set default nextval('t_id_seq')",
    keeps: 'select * from t order by id',
  },
  {
    name: 'an identity that was added, changed, dropped',
    setup: `create table a (id int not null); create table b (id int generated always as identity (increment 2)); create table c (id bigint generated by default as identity (sequence name c_numbers start 7));
      create table d (id int generated always as identity); insert into c default values`,
    up: `alter table a alter id add generated always as identity; alter table b alter id set generated by default, alter id set increment 3, alter id set cycle, alter id set maxvalue 100;
      alter table c alter id drop identity; alter table d alter id type bigint`,
    keeps: 'select * from c',
  },
  {
    name: 'a serial that was added to a table with rows',
    setup: 'create table t (a int); insert into t values (1), (2)',
    up: 'alter table t add column id serial primary key',
    keeps: 'select * from t order by a',
  },
  {
    name: 'a wider serial',
    setup: 'create table t (id serial primary key); insert into t default values',
    up: 'alter table t alter id type bigint; alter sequence t_id_seq as bigint',
    keeps: 'select * from t',
  },
  {
    name: 'another expression of a generated column',
    setup: `create table t (a text, g text generated always as (upper(a)) stored, h text); create index i on t (g); insert into t (a) values ('x')`,
    up: `alter table t drop column g; alter table t add g text generated always as (lower(a)) stored; create index i on t (g);
      alter table t drop column h; alter table t add h text generated always as (a || 'h') stored`,
    keeps: 'select a, g from t',
  },
  {
    name: 'a generated column that keeps its values as a plain one, and the reverse',
    setup: `create table t (a text, g text generated always as (upper(a)) stored not null unique, h text); insert into t (a, h) values ('x', 'h')`,
    up: `alter table t alter g drop expression; alter table t drop column h; alter table t add h text generated always as (a) stored`,
    keeps: 'select a, g from t',
  },
  {
    name: 'privileges on columns',
    setup: 'create table t (a int, b int); create role app; grant select (a) on t to app; grant update (b) on t to app',
    up: 'revoke select (a) on t from app; grant insert (a), update (a) on t to app with grant option; alter table t drop column b',
  },
];
