/** A schema with one of everything. */
export const base = `
  create table users (
    id int auto_increment primary key,
    name varchar(100) not null,
    email varchar(255) unique,
    mood enum('sad', 'happy') default 'happy',
    score decimal(10, 2) default 0,
    label varchar(100) generated always as (upper(name)) virtual,
    updated_at timestamp not null default current_timestamp on update current_timestamp,
    constraint score_positive check (score >= 0)
  );
  create table posts (
    id int primary key,
    user_id int not null,
    title text,
    constraint posts_user_fk foreign key (user_id) references users (id) on delete cascade
  );
  create index posts_title_idx on posts (title(20));
  create view happy as select id, name from users where mood = 'happy';
  create trigger touched before update on users for each row set new.score = 1;
  create procedure nothing(in n int) select n;
`;

/** The same, on another way: other order of columns, names that the server makes up, changes one by one. */
export const detour = `
  create table users (
    label varchar(100) generated always as (upper(name)) virtual,
    email varchar(255),
    id int,
    full_name varchar(50),
    name varchar(100) not null,
    mood enum('sad', 'happy') default 'happy',
    updated_at timestamp not null default current_timestamp on update current_timestamp
  );
  alter table users add primary key (id), modify id int auto_increment, drop full_name, add unique (email);
  alter table users add score decimal(10, 2) default 0 first;
  alter table users add constraint score_positive check (score >= 0);
  create table articles (user_id int not null, title text, id int primary key);
  rename table articles to posts;
  create index posts_title_idx on posts (title(20));
  alter table posts add constraint posts_user_fk foreign key (user_id) references users (id) on delete cascade;
  create view happy as select id, name from users where mood = 'happy';
  create trigger touched before update on users for each row set new.score = 1;
  create procedure nothing(in n int) select n;
`;

/** Each kind of change, and how it reads. */
export const changes: [change: string, lines: string[]][] = [
  ['create table extra (id int)', ['table extra should not be there']],
  ['drop table posts', ['table posts is missing']],
  ['alter table users add age int', ['column users.age should not be there']],
  ['alter table users modify email varchar(200)', ['column users.email: varchar(255) → varchar(200)']],
  ['alter table users modify name varchar(100)', ['column users.name: not null yes → no']],
  ['alter table users alter score set default 1', ['column users.score: default 0.00 → 1.00']],
  [
    "alter table users modify mood enum('happy', 'sad') default 'happy'",
    ["column users.mood: enum('sad','happy') → enum('happy','sad')"],
  ],
  [
    'alter table users modify label varchar(100) generated always as (lower(name)) virtual',
    ['column users.label: generated ucase(`name`) virtual → lcase(`name`) virtual'],
  ],
  [
    'alter table users drop label, add label varchar(100) generated always as (upper(name)) stored',
    ['column users.label: generated ucase(`name`) virtual → ucase(`name`) stored'],
  ],
  [
    'alter table users modify updated_at timestamp not null default current_timestamp',
    ['column users.updated_at: extra on update current_timestamp() → none'],
  ],
  [
    'alter table users modify email varchar(255) collate utf8mb4_bin',
    ['column users.email: collation none → utf8mb4_bin'],
  ],
  ["alter table users modify email varchar(255) comment 'address'", ['column users.email: comment none → address']],
  ['alter table users modify id int', ['column users.id: extra auto_increment → none']],
  ['alter table posts drop primary key', ['primary key posts is missing']],
  ['alter table users drop index email', ['index users.email is missing']],
  [
    'drop index posts_title_idx on posts; create index posts_title_idx on posts (title(30))',
    ['index posts.posts_title_idx: columns (title(20)) → (title(30))'],
  ],
  [
    'drop index posts_title_idx on posts; create unique index posts_title_idx on posts (title(20))',
    ['index posts.posts_title_idx: unique no → yes'],
  ],
  [
    'drop index posts_title_idx on posts; create fulltext index posts_title_idx on posts (title)',
    [
      'index posts.posts_title_idx: columns (title(20)) → (title)',
      'index posts.posts_title_idx: method btree → fulltext',
    ],
  ],
  [
    'alter table posts drop foreign key posts_user_fk; alter table posts add constraint posts_user_fk foreign key (user_id) references users (id) on delete no action',
    ['foreign key posts.posts_user_fk: on delete cascade → restrict'],
  ],
  ['alter table posts drop foreign key posts_user_fk', ['foreign key posts.posts_user_fk is missing']],
  ['alter table users drop constraint score_positive', ['check users.score_positive is missing']],
  [
    'alter table users drop constraint score_positive; alter table users add constraint score_positive check (score > 0)',
    ['check users.score_positive: `score` >= 0 → `score` > 0'],
  ],
  [
    'create or replace view happy as select id, name from users',
    [
      "view happy: select `users`.`id` AS `id`,`users`.`name` AS `name` from `users` where `users`.`mood` = 'happy' → select `users`.`id` AS `id`,`users`.`name` AS `name` from `users`",
    ],
  ],
  ['drop trigger touched', ['trigger users.touched is missing']],
  ['drop procedure nothing', ['procedure nothing is missing']],
  ["alter table users comment = 'people'", ['table users: comment none → people']],
  [
    'alter table posts drop foreign key posts_user_fk; alter table posts engine = MyISAM',
    ['foreign key posts.posts_user_fk is missing', 'table posts: engine none → MyISAM'],
  ],
  [
    'alter table posts collate utf8mb4_bin',
    ['column posts.title: collation none → utf8mb4_general_ci', 'table posts: collation none → utf8mb4_bin'],
  ],
];
