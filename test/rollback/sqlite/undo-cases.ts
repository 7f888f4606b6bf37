/** A migration that is undone on a database with rows. */
export interface UndoCase {
  /** The schema before, with rows in it. */
  setup: string;
  up: string;
  /** Tables and columns (`t`, `t.c`) whose values the migration itself destroys. */
  gone?: string[];
  /** `table.column = value` for what stands in place of values that are gone. */
  filled?: string[];
  /** Rows cannot come back without values that are gone: the undo refuses. */
  refusesRows?: true;
  /** Queries, and how many rows they have after the undo. */
  found?: Record<string, number>;
  /** What the undo consists of, where it matters. */
  statements?: string[];
}

const users = `
  create table users (id integer primary key autoincrement not null, name text not null, email text unique, age integer);
  insert into users values (1, 'Ada', 'ada@example.com', 36), (2, 'Bob', null, null), (7, 'Cy', 'cy@example.com', 50);
`;
const posts = `
  ${users}
  create table posts (id text primary key not null, user_id integer not null, title text default 'none' not null,
    foreign key (user_id) references users(id) on delete cascade);
  create index posts_user_idx on posts (user_id);
  insert into posts values ('a', 1, 'first'), ('b', 7, 'second');
`;
const offAndOn = (sql: string): string =>
  `PRAGMA foreign_keys=OFF;--> statement-breakpoint\n${sql}--> statement-breakpoint\nPRAGMA foreign_keys=ON;`;

export const undoCases: Record<string, UndoCase> = {
  'a table is added': { setup: users, up: 'create table t (a text);', statements: ['DROP TABLE `t`;'] },
  'a table with an index and a trigger is added': {
    setup: users,
    up: `create table t (a text, user_id integer references users(id)); create unique index t_a on t (a);
      create trigger t_t after insert on t begin update users set age = age + 1; end;`,
    statements: ['DROP TABLE `t`;'],
  },
  'tables that refer to each other are added': {
    setup: users,
    up: 'create table a (id integer primary key, b integer references b(id)); create table b (id integer primary key, a integer references a(id));',
  },
  'a parent and its child are added': {
    setup: users,
    up: `create table a (id integer primary key); create table b (id integer primary key, a integer references a(id));
      insert into a values (1); insert into b values (1, 1);`,
    statements: ['DROP TABLE `b`;', 'DROP TABLE `a`;'],
  },
  'a table is dropped': { setup: posts, up: 'drop table posts;', gone: ['posts'] },
  'all tables are dropped': { setup: posts, up: 'drop table posts; drop table users;', gone: ['posts', 'users'] },
  'a column is added': {
    setup: users,
    up: "alter table users add column city text default 'Rome' not null;",
    statements: ['ALTER TABLE `users` DROP COLUMN `city`;'],
  },
  'a column with a foreign key is added': {
    setup: users,
    up: 'create table t (id integer primary key); insert into t values (1); alter table users add t_id integer references t(id); update users set t_id = 1;',
    statements: ['ALTER TABLE `users` DROP COLUMN `t_id`;', 'DROP TABLE `t`;'],
  },
  'a column with a check is added': { setup: users, up: 'alter table users add c integer check (c > 0);' },
  'a generated column is added': {
    setup: users,
    up: 'alter table users add upper_name text generated always as (upper(name)) virtual;',
  },
  'a column and a generated one from it are added': {
    setup: users,
    up: "alter table users add a text default 'x'; alter table users add b text as (a || name);",
  },
  'a column with an index is added': {
    setup: users,
    up: 'alter table users add city text; create index users_city on users (city);',
    statements: ['DROP INDEX `users_city`;', 'ALTER TABLE `users` DROP COLUMN `city`;'],
  },
  'a column is dropped': {
    setup: users,
    up: 'alter table users drop column age;',
    gone: ['users.age'],
    statements: ['ALTER TABLE `users` ADD COLUMN age integer;'],
  },
  'a column in the middle with default, collation and check is dropped': {
    setup: `create table t (a integer primary key, "b C" text not null default 'it''s -- ; (' collate nocase check ("b C" <> ''), c text);
      insert into t values (1, 'x', 'y');`,
    up: 'alter table t drop column "b C";',
    gone: ['t.b C'],
  },
  'an indexed column is dropped': {
    setup: posts,
    up: "drop index posts_user_idx; create table p (id text primary key not null, title text default 'none' not null); insert into p select id, title from posts; drop table posts; alter table p rename to posts;",
    gone: ['posts'],
    refusesRows: true,
  },
  'a required column without a default is dropped': {
    setup: users,
    up: 'alter table users drop column name;',
    gone: ['users.name'],
    filled: ["users.name = ''"],
  },
  'required columns of each affinity are dropped': {
    setup: `create table t (id integer primary key, i bigint not null, t varchar(9) not null, r double not null, b blob not null, n numeric not null, x not null);
      insert into t values (1, 2, 'three', 4.5, x'06', 7, 8);`,
    up: 'alter table t drop column i; alter table t drop column t; alter table t drop column r; alter table t drop column b; alter table t drop column n; alter table t drop column x;',
    gone: ['t.i', 't.t', 't.r', 't.b', 't.n', 't.x'],
    filled: ["t.b = x''", 't.i = 0', 't.n = 0', 't.r = 0', "t.t = ''", "t.x = ''"],
  },
  'a required column with a default that is computed is dropped': {
    setup: `create table t (id integer primary key, at integer default (unixepoch()) not null, on_day text default current_date);
      insert into t (id) values (1);`,
    up: 'alter table t drop column at; alter table t drop column on_day;',
    gone: ['t.at', 't.on_day'],
  },
  'a unique column is dropped': {
    setup: posts,
    up: offAndOn(`CREATE TABLE \`__new_users\` (id integer primary key autoincrement not null, name text not null, age integer);--> statement-breakpoint
      INSERT INTO \`__new_users\`("id", "name", "age") SELECT "id", "name", "age" FROM \`users\`;--> statement-breakpoint
      DROP TABLE \`users\`;--> statement-breakpoint
      ALTER TABLE \`__new_users\` RENAME TO \`users\`;`),
    gone: ['users.email'],
  },
  'a required foreign key is dropped with its column': {
    setup: posts,
    up: `drop index posts_user_idx; create table __new_posts (id text primary key not null, title text default 'none' not null);
      insert into __new_posts (id, title) select id, title from posts; drop table posts; alter table __new_posts rename to posts;`,
    refusesRows: true,
  },
  'a primary key changes to another column': {
    setup: `create table t (id integer primary key autoincrement, name text not null); insert into t values (3, 'a'), (4, 'b');`,
    up: 'create table __new_t (name text primary key not null); insert into __new_t (name) select name from t; drop table t; alter table __new_t rename to t;',
    refusesRows: true,
  },
  'every column is replaced': {
    setup: "create table t (a text, b integer default 3); insert into t values ('x', 1), ('y', 2);",
    up: 'alter table t add c text; alter table t drop column a; alter table t drop column b;',
    gone: ['t.a', 't.b'],
  },
  'every column is replaced by a rebuild': {
    setup: "create table t (a text, b integer default 3, unique (a, b)); insert into t values ('x', 1), ('y', 2);",
    up: "create table __new_t (c text not null); insert into __new_t (c) select 'c' from t; drop table t; alter table __new_t rename to t;",
    gone: ['t.a', 't.b'],
  },
  'a table is renamed': {
    setup: posts,
    up: 'alter table users rename to people;',
    statements: ['ALTER TABLE `people` RENAME TO `users`;'],
  },
  'a column is renamed': {
    setup: posts,
    up: 'alter table posts rename column user_id to author_id;',
    statements: ['ALTER TABLE `posts` RENAME COLUMN `author_id` TO `user_id`;'],
  },
  'a table and its column are renamed, and back again': {
    setup: posts,
    up: 'alter table users rename to people; alter table people rename column name to nick; alter table people rename column nick to name; alter table people rename to users;',
    statements: [],
  },
  'two tables swap their names': {
    setup: posts,
    up: 'alter table users rename to t; alter table posts rename to users; alter table t rename to posts;',
  },
  'two columns swap their names': {
    setup: users,
    up: 'alter table users rename column name to t; alter table users rename column email to name; alter table users rename column t to email;',
  },
  'three columns go round': {
    setup: 'create table t (a text, b text, c text); insert into t values (1, 2, 3);',
    up: 'alter table t rename column a to x; alter table t rename column b to a; alter table t rename column c to b; alter table t rename column x to c;',
  },
  'a table and a column change the case of their names': {
    setup: posts,
    up: 'alter table users rename to t; alter table t rename to Users; alter table Users rename column name to Name;',
  },
  'a table is renamed and another made under its name': {
    setup: posts,
    up: 'alter table users rename to people; create table users (id text primary key, nick text);',
  },
  'a column is renamed and another made under its name': {
    setup: users,
    up: "alter table users rename column name to full_name; alter table users add name text default 'x' not null; create index users_name on users (name);",
    statements: [
      'DROP INDEX `users_name`;',
      'ALTER TABLE `users` DROP COLUMN `name`;',
      'ALTER TABLE `users` RENAME COLUMN `full_name` TO `name`;',
    ],
  },
  'a column is renamed, another made under its name, and the table rebuilt': {
    setup: posts,
    up: offAndOn(`alter table users rename column name to full_name;
      create table __new_users (id integer primary key autoincrement not null, full_name text, email text, age integer, name text unique);
      insert into __new_users (id, full_name, email, age) select id, full_name, email, age from users;
      drop table users; alter table __new_users rename to users;`),
  },
  'a rename, a drop and an addition at once': {
    setup: posts,
    up: "alter table users rename to people; alter table people drop column age; alter table people add city text default ''; alter table people rename column name to nick;",
    gone: ['users.age'],
  },
  'a rebuild renames a column': {
    setup: posts,
    up: offAndOn(`create table __new_users (id integer primary key autoincrement not null, full_name text not null, email text, age integer);
      insert into __new_users (id, full_name, email, age) select id, name, email, age from users;
      drop table users; alter table __new_users rename to users;`),
  },
  'a rebuild with SELECT * renames a column': {
    setup: users,
    up: 'create table __new_users (id integer primary key, nick text, email text, age text); insert into __new_users select * from users; drop table users; alter table __new_users rename to users;',
  },
  'drizzle-kit rebuilds a table to take a constraint away': {
    setup: posts,
    up: offAndOn(`CREATE TABLE \`__new_users\` (\`id\` integer PRIMARY KEY AUTOINCREMENT NOT NULL, \`name\` text, \`email\` text, \`age\` integer DEFAULT 1);
--> statement-breakpoint
INSERT INTO \`__new_users\`("id", "name", "email", "age") SELECT "id", "name", "email", "age" FROM \`users\`;--> statement-breakpoint
DROP TABLE \`users\`;--> statement-breakpoint
ALTER TABLE \`__new_users\` RENAME TO \`users\`;`),
  },
  'drizzle-kit copies a column that is not there': {
    setup: posts,
    up: offAndOn(`CREATE TABLE \`__new_users\` (\`id\` integer PRIMARY KEY AUTOINCREMENT NOT NULL, \`name\` text NOT NULL, \`email\` text, \`age\` integer, \`city\` text);
--> statement-breakpoint
INSERT INTO \`__new_users\`("id", "name", "email", "age", "city") SELECT "id", "name", "email", "age", "city" FROM \`users\`;--> statement-breakpoint
DROP TABLE \`users\`;--> statement-breakpoint
ALTER TABLE \`__new_users\` RENAME TO \`users\`;`),
  },
  'a table is rebuilt twice': {
    setup: posts,
    up: offAndOn(`create table __new_users (id integer primary key, name text, email text, age integer); insert into __new_users (id, name, email, age) select id, name, email, age from users;
      drop table users; alter table __new_users rename to users;
      create table __new_users (id integer primary key, name text, email text unique, age real); insert into __new_users (id, name, email, age) select id, name, email, age from users;
      drop table users; alter table __new_users rename to users;`),
  },
  'a table is rebuilt by renaming the old one away': {
    setup: posts,
    up: offAndOn(`alter table users rename to _users_old; create table users (id integer primary key, name text, email text, age integer);
      insert into users select * from _users_old; drop table _users_old;`),
  },
  'a table is copied to one of another name and dropped': {
    setup: posts,
    up: offAndOn(`create table people (id integer primary key, nick text, email text, age integer);
      insert into people (id, nick, email, age) select id, name, email, age from users; drop table users;`),
  },
  'a table is copied away, made anew and filled again': {
    setup: posts,
    up: offAndOn(`create table backup as select * from users; drop table users;
      create table users (id integer primary key, nick text, email text, age integer);
      insert into users (id, nick, email, age) select id, name, email, age from backup; drop table backup;`),
  },
  'a table is copied away with its columns, made anew and filled again': {
    setup: posts,
    up: offAndOn(`create table backup (id, name, email, age); insert into backup select * from users; drop table users;
      create table users (id integer primary key, nick text, email text, age integer);
      insert into users select id, name, email, age from backup; drop table backup;`),
  },
  'two tables become one': {
    setup:
      "create table a (id integer primary key, n text); create table b (id integer primary key, n text); insert into a values (1, 'a'); insert into b values (2, 'b');",
    up: 'create table c (id integer primary key, n text); insert into c select * from a; insert into c select * from b; drop table a; drop table b;',
    gone: ['a', 'b'],
    found: { 'select 1 from a': 0 },
  },
  'names in other scripts, without quotes': {
    setup:
      "create table Été (id integer primary key, Größe text not null, check (Été.id > 0)); create view v as select Größe from Été; insert into Été values (1, 'x');",
    up: 'drop view v; alter table Été rename to n; alter table n rename column Größe to Maß; alter table n drop column Maß; alter table n rename to Été;',
    gone: ['Été.Größe'],
    filled: ["Été.Größe = ''"],
  },
  'a table is split in two': {
    setup:
      "create table t (id integer primary key, a text not null, b text not null); insert into t values (1, 'a', 'b');",
    up: 'create table ta (id integer primary key, a text); insert into ta select id, a from t; create table tb (id integer primary key, b text); insert into tb select id, b from t; drop table t;',
    gone: ['t'],
  },
  'a table is renamed away and kept': {
    setup: users,
    up: 'alter table users rename to users_old; create table users (id text primary key, name text); insert into users select id, name from users_old;',
  },
  'a table is dropped and made again otherwise': {
    setup: posts,
    up: 'drop table posts; create table posts (key integer primary key, body text);',
    gone: ['posts'],
  },
  'both parent and child are rebuilt': {
    setup: posts,
    up: offAndOn(`create table __new_users (id integer primary key, name text not null, email text, age integer); insert into __new_users (id, name, email, age) select id, name, email, age from users;
      drop table users; alter table __new_users rename to users;
      create table __new_posts (id text primary key not null, user_id integer, title text); insert into __new_posts (id, user_id, title) select id, user_id, title from posts;
      drop table posts; alter table __new_posts rename to posts; create index posts_user_idx on posts (user_id);`),
  },
  'a foreign key is taken away': {
    setup: posts,
    up: `create table __new_posts (id text primary key not null, user_id integer not null, title text default 'none' not null);
      insert into __new_posts (id, user_id, title) select id, user_id, title from posts;
      drop table posts; alter table __new_posts rename to posts; create index posts_user_idx on posts (user_id);`,
  },
  'an index is added, one dropped, one changed': {
    setup: `${users} create index a on users (name); create unique index b on users (age desc) where age > 3;`,
    up: 'drop index a; drop index b; create unique index b on users (age); create index c on users (lower(name));',
  },
  'an index moves to another table': {
    setup: `${posts} create index moving on users (name);`,
    up: 'drop index moving; create index moving on posts (title);',
  },
  'an index moves to a table that is added': {
    setup: `${posts} create index moving on users (name);`,
    up: 'drop index moving; create table t (a text); create index moving on t (a);',
  },
  'a column becomes required, another optional': {
    setup: users,
    up: `update users set age = 0 where age is null;
      create table __new_users (id integer primary key autoincrement not null, name text, email text unique, age integer not null);
      insert into __new_users (id, name, email, age) select id, name, email, age from users; drop table users; alter table __new_users rename to users;`,
    gone: ['users.age'],
  },
  'a type changes': {
    setup: users,
    up: `create table __new_users (id integer primary key autoincrement not null, name text not null, email text unique, age text);
      insert into __new_users (id, name, email, age) select id, name, email, age from users; drop table users; alter table __new_users rename to users;`,
  },
  'a view over a table that is rebuilt': {
    setup: `${posts} create view v as select name from users where age > 3; create view w as select * from v; create view other as select title from posts;`,
    up: offAndOn(`drop view w; drop view v;
      create table __new_users (id integer primary key autoincrement not null, name text, email text, age integer);
      insert into __new_users (id, name, email, age) select id, name, email, age from users; drop table users; alter table __new_users rename to users;
      create view v as select name from users where age > 3; create view w as select * from v;`),
  },
  'a view over a table that is renamed': {
    setup: `${posts} create view v as select users.name, title from users join posts on posts.user_id = users.id;`,
    up: 'alter table users rename to people; alter table people rename column name to nick;',
    statements: ['ALTER TABLE `people` RENAME TO `users`;', 'ALTER TABLE `users` RENAME COLUMN `nick` TO `name`;'],
  },
  'views are added, dropped and changed': {
    setup: `${users} create view a as select id from users; create view b as select name from users;`,
    up: 'drop view a; drop view b; create view b as select name, age from users; create view c as select * from b;',
  },
  'a view is left without its table': {
    setup: `${users} create table t (a text); create view v as select a from t;`,
    up: 'alter table users add city text; alter table users rename column age to years; drop table t;',
    gone: ['t'],
  },
  'a view takes the place of a table': {
    setup: `${users} create table t (a text); insert into t values (1);`,
    up: 'drop table t; create view t as select name as a from users;',
    gone: ['t'],
  },
  'a table takes the place of a view': {
    setup: `${users} create view t as select name as a from users; create trigger t_t instead of insert on t begin select 1; end;`,
    up: 'drop view t; create table t (a text);',
  },
  'a table is renamed and a view takes its name': {
    setup: users,
    up: 'alter table users rename to people; create view users as select * from people;',
  },
  'a view with an INSTEAD OF trigger over a table that is rebuilt': {
    setup: `${users} create view v as select name from users; create trigger vt instead of insert on v begin insert into users (name) values (new.name); end;`,
    up: `drop trigger vt; drop view v; create table __new_users (id integer primary key, name text not null, email text unique, age integer);
      insert into __new_users (id, name, email, age) select id, name, email, age from users; drop table users; alter table __new_users rename to users;
      create view v as select name from users; create trigger vt instead of insert on v begin insert into users (name) values (new.name); end;`,
  },
  'triggers are added, dropped and changed': {
    setup: `${posts} create trigger a after insert on users begin select 1; end; create trigger b after delete on posts begin update users set age = 1; end;`,
    up: 'drop trigger a; drop trigger b; create trigger b after delete on posts begin update users set age = 2; end; create trigger c before update on users begin select 1; end;',
  },
  'a rebuild loses the triggers of the table': {
    setup: `${posts} create trigger a after insert on users begin update users set age = 1 where id = new.id; end;
      create trigger b after delete on posts begin update users set age = 1; end;`,
    up: offAndOn(`drop trigger b; create table __new_users (id integer primary key, name text not null, email text unique, age integer);
      insert into __new_users (id, name, email, age) select id, name, email, age from users; drop table users; alter table __new_users rename to users;
      create trigger b after delete on posts begin update users set age = 1; end;`),
  },
  'triggers between two tables that are rebuilt': {
    setup: `${posts} create trigger a after insert on users begin update posts set title = ''; end;
      create trigger b after delete on posts begin update users set age = 1; end;`,
    up: offAndOn(`drop trigger a; drop trigger b;
      create table __new_users (id integer primary key, name text, email text, age integer); insert into __new_users (id, name, email, age) select id, name, email, age from users;
      drop table users; alter table __new_users rename to users;
      create table __new_posts (id text primary key not null, user_id integer, title text); insert into __new_posts (id, user_id, title) select id, user_id, title from posts;
      drop table posts; alter table __new_posts rename to posts;
      create trigger a after insert on users begin update posts set title = ''; end; create trigger b after delete on posts begin update users set age = 1; end;`),
  },
  'a trigger reads a column that is added': {
    setup: users,
    up: 'alter table users add seen integer; create trigger t after update of name on users begin update users set seen = 1 where id = new.id; end;',
    statements: ['DROP TRIGGER `t`;', 'ALTER TABLE `users` DROP COLUMN `seen`;'],
  },
  'a table refers to itself': {
    setup: `create table t (id integer primary key, parent integer references t(id) on delete cascade, name text); insert into t values (1, null, 'a'), (2, 1, 'b'), (3, 2, 'c');`,
    up: offAndOn(`create table __new_t (id integer primary key, parent integer references t(id) on delete set null, name text not null);
      insert into __new_t (id, parent, name) select id, parent, name from t; drop table t; alter table __new_t rename to t;`),
  },
  'a table without rowid, strict, with ON CONFLICT': {
    setup: `create table t (a text not null on conflict ignore, b int, c any, primary key (a, b) on conflict replace) strict, without rowid; insert into t values ('x', 1, 'z'), ('y', 2, 3);`,
    up: 'create table __new_t (a text not null, b integer not null, c text); insert into __new_t (a, b, c) select a, b, c from t; drop table t; alter table __new_t rename to t;',
    gone: ['t.c'],
  },
  'generated columns in a table that is rebuilt': {
    setup: `create table t (a integer, b integer generated always as (a * 2) stored, c text as ('c' || a) virtual, d text); insert into t (a, d) values (1, 'd');`,
    up: 'create table __new_t (a integer, b integer, d text not null); insert into __new_t (a, b, d) select a, b, d from t; drop table t; alter table __new_t rename to t;',
  },
  'a generated column is stored instead': {
    setup: `create table t (a integer, b integer as (a * 2)); insert into t (a) values (1);`,
    up: 'create table __new_t (a integer, b integer as (a * 3) stored); insert into __new_t (a) select a from t; drop table t; alter table __new_t rename to t;',
  },
  'checks with the table in front of the column': {
    setup: `create table "my t" (a integer, constraint "my_check" check("my t"."a" > 0)); insert into "my t" values (1);`,
    up: `create table "__new_my t" (a integer, constraint "my_check" check("__new_my t"."a" > -1)); insert into "__new_my t" (a) select a from "my t"; drop table "my t"; alter table "__new_my t" rename to "my t";`,
  },
  'a unique over two columns is taken away': {
    setup: `create table t (a text, b text, unique (a, b)); insert into t values (1, 2);`,
    up: 'create table __new_t (a text, b text); insert into __new_t (a, b) select a, b from t; drop table t; alter table __new_t rename to t;',
  },
  'collation and deferred keys': {
    setup: `${users} create table t (a text collate nocase, u integer references users(id) deferrable initially deferred); insert into t values ('A', 1);`,
    up: 'create table __new_t (a text, u integer references users(id)); insert into __new_t (a, u) select a, u from t; drop table t; alter table __new_t rename to t;',
  },
  'strange names': {
    setup: `create table "a.b ""c" ("select" text, "x.y" integer, [Group] text default 'it''s "so"' not null, "\`" text); create index "i ""1" on "a.b ""c" ("x.y");
      insert into "a.b ""c" values ('1', 2, '3', '4');`,
    up: `alter table "a.b ""c" rename to "order"; alter table "order" rename column "x.y" to "from"; alter table "order" drop column "Group"; alter table "order" add "\`\`" text; alter table "order" drop column "\`";`,
    gone: ['a.b "c.Group', 'a.b "c.`'],
  },
  'strange names in a rebuild': {
    setup: `create table "a.b ""c" ("select" text, "x.y" integer unique, check ("a.b ""c"."x.y" > 0)); insert into "a.b ""c" values ('1', 2);`,
    up: `create table n ("select" text, "x.y" integer); insert into n ("select", "x.y") select "select", "x.y" from "a.b ""c"; drop table "a.b ""c"; alter table n rename to "a.b ""c";`,
  },
  'comments in a definition': {
    setup: `create table t (\n  -- the key, really\n  id integer primary key, /* a, b ( */ name text -- last\n); insert into t values (1, 'a');`,
    up: 'create table __new_t (id integer, name text unique); insert into __new_t (id, name) select id, name from t; drop table t; alter table __new_t rename to t;',
  },
  'the name that a rebuild takes for a while is taken': {
    setup: `create table t (a text unique); create table __new_t (a text); insert into t values ('x'); insert into __new_t values ('y');`,
    up: 'create table n (a text); insert into n (a) select a from t; drop table t; alter table n rename to t;',
  },
  'a full-text table is added': {
    setup: users,
    up: `create virtual table users_fts using fts5(name, content='users', content_rowid='id');
      create trigger users_ai after insert on users begin insert into users_fts(rowid, name) values (new.id, new.name); end;`,
    statements: ['DROP TRIGGER `users_ai`;', 'DROP TABLE `users_fts`;'],
  },
  'a full-text table is dropped': {
    setup: `${users} create virtual table f using fts5(a, b); insert into f values ('x', 'y');`,
    up: 'drop table f;',
    gone: ['f'],
  },
  'a full-text table is renamed': {
    setup: `create virtual table f using fts5(a, b); insert into f values ('x', 'y');`,
    up: 'alter table f rename to g;',
  },
  'a full-text table of a table is dropped': {
    setup: `${users} create virtual table f using fts5(name, content='users', content_rowid='id'); insert into f(f) values ('rebuild');`,
    up: 'drop table f;',
    found: { "select rowid from f where f match 'ada'": 1 },
  },
  'a full-text table gets another column': {
    setup: `create virtual table f using fts5(a, b); insert into f values ('x', 'y');`,
    up: `create virtual table n using fts5(a, b, c); insert into n(rowid, a, b) select rowid, a, b from f; drop table f; alter table n rename to f;`,
  },
  'a full-text table takes its text from another table': {
    setup: `${users} create virtual table f using fts5(name, content=users, content_rowid=id); insert into f(f) values ('rebuild');`,
    up: `drop table f; create virtual table f using fts5(name, email, content=users, content_rowid=id); insert into f(f) values ('rebuild');`,
    found: { "select rowid from f where f match 'ada'": 1 },
  },
  'a vector index is added': {
    setup: "create table t (id integer primary key, e F32_BLOB(3)); insert into t values (1, vector('[1,2,3]'));",
    up: 'create index t_e on t (libsql_vector_idx(e));',
    statements: ['DROP INDEX `t_e`;'],
  },
  'a vector index is dropped with its table': {
    setup:
      "create table t (id integer primary key, e F32_BLOB(3)); create index t_e on t (libsql_vector_idx(e, 'metric=cosine'));",
    up: 'drop table t;',
    gone: ['t'],
  },
  'a table with a vector index is rebuilt': {
    setup:
      "create table t (id integer primary key, e F32_BLOB(3), n text not null); create index t_e on t (libsql_vector_idx(e)); insert into t values (1, vector('[1,2,3]'), 'a');",
    up: 'create table __new_t (id integer primary key, e F32_BLOB(3), n text); insert into __new_t (id, e, n) select id, e, n from t; drop table t; alter table __new_t rename to t; create index t_e on t (libsql_vector_idx(e));',
  },
  'a broken view and one under the name of a renamed table': {
    setup: `${users} create table t (a text); create view v as select a from t;`,
    up: 'alter table users rename to people; create view users as select * from people; drop table t;',
    gone: ['t'],
  },
  "libSQL's own change of a column": {
    setup: posts,
    up: 'alter table users alter column age to age text; alter table users rename name to nick;',
  },
  'the numbers of deleted rows are not given again': {
    setup: `${users} insert into users values (20, 'Zoe', null, null); delete from users where id = 20;`,
    up: `create table __new_users (id integer primary key autoincrement not null, name text, email text unique, age integer);
      insert into sqlite_sequence (name, seq) values ('__new_users', 20);
      insert into __new_users (id, name, email, age) select id, name, email, age from users; drop table users; alter table __new_users rename to users;`,
    found: { "select 1 from sqlite_sequence where name = 'users' and seq = 20": 1, 'select 1 from sqlite_sequence': 1 },
  },
  'tables and columns in other letters': {
    setup: posts,
    up: 'ALTER TABLE POSTS RENAME COLUMN Title TO Heading; ALTER TABLE "Users" DROP COLUMN AGE; DROP INDEX Posts_User_Idx;',
    gone: ['users.age'],
  },
  'lines end as on Windows': {
    setup:
      'create table t (\r\n\ta text, -- one\r\n\tb text not null default (1 + 2) -- two\r\n);\r\ninsert into t values (1, 2);\r\n',
    up: 'ALTER TABLE t DROP COLUMN b;\r\n--> statement-breakpoint\r\nALTER TABLE t RENAME TO u;\r\n',
    gone: ['t.b'],
  },
  'rows are written, and nothing else': {
    setup: users,
    up: "insert into users (name) values ('Dee'); delete from users where name = 'Dee';",
    statements: [],
  },
  'a table is made and gone again': { setup: users, up: 'create table t (a); drop table t;', statements: [] },
  'a temporary table serves a rebuild': {
    setup: users,
    up: `create temp table backup as select * from users; drop table users; create table users (id integer primary key, name text, email text, age integer); insert into users select * from backup; drop table backup;`,
  },
};
