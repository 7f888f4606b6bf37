import type { Case } from './case.js';

export const keys: Case[] = [
  {
    name: 'a foreign key, a unique, a check, a primary key that were added',
    setup: 'create table a (id int); create table b (id int primary key, a_id int, n int)',
    up: `alter table a add constraint a_key primary key (id); alter table b add constraint b_fk foreign key (a_id) references a on delete cascade on update set null;
      alter table b add constraint b_u unique (n), add constraint b_c check (n > 0)`,
    says: ['ALTER TABLE "b" DROP CONSTRAINT "b_fk";'],
  },
  {
    name: 'keys of every kind that were dropped',
    setup: `create table a (id int, n int, primary key (id, n)); create table b (id int primary key, a_id int, n int, r int4range,
        constraint fk foreign key (a_id, n) references a match full on delete set null (a_id) deferrable initially deferred, constraint u unique nulls not distinct (n) include (id),
        constraint d unique (a_id) deferrable, constraint c check (n > 0) no inherit, constraint x exclude using gist (r with &&) where (n > 1))`,
    up: 'alter table b drop constraint fk, drop constraint u, drop constraint d, drop constraint c, drop constraint x, drop constraint b_pkey; alter table a drop constraint a_pkey',
  },
  {
    name: 'a primary key over other columns, which others refer to',
    setup: `create table a (id int primary key, x int not null, unique (x)); create table b (a_id int references a (id) on delete cascade); insert into a values (1, 2); insert into b values (1)`,
    up: 'alter table b drop constraint b_a_id_fkey; alter table a drop constraint a_pkey; alter table a add primary key (x); alter table b add constraint b_a_id_fkey foreign key (a_id) references a (x) not valid',
    keeps: 'select * from a, b',
  },
  {
    name: 'a primary key that was dropped with what refers to it',
    setup: 'create table a (id int primary key); create table b (a_id int references a)',
    up: 'alter table a drop constraint a_pkey cascade',
  },
  {
    name: 'constraints that were renamed, one by a name that is used anew',
    setup: `create table a (id int constraint k primary key, n int constraint u unique constraint c check (n > 0)); create table b (a_id int constraint fk references a)`,
    up: `alter table a rename constraint k to a_pk; alter table a rename constraint u to u2; alter table a rename constraint c to c2; alter table a add constraint c check (n > 1); alter table b rename constraint fk to fk2`,
    says: ['ALTER TABLE "a" RENAME CONSTRAINT "c2" TO "c";'],
  },
  {
    name: 'constraints that rows were not checked for',
    setup: `create table a (id int primary key); create table b (x int, y int, z int constraint zc check (z > 0), constraint f foreign key (x) references a not valid, constraint c check (x > 0) not valid); insert into b values (null, 1, 1)`,
    up: 'alter table b validate constraint f; alter table b validate constraint c; alter table b add constraint n foreign key (y) references a not valid; alter table b drop constraint zc; alter table b add constraint zc check (z > 0) not valid',
    says: ['ALTER TABLE "b" VALIDATE CONSTRAINT "zc";'],
  },
  {
    name: 'foreign keys that changed',
    setup:
      'create table a (id int primary key); create table b (x int constraint f references a, y int constraint g references a deferrable)',
    up: 'alter table b drop constraint f, add constraint f foreign key (x) references a on delete cascade; alter table b alter constraint g not deferrable',
  },
  {
    name: 'indexes of all kinds that were dropped',
    setup: `create extension pg_trgm; create table t (id int, a text, b text, j jsonb, r int4range, l text[], n int); create schema app; create table app.t (id int);
      create index i1 on t (a); create unique index i2 on t (a, b desc nulls first) nulls not distinct; create index i3 on t using hash (a); create index i4 on t using gin (j jsonb_path_ops);
      create index i5 on t using gist (r); create index i6 on t using gin (a gin_trgm_ops); create index i7 on t using brin (n) with (pages_per_range = 10); create index i8 on t (lower(a) text_pattern_ops) where n > 0;
      create index i9 on t (a) include (b, n); create index i10 on t (a collate "C"); create index i11 on t using spgist (a); create index "I 12" on t (n) with (fillfactor = 50); create index i13 on app.t (id);
      create statistics st (dependencies) on a, b from t`,
    up: 'drop index i1, i2, i3, i4, i5, i6, i7, i8, i9, i10, i11, "I 12", app.i13; drop statistics st',
  },
  {
    name: 'indexes that were made, changed, renamed',
    setup:
      'create table t (a int, b int); create index i on t (a); create index j on t (b); create schema app; create table app.t (x int); create index k on app.t (x)',
    up: 'create index n on t (a, b); create unique index m on app.t (x); drop index i; create index i on t (a desc); alter index j rename to j2; alter index app.k rename to k2; create index j on t (a) where b = 1; create statistics st on a, b from t',
    says: ['DROP INDEX "app"."m";', 'ALTER INDEX "j2" RENAME TO "j";'],
  },
  {
    name: 'a unique constraint that became an index',
    setup: 'create table t (a int constraint u unique); create table r (a int references t (a))',
    up: 'alter table r drop constraint r_a_fkey; alter table t drop constraint u; create unique index u on t (a); alter table r add constraint r_a_fkey foreign key (a) references t (a)',
  },
  {
    name: 'an index on a partitioned table',
    setup: `create table logs (id int, at date not null) partition by range (at); create table l1 partition of logs for values from ('2024-01-01') to ('2025-01-01')`,
    up: 'create index logs_id on logs (id)',
  },
];
