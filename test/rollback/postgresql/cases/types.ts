import type { Case } from './case.js';

export const types: Case[] = [
  {
    name: 'an enum that was made, with tables of it',
    setup: '',
    up: "create type mood as enum ('sad'); create table a (m mood default 'sad'); create table b (m mood[])",
    says: ['DROP TYPE "public"."mood";'],
  },
  {
    name: 'an enum that was dropped from three tables',
    setup: `create type mood as enum ('sad', 'it''s ok'); create table a (id int, m mood default 'sad' not null); create table b (id int, m mood);
      create table c (id int, m mood[] default '{sad}'); create function f(m mood) returns mood language sql as 'select m'`,
    up: 'drop function f; alter table a drop column m; alter table b drop column m; alter table c drop column m; drop type mood',
    says: [`CREATE TYPE "public"."mood" AS ENUM('sad', 'it''s ok');`],
  },
  {
    name: 'a value that was added to an enum in use',
    setup: `create type mood as enum ('sad', 'ok'); create table a (id int primary key, m mood default 'ok' not null, ms mood[] default '{sad}', n text);
      insert into a values (1, 'sad', '{sad,ok}', 'x')`,
    up: "alter type mood add value 'happy'; alter type mood add value 'angry' before 'sad'",
    keeps: 'select id, m, ms, n from a',
  },
  {
    name: 'a value that was added to an enum that all kinds of things name',
    setup: `create type mood as enum ('sad', 'ok'); create table a (id int primary key, m mood default 'ok' not null, g boolean generated always as (m = 'ok') stored,
        constraint c check (m <> 'sad' or id > 0), constraint u unique (m, id));
      create index plain on a (m); create index partial on a (id) where m = 'ok'; create index list on a (id) where m in ('sad', 'ok'); create index fn on a ((m = 'sad'));
      create view v as select id, m from a where m = 'ok'; create view vv as select * from v; create materialized view mv as select m from a; create unique index mvi on mv (m);
      create policy p on a using (m = 'ok'); create function f(m mood) returns mood language sql as 'select m'; create function g() returns trigger language plpgsql as 'begin return new; end';
      create trigger t before update on a for each row when (old.m = 'ok') execute function g(); grant select on v to public; comment on type mood is 'mood';
      create table b (m mood, foreign key (id, m) references a (id, m), id int); comment on view v is 'v'; comment on column v.m is 'm';
      insert into a values (1, 'ok'); insert into b values ('ok', 1)`,
    up: "alter type mood add value 'happy'",
    keeps: 'select a.id, a.m, g, b.m as bm from a, b',
  },
  {
    name: 'an enum without a value, as drizzle-kit writes it',
    setup: `create type mood as enum ('sad', 'ok', 'happy'); create table a (id int, m mood default 'ok'); insert into a values (1, 'ok')`,
    up: `alter table a alter column m set data type text; alter table a alter column m set default 'ok'::text; drop type mood;
      create type mood as enum ('sad', 'ok'); alter table a alter column m set default 'ok'::mood; alter table a alter column m set data type mood using m::mood`,
    says: [`ALTER TYPE "public"."mood" ADD VALUE 'happy';`],
    keeps: 'select * from a',
  },
  {
    name: 'an enum without a value that was the default',
    setup: `create type mood as enum ('sad', 'ok', 'happy'); create table a (id int, m mood default 'happy' not null); insert into a values (1, 'ok')`,
    up: `alter table a alter m drop default; alter type mood rename to m2; create type mood as enum ('sad', 'ok'); alter table a alter m type mood using m::text::mood; drop type m2`,
    keeps: 'select * from a',
  },
  {
    name: 'another order of values',
    setup: `create type mood as enum ('a', 'b', 'c'); create table t (m mood default 'b'); insert into t values ('c')`,
    up: `alter table t alter m drop default; alter table t alter m type text; drop type mood; create type mood as enum ('c', 'b', 'a', 'd'); alter table t alter m type mood using m::mood`,
    keeps: 'select * from t',
  },
  {
    name: 'a value, a type and a domain that were renamed',
    setup: `create type mood as enum ('sad', 'ok'); create domain email as text constraint ok check (value <> ''); create type pt as (x int, y int);
      create table t (m mood default 'ok', e email, p pt); insert into t values ('sad', 'e', row(1, 2)); create view v as select m from t where m = 'ok'`,
    up: `alter type mood rename value 'sad' to 'unhappy'; alter type mood rename to feeling; alter domain email rename constraint ok to good; alter domain email rename to mail;
      alter type pt rename attribute x to z; alter type pt rename to point2`,
    keeps: 'select * from t',
  },
  {
    name: 'a type that was renamed, another made by its name',
    setup: `create type mood as enum ('sad', 'ok'); create table t (m mood); insert into t values ('sad')`,
    up: `alter type mood rename to mood_old; create type mood as enum ('x'); create table u (m mood)`,
    keeps: 'select * from t',
  },
  {
    name: 'types that went to another schema',
    setup: `create schema app; create type mood as enum ('sad'); create domain email as text; create table t (m mood default 'sad', e email); insert into t values ('sad', 'e')`,
    up: 'alter type mood set schema app; alter domain email set schema app',
    keeps: 'select * from t',
  },
  {
    name: 'domains that were made, dropped, changed',
    setup: `create domain a as varchar(10) collate "C" default 'x' not null constraint c1 check (value <> '') check (length(value) < 9); create domain b as int; create domain c as int default 1 constraint positive check (value > 0);
      create table t (b b, c c); insert into t values (1, 2)`,
    up: `drop domain a; create domain d as text check (value <> ''); alter domain b set default 5; alter domain b add constraint small check (value < 100); alter domain b set not null;
      alter domain c drop default; alter domain c drop constraint positive; alter domain c add constraint positive check (value >= 0)`,
    keeps: 'select * from t',
  },
  {
    name: 'a domain over another type',
    setup:
      "create domain code as varchar(5) check (value <> ''); create table t (id int, c code default 'x'); insert into t values (1, 'abc')",
    up: "alter table t alter c drop default; alter table t alter c type text; drop domain code; create domain code as text check (value <> ''); alter table t alter c type code",
    keeps: 'select * from t',
  },
  {
    name: 'composite and range types',
    setup: `create type a as (x int, "Y z" text); create type b as (x int, y int); create type r as range (subtype = timestamp); create type c as (x int, y int, z int); create type d as (x int, y text)`,
    up: `drop type a; alter type b add attribute z int; drop type r; create type s as range (subtype = float8); create type e as (x int); alter type c drop attribute z; alter type d alter attribute x type bigint`,
  },
  {
    name: 'sequences that were made, dropped, changed, renamed, given an owner',
    setup: `create schema app; create sequence a start 10 increment 5 maxvalue 1000 cycle; create sequence b; create sequence c as smallint; create sequence app.d; create table t (id int); create sequence e owned by t.id; select nextval('c')`,
    up: `drop sequence a; alter sequence b increment 7 minvalue 0 start 5 cache 3 cycle; alter sequence c rename to c2; alter sequence app.d set schema public; alter sequence d owned by t.id;
      alter sequence e owned by none; create sequence f; alter sequence f as integer`,
  },
  {
    name: 'a sequence as a default, made and dropped',
    setup: `create sequence s; create table t (id int, a bigint default nextval('s'), b text default 'n' || nextval('s')::text); insert into t (id) values (1)`,
    up: `alter table t alter a drop default, alter b drop default; drop sequence s; create sequence numbers; alter table t alter id set default nextval('numbers')`,
    keeps: 'select * from t',
  },
  {
    name: 'extensions that were made and dropped',
    setup: `create schema ext; create extension pg_trgm schema ext; create table t (a text); create index i on t using gin (a ext.gin_trgm_ops)`,
    up: `drop index i; drop extension pg_trgm; create extension citext; create table u (a citext); create extension "uuid-ossp"; alter table t add id uuid default uuid_generate_v4()`,
  },
  {
    name: 'an extension that went to another schema',
    setup: `create schema ext; create extension citext; create table t (a citext); insert into t values ('x')`,
    up: 'alter extension citext set schema ext',
    keeps: 'select a::text from t',
  },
];
