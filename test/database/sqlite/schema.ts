/** A schema with one of everything. */
export const base = `
  create table users (
    id integer primary key autoincrement not null,
    name text not null,
    email text collate nocase unique,
    score real default 0,
    label text generated always as (upper(name)) virtual,
    constraint score_positive check (score >= 0)
  );
  create table posts (
    id text primary key,
    user_id integer references users (id) on delete cascade deferrable initially deferred,
    title text default 'none'
  );
  create table notes (id integer primary key, body text);
  create index posts_title_idx on posts (title desc) where title is not null;
  create unique index posts_lower_idx on posts (lower(title));
  create view long_titles as select id from posts where length(title) > 20;
  create trigger touched after update on users begin update users set score = 1 where id = new.id; end;
`;

/** The same, on another way: other order of columns, other quotes and letters, a rebuild, no names for constraints. */
export const detour = `
  CREATE TABLE "notes" ("body" TEXT, "id" INTEGER PRIMARY KEY);
  CREATE TABLE [posts] ("title" text DEFAULT ('none'), id TEXT PRIMARY KEY,
    user_id INTEGER, gone text,
    FOREIGN KEY ("user_id") REFERENCES users (id) ON UPDATE NO ACTION ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);
  ALTER TABLE posts DROP COLUMN gone;
  CREATE TABLE "__new_users" (
    "email" text COLLATE NOCASE, -- the address
    \`id\` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
    "nick" text NOT NULL,
    "score" real DEFAULT 0,
    UNIQUE ("email"),
    CHECK (("__new_users"."score" >= 0))
  );
  ALTER TABLE "__new_users" RENAME TO "users";
  ALTER TABLE users RENAME COLUMN nick TO name;
  ALTER TABLE users ADD COLUMN label TEXT GENERATED ALWAYS AS (UPPER("name"));
  CREATE UNIQUE INDEX posts_lower_idx ON posts (LOWER("title") ASC);
  CREATE INDEX posts_title_idx ON "posts" ("title" DESC) WHERE ("posts"."title" IS NOT NULL);
  CREATE VIEW long_titles AS SELECT "id" FROM "posts" WHERE LENGTH("title") > 20;
  CREATE TRIGGER touched AFTER UPDATE ON users BEGIN UPDATE users SET score = 1 WHERE id = NEW.id; END;
`;

/** Tables are changed as drizzle-kit does it: made anew. */
const users = (body: string): string =>
  `create table __new_users (${body}); drop table users; alter table __new_users rename to users`;
const columns = {
  id: 'id integer primary key autoincrement not null',
  name: 'name text not null',
  email: 'email text collate nocase unique',
  score: 'score real default 0',
  label: 'label text generated always as (upper(name)) virtual',
  check: 'constraint score_positive check (score >= 0)',
};
const rebuilt = (change: Partial<Record<keyof typeof columns, string>>): string =>
  users(
    Object.values({ ...columns, ...change })
      .filter((part) => part !== '')
      .join(', '),
  );
const posts = (key: string, title = "title text default 'none'"): string =>
  `drop view long_titles; drop table posts; create table posts (id text primary key, user_id integer${key}, ${title})`;

/** Each kind of change, and how it reads. A rebuild of users loses its trigger. */
export const changes: [change: string, lines: string[]][] = [
  ['create table extra (id integer)', ['table extra should not be there']],
  ['drop table posts', ['table posts is missing']],
  ['alter table users add column age integer', ['column users.age should not be there']],
  [
    rebuilt({ email: 'email integer collate nocase unique' }),
    ['column users.email: text → integer', 'trigger users.touched is missing'],
  ],
  [rebuilt({ name: 'name text' }), ['column users.name: not null yes → no', 'trigger users.touched is missing']],
  [
    rebuilt({ score: 'score real default 1' }),
    ['column users.score: default 0 → 1', 'trigger users.touched is missing'],
  ],
  [
    rebuilt({ label: 'label text generated always as (lower(name)) virtual' }),
    [
      'column users.label: generated upper ( name ) virtual → lower ( name ) virtual',
      'trigger users.touched is missing',
    ],
  ],
  [
    rebuilt({ label: 'label text generated always as (upper(name)) stored' }),
    [
      'column users.label: generated upper ( name ) virtual → upper ( name ) stored',
      'trigger users.touched is missing',
    ],
  ],
  [
    rebuilt({ email: 'email text unique' }),
    ['column users.email: collation nocase → none', 'trigger users.touched is missing'],
  ],
  [
    rebuilt({ email: 'email text collate nocase' }),
    ['trigger users.touched is missing', 'unique users.(email) is missing'],
  ],
  [
    rebuilt({ id: 'id integer primary key not null' }),
    ['primary key users: autoincrement yes → no', 'trigger users.touched is missing'],
  ],
  [rebuilt({ id: 'id integer not null' }), ['primary key users is missing', 'trigger users.touched is missing']],
  [
    rebuilt({ check: 'check (score > 0)' }),
    [
      'check users.(score > 0) should not be there',
      'check users.(score >= 0) is missing',
      'trigger users.touched is missing',
    ],
  ],
  [
    rebuilt({ email: 'email text collate nocase unique on conflict replace' }),
    ['table users: on conflict () → (email unique replace)', 'trigger users.touched is missing'],
  ],
  ['drop table notes; create table notes (id integer primary key, body text) strict', ['table notes: strict no → yes']],
  [
    'drop table notes; create table notes (id integer primary key, body text) without rowid',
    ['column notes.id: not null no → yes', 'table notes: without rowid no → yes'],
  ],
  [
    posts(' references users (id) on delete set null deferrable initially deferred'),
    [
      'foreign key posts.(user_id) references users: on delete cascade → set null',
      'index posts.posts_lower_idx is missing',
      'index posts.posts_title_idx is missing',
      'view long_titles is missing',
    ],
  ],
  [
    posts(' references users (id) on delete cascade'),
    [
      'foreign key posts.(user_id) references users: deferred yes → no',
      'index posts.posts_lower_idx is missing',
      'index posts.posts_title_idx is missing',
      'view long_titles is missing',
    ],
  ],
  [
    posts(''),
    [
      'foreign key posts.(user_id) references users is missing',
      'index posts.posts_lower_idx is missing',
      'index posts.posts_title_idx is missing',
      'view long_titles is missing',
    ],
  ],
  [
    'drop index posts_title_idx; create index posts_title_idx on posts (title) where title is not null',
    ['index posts.posts_title_idx: columns (title desc) → (title)'],
  ],
  [
    'drop index posts_title_idx; create index posts_title_idx on posts (title desc)',
    ['index posts.posts_title_idx: where title is not null → none'],
  ],
  [
    'drop index posts_lower_idx; create index posts_lower_idx on posts (lower(title))',
    ['index posts.posts_lower_idx: unique yes → no'],
  ],
  ['drop index posts_lower_idx', ['index posts.posts_lower_idx is missing']],
  [
    'drop view long_titles; create view long_titles as select id from posts where length(title) > 30',
    [
      'view long_titles: create view long_titles as select id from posts where length ( title ) > 20 → create view long_titles as select id from posts where length ( title ) > 30',
    ],
  ],
  ['drop trigger touched', ['trigger users.touched is missing']],
];
