import type { Case } from './case.js';

export const others: Case[] = [
  {
    name: 'views on views that were made',
    setup: 'create table t (id int, a text)',
    up: 'create view a as select id from t; create view b as select id from a; create materialized view c as select id from b; create index ci on c (id); create view "0 first" as select * from c',
  },
  {
    name: 'views on views that were dropped',
    setup: `create table t (id int primary key, a text); create view z as select id, a from t; create view a with (security_barrier = true) as select id from z where a <> 'x' with local check option; create materialized view m as select count(*) as n from a;
      create unique index mi on m (n); create view g as select id, a, count(*) from t group by id; create recursive view r (n) as values (1) union all select n + 1 from r where n < 3; grant select on z to public; comment on view z is 'z';
      create materialized view empty as select id from t with no data; create view "V w" as select 1 as "One"`,
    up: 'drop view g, r, "V w"; drop materialized view m, empty; drop view a; drop view z',
  },
  {
    name: 'views that changed',
    setup: `create table t (id int, a text); create view v as select id, a from t; create view w as select id from v; create view o as select id from t; create materialized view m as select id from t; create index mi on m (id)`,
    up: `create or replace view v as select id, upper(a) as a from t; create or replace view w as select id, 1 as one from v; alter view o set (security_invoker = true); drop materialized view m; create materialized view m as select id, a from t`,
  },
  {
    name: 'views that were renamed and moved',
    setup:
      'create schema app; create table t (id int); create view v as select id from t; create materialized view m as select id from v; create view w as select id as x from v',
    up: 'alter view v rename to v2; alter materialized view m rename to m2; alter view w rename column x to y; alter view v2 set schema app; create view v as select 1 as one',
  },
  {
    name: 'a view over a column that was added, and one over a column that was dropped',
    setup: 'create table t (id int, a text); create view v as select id, a from t',
    up: 'drop view v; alter table t drop column a; alter table t add b text; create view v as select id, b from t',
  },
  {
    name: 'a table that became a view, a view that became a table',
    setup: 'create table t (id int); create table a (id int); create view b as select id from t',
    up: 'drop table a; create view a as select id from t; drop view b; create table b (id int)',
  },
  {
    name: 'functions and procedures that were made',
    setup: 'create table t (id int)',
    up: `create function f(a int, out b text, variadic c int[]) language sql as $$ select 'x' $$; create function f(text) returns int language sql as 'select 1'; create procedure p(a int) language plpgsql as $$ begin end $$;
      create function tr() returns trigger language plpgsql as $$ begin return new; end $$; create trigger x before insert on t for each row execute function tr(); alter table t add a int default f('x');
      create view v as select f('x') as x; create aggregate total(int) (sfunc = int4pl, stype = int); create function "F g"("A b" int default 1) returns int language sql as 'select 1'`,
  },
  {
    name: 'functions that were dropped with all that uses them',
    setup: `create function one() returns int language sql immutable as 'select 1'; create function n(a int default 5) returns table (x int) language sql stable as 'select a'; create procedure p(inout a int) language plpgsql as $$ begin a := 1; end $$;
      create function tr() returns trigger language plpgsql security definer set search_path = '' as $$ begin return new; end $$; create table t (id int default one(), a int check (a > one()), g int generated always as (one()) stored);
      create index i on t ((id + one())); create view v as select one() as o; create policy pol on t using (id = one()); create trigger x before insert on t for each row when (new.id > 0) execute function tr(); revoke execute on function one() from public; comment on function one is 'one'`,
    up: 'drop function one cascade; drop function n; drop procedure p; drop function tr cascade',
  },
  {
    name: 'functions that changed: body, result, arguments',
    setup: `create function a() returns int language sql as 'select 1'; create function b() returns int language sql as 'select 1'; create function c(x int) returns int language sql as 'select 1'; create view v as select b() as b; create table t (id int default a())`,
    up: `create or replace function a() returns int language sql as 'select 2'; drop view v; drop function b(); create function b() returns text language sql as $$ select 'x' $$; create view v as select b() as b; drop function c(int); create function c(x int, y int default 0) returns int language sql as 'select 1'`,
  },
  {
    name: 'functions that were renamed and moved',
    setup: `create schema app; create function f(a int) returns int language sql as 'select 1'; create function f(a text) returns int language sql as 'select 2'; create function g() returns int language sql as 'select 1'; create table t (id int default f(1))`,
    up: `alter function f(int) rename to ff; alter function g() set schema app; alter function app.g() rename to gg; create function f(a int) returns int language sql as 'select 3'`,
  },
  {
    name: 'a function in SQL and a table that need each other',
    setup: `create table t (id int, a int); create function first_id() returns int language sql as 'select min(id) from t'; alter table t alter a set default first_id(); create function row_of(r t) returns int language sql as 'select r.id'`,
    up: 'alter table t alter a drop default; drop function row_of; drop function first_id; drop table t',
  },
  {
    name: 'triggers that were made, dropped, changed, renamed, switched off',
    setup: `create function f() returns trigger language plpgsql as 'begin return new; end'; create table t (id int, a int); create view v as select id from t; create trigger a before insert on t for each row execute function f();
      create trigger b after update of a on t for each statement execute function f(); create trigger c instead of insert on v for each row execute function f(); create constraint trigger d after insert on t deferrable initially deferred for each row execute function f();
      create trigger e after insert on t referencing new table as n for each statement execute function f(); create trigger g before delete on t for each row execute function f(); alter table t enable always trigger g; comment on trigger a on t is 'a'`,
    up: `drop trigger a on t; drop trigger b on t; create trigger b after update on t for each statement execute function f(); drop trigger c on v; drop trigger d on t; alter trigger e on t rename to e2; alter table t disable trigger g; create trigger h before update on t for each row execute function f(); drop trigger g on t`,
  },
  {
    name: 'rules',
    setup:
      'create table t (id int); create view v as select id from t; create rule a as on insert to v do instead insert into t values (new.id); create rule b as on delete to t do also notify x',
    up: 'drop rule a on v; alter rule b on t rename to b2; create rule c as on update to t do nothing',
  },
  {
    name: 'policies that were made, dropped, changed, renamed',
    setup: `create role app; create role "Other Role"; create table t (id int, a text); alter table t enable row level security; create policy a on t as restrictive for select to app, "Other Role" using (id = 1); create policy b on t for insert with check (a <> ''); create policy c on t using (true) with check (id > 0); create policy d on t for delete to public using (id = 5)`,
    up: `drop policy a on t; alter policy b on t to app with check (a <> 'x'); drop policy c on t; create policy c on t for update using (false); alter policy d on t rename to d2; create policy e on t using (exists (select 1 from t t2 where t2.id = t.id)); alter table t disable row level security`,
    says: [`CREATE POLICY "a" ON "t" AS RESTRICTIVE FOR SELECT TO "Other Role", "app" USING ((id = 1));`],
  },
  {
    name: 'policies on other tables that look at one that was dropped',
    setup:
      'create table users (id int); create table t (id int); create policy p on t using (exists (select 1 from users where users.id = t.id)); create table u (id int)',
    up: 'drop table users cascade; create table admins (id int); create policy q on u using (id in (select id from admins))',
  },
  {
    name: 'privileges',
    setup: `create role app; create role "Read Only"; create table t (id int); create view v as select id from t; create sequence s; create schema sc; create function f() returns int language sql as 'select 1'; create procedure p() language sql as 'select 1'; grant select, insert on t to app; grant all on v to "Read Only"; grant usage on schema sc to app; grant select on t to "Read Only" with grant option`,
    up: `revoke insert on t from app; grant update, delete on t to app, public; revoke all on v from "Read Only"; grant usage, select on sequence s to app; revoke usage on schema sc from app; grant create on schema sc to "Read Only"; revoke execute on function f() from public; grant execute on function f() to app; revoke execute on procedure p() from public; revoke grant option for select on t from "Read Only"; grant insert on t to "Read Only" with grant option`,
  },
  {
    name: 'roles that were made, changed, renamed and dropped',
    setup:
      'create role a login; create role b; create role c createdb noinherit; create role d; grant b to a; create table t (id int)',
    up: `create role "New One" login; grant select on t to "New One"; alter role a nologin createrole; revoke b from a; grant c to a; drop role c; alter role d rename to e; create role f; create policy p on t to f using (true)`.replace(
      'grant c to a; drop role c;',
      'drop role c;',
    ),
  },
  {
    name: 'event triggers',
    setup: `create function e() returns event_trigger language plpgsql as 'begin end'; create event trigger a on ddl_command_end when tag in ('CREATE TABLE') execute function e(); create event trigger b on sql_drop execute function e()`,
    up: `drop event trigger a; alter event trigger b disable; create event trigger c on ddl_command_start execute function e(); drop event trigger c`,
  },
  {
    name: 'what a plain block does',
    setup: 'create table a (id int primary key); create table b (a_id int)',
    up: `do $$ begin create type k as enum ('x'); exception when duplicate_object then null; end $$; do $$ begin alter table b add constraint fk foreign key (a_id) references a; exception when duplicate_object then null; end $$`,
  },
  {
    name: 'what a function of the migration does to columns and tables',
    setup: "create table t (a text, b int); insert into t values ('x', 1)",
    up: `create function move() returns void language plpgsql as $$ begin alter table t rename column a to z; create table u (id int); end $$; select move(); drop function move()`,
    keeps: 'select a, b from t',
  },
  {
    name: 'nothing, where the migration only writes rows',
    setup: "create table t (a text); insert into t values ('x')",
    up: "update t set a = 'y'; insert into t values ('z')",
    onlyOnce: true,
  },
  {
    name: 'objects made under another search path',
    setup: 'create schema app',
    up: `set local search_path to app, public; create table t (id serial primary key); create type m as enum ('a'); create view v as select id from t`,
  },
  {
    name: 'what follows rows whose keys are checked at the end',
    setup: `create table a (id int primary key, b_id int); create table b (id int primary key, a_id int references a deferrable initially deferred);
      alter table a add foreign key (b_id) references b deferrable initially deferred`,
    up: 'alter table a add column x int; alter table b add column x int; insert into a values (1, 1, 1); insert into b values (1, 1, 1)',
    onlyOnce: true,
  },
  {
    name: 'all but what the catalog does not say how to make',
    setup: 'create aggregate total(int) (sfunc = int4pl, stype = int); create table t (id int, a text)',
    up: 'drop aggregate total(int); alter table t drop column a',
    says: ['ALTER TABLE "t" ADD COLUMN "a" text;'],
    remaining: ['aggregate total(integer) is missing'],
  },
  {
    name: 'nothing of a unique column that no row could go without: its values cannot be made up',
    setup: "create table t (id int, a text not null unique); insert into t values (1, 'x'), (2, 'y')",
    up: 'alter table t drop column a',
    remaining: ['column t.a is missing', 'unique t.t_a_key is missing'],
  },
];
