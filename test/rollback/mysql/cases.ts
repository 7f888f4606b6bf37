/** A schema, and a migration of it. */
export interface Case {
  setup: string;
  up: string;
  /** What is there when the migration runs. */
  rows?: string;
  /** The migration destroys values of these rows. */
  loses?: boolean;
}

const users =
  'CREATE TABLE `users` (`id` int NOT NULL, `email` varchar(255), CONSTRAINT `users_id` PRIMARY KEY(`id`));';
const counted = 'CREATE TABLE `t` (`id` int AUTO_INCREMENT NOT NULL, `a` int, CONSTRAINT `t_id` PRIMARY KEY(`id`));';
const posts = `${users}
  CREATE TABLE \`posts\` (\`id\` int PRIMARY KEY NOT NULL, \`user_id\` int, \`org_id\` int, \`title\` varchar(100));`;
const key =
  'ALTER TABLE `posts` ADD CONSTRAINT `posts_user_fk` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE cascade ON UPDATE no action;';
const userRows = "INSERT INTO users (id, email) VALUES (1, 'a'), (2, 'b');";
const postRows = `${userRows} INSERT INTO posts VALUES (1, 1, 1, 'x'), (2, 2, 1, 'y');`;
const countedRows = 'INSERT INTO t (a) VALUES (5), (6);';

/** What drizzle-kit writes (0.31.11 and 1.0.0-rc.5), one change each. */
export const single: Record<string, Case> = {
  'create table': { setup: users, up: counted },
  'create table with everything': {
    setup: users,
    up: `CREATE TABLE \`t\` (
      \`id\` serial NOT NULL, \`a\` enum('x','y') NOT NULL DEFAULT 'x', \`b\` timestamp(3) DEFAULT (now()) ON UPDATE CURRENT_TIMESTAMP(3),
      \`c\` int GENERATED ALWAYS AS (\`u\` + 1) STORED, \`u\` int, CONSTRAINT \`t_id\` PRIMARY KEY(\`id\`), CONSTRAINT \`t_u\` UNIQUE(\`u\`),
      CONSTRAINT \`t_check\` CHECK(\`t\`.\`u\` > 1));
      ALTER TABLE \`t\` ADD CONSTRAINT \`t_fk\` FOREIGN KEY (\`u\`) REFERENCES \`users\`(\`id\`);
      CREATE INDEX \`t_b\` ON \`t\` (\`b\`,\`a\`);`,
  },
  'create tables that refer to each other': {
    setup: users,
    up: `CREATE TABLE \`a\` (\`id\` int PRIMARY KEY, \`b\` int); CREATE TABLE \`b\` (\`id\` int PRIMARY KEY, \`a\` int);
      ALTER TABLE \`a\` ADD CONSTRAINT \`a_fk\` FOREIGN KEY (\`b\`) REFERENCES \`b\`(\`id\`);
      ALTER TABLE \`b\` ADD CONSTRAINT \`b_fk\` FOREIGN KEY (\`a\`) REFERENCES \`a\`(\`id\`);
      ALTER TABLE \`users\` ADD \`a\` int; ALTER TABLE \`users\` ADD CONSTRAINT \`u_fk\` FOREIGN KEY (\`a\`) REFERENCES \`a\`(\`id\`);`,
    rows: userRows,
  },
  'create tables in a chain': {
    setup: '',
    up: `CREATE TABLE \`p\` (\`id\` int PRIMARY KEY); CREATE TABLE \`c\` (\`id\` int PRIMARY KEY, \`p\` int, CONSTRAINT \`c_fk\` FOREIGN KEY (\`p\`) REFERENCES \`p\`(\`id\`));`,
  },
  'drop table': { setup: counted, up: 'DROP TABLE `t`;', loses: true, rows: countedRows },
  'drop table with everything': {
    setup: `${users} CREATE TABLE \`t\` (
      \`id\` int AUTO_INCREMENT NOT NULL, \`a\` set('x','y') NOT NULL DEFAULT 'x', \`b\` varchar(9) COLLATE utf8mb4_bin COMMENT 'it''s',
      \`c\` int GENERATED ALWAYS AS (\`u\` + 1) VIRTUAL, \`u\` int, \`j\` json NOT NULL DEFAULT ('{}'), \`at\` timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3),
      CONSTRAINT \`t_id\` PRIMARY KEY(\`id\`,\`a\`), CONSTRAINT \`t_u\` UNIQUE(\`u\`,\`b\`(5) DESC), CONSTRAINT \`t_check\` CHECK(\`t\`.\`at\` > '2000-01-01')
      ) ENGINE=InnoDB COMMENT='things; all';
      ALTER TABLE \`t\` ADD CONSTRAINT \`t_fk\` FOREIGN KEY (\`u\`) REFERENCES \`users\`(\`id\`) ON DELETE set null ON UPDATE cascade;
      CREATE INDEX \`t_b\` ON \`t\` (\`b\`); CREATE UNIQUE INDEX \`t_at\` ON \`t\` (\`at\`);`,
    up: 'DROP TABLE `t`;',
    loses: true,
    rows: userRows,
  },
  'drop tables that refer to each other': {
    setup: `${posts} ${key}`,
    up: 'DROP TABLE `posts`; DROP TABLE `users`;',
    loses: true,
    rows: postRows,
  },
  'drop a table of serial': {
    setup: 'CREATE TABLE `t` (`id` serial NOT NULL, `a` int);',
    up: 'DROP TABLE `t`;',
  },
  'rename table': { setup: `${posts} ${key}`, up: 'RENAME TABLE `users` TO `people`;', rows: postRows },
  'rename table with a check': {
    setup: 'CREATE TABLE `t` (`a` int, CONSTRAINT `c` CHECK(`t`.`a` > 1));',
    up: 'RENAME TABLE `t` TO `u`; ALTER TABLE `u` DROP CONSTRAINT `c`;',
    rows: 'INSERT INTO t VALUES (2);',
  },
  'tables that swap their names': {
    setup: `${users} ${counted}`,
    up: 'RENAME TABLE `users` TO `x`, `t` TO `users`, `x` TO `t`;',
    rows: `${userRows} ${countedRows}`,
  },
  'rename a table and make another under its name': {
    setup: users,
    up: `RENAME TABLE \`users\` TO \`old_users\`; ${users}`,
    rows: userRows,
  },
  'add column': { setup: users, up: 'ALTER TABLE `users` ADD `age` int DEFAULT 1 NOT NULL;', rows: userRows },
  'add a column that is the key': {
    setup: 'CREATE TABLE `t` (`a` int);',
    up: 'ALTER TABLE `t` ADD `id` int AUTO_INCREMENT PRIMARY KEY;',
    rows: 'INSERT INTO t VALUES (1), (2);',
  },
  'drop column': { setup: users, up: 'ALTER TABLE `users` DROP COLUMN `email`;', loses: true, rows: userRows },
  'drop a column with its index': {
    setup: `${posts} CREATE INDEX \`i\` ON \`posts\` (\`title\`); CREATE UNIQUE INDEX \`u\` ON \`posts\` (\`title\`,\`id\`);`,
    up: 'ALTER TABLE `posts` DROP INDEX `u`; ALTER TABLE `posts` DROP COLUMN `title`;',
    loses: true,
    rows: postRows,
  },
  'drop a column out of an index': {
    setup: `${posts} CREATE INDEX \`i\` ON \`posts\` (\`title\`,\`org_id\`);`,
    up: 'ALTER TABLE `posts` DROP COLUMN `title`;',
    loses: true,
    rows: postRows,
  },
  'drop a column with its foreign key': {
    setup: `${posts} ${key}`,
    up: 'ALTER TABLE `posts` DROP FOREIGN KEY `posts_user_fk`; ALTER TABLE `posts` DROP COLUMN `user_id`;',
    loses: true,
    rows: postRows,
  },
  'drop the column that counts': {
    setup: counted,
    up: 'ALTER TABLE `t` DROP COLUMN `id`;',
    rows: countedRows,
  },
  'drop columns that rows need': {
    setup: `CREATE TABLE \`t\` (\`id\` int PRIMARY KEY, \`a\` varchar(9) NOT NULL, \`b\` datetime(3) NOT NULL, \`c\` date NOT NULL, \`d\` json NOT NULL,
      \`e\` enum('o''k','b') NOT NULL, \`f\` decimal(5,2) NOT NULL, \`g\` boolean NOT NULL, \`h\` time NOT NULL, \`i\` timestamp NOT NULL, \`k\` binary(3) NOT NULL);`,
    up: 'abcdefghik'
      .split('')
      .map((name) => `ALTER TABLE \`t\` DROP COLUMN \`${name}\`;`)
      .join(' '),
    loses: true,
    rows: `INSERT INTO t VALUES (1, 'x', now(), now(), '{}', 'b', 1, true, now(), now(), 'abc'), (2, 'x', now(), now(), '{}', 'b', 1, true, now(), now(), 'abc');`,
  },
  'rename column': {
    setup: `${posts} ${key} CREATE INDEX \`i\` ON \`posts\` (\`user_id\`,\`title\`);`,
    up: 'ALTER TABLE `posts` RENAME COLUMN `user_id` TO `author_id`; ALTER TABLE `users` RENAME COLUMN `id` TO `uid`;',
    rows: postRows,
  },
  'columns that swap their names': {
    setup: posts,
    up: 'ALTER TABLE `posts` RENAME COLUMN `user_id` TO `x`; ALTER TABLE `posts` RENAME COLUMN `org_id` TO `user_id`; ALTER TABLE `posts` RENAME COLUMN `x` TO `org_id`;',
    rows: postRows,
  },
  'rename a column that expressions use': {
    setup:
      'CREATE TABLE `t` (`a` int, `b` int GENERATED ALWAYS AS (`a` + 1) STORED, CONSTRAINT `c` CHECK(`t`.`a` > 1), CONSTRAINT `d` CHECK(a < 99));',
    up: 'ALTER TABLE `t` RENAME COLUMN `a` TO `z`; ALTER TABLE `t` DROP CONSTRAINT `d`;',
    rows: 'INSERT INTO t (a) VALUES (5);',
  },
  'rename a column and add another under its name': {
    setup: users,
    up: 'ALTER TABLE `users` RENAME COLUMN `email` TO `old_email`; ALTER TABLE `users` ADD `email` text;',
    rows: userRows,
  },
  type: { setup: users, up: 'ALTER TABLE `users` MODIFY COLUMN `email` text;', rows: userRows },
  'not null': { setup: users, up: 'ALTER TABLE `users` MODIFY COLUMN `email` varchar(255) NOT NULL;', rows: userRows },
  default: { setup: users, up: "ALTER TABLE `users` MODIFY COLUMN `email` varchar(255) DEFAULT 'x';", rows: userRows },
  'default by ALTER COLUMN': { setup: users, up: "ALTER TABLE `users` ALTER COLUMN `email` SET DEFAULT 'x';" },
  'default taken away': {
    setup: 'CREATE TABLE `t` (`a` int NOT NULL DEFAULT 7);',
    up: 'ALTER TABLE `t` ALTER `a` DROP DEFAULT;',
  },
  'auto increment': {
    setup: 'CREATE TABLE `t` (`id` int PRIMARY KEY NOT NULL);',
    up: 'ALTER TABLE `t` MODIFY COLUMN `id` int AUTO_INCREMENT NOT NULL;',
    rows: 'INSERT INTO t VALUES (1), (2);',
  },
  'auto increment taken away': {
    setup: counted,
    up: 'ALTER TABLE `t` MODIFY COLUMN `id` int NOT NULL;',
    rows: countedRows,
  },
  'on update': {
    setup: 'CREATE TABLE `t` (`a` timestamp NOT NULL DEFAULT (now()));',
    up: 'ALTER TABLE `t` MODIFY COLUMN `a` timestamp NOT NULL DEFAULT (now()) ON UPDATE CURRENT_TIMESTAMP;',
  },
  'comment and collation': {
    setup: "CREATE TABLE `t` (`a` varchar(9) CHARACTER SET latin1 COLLATE latin1_bin COMMENT 'x; y' NOT NULL);",
    up: 'ALTER TABLE `t` MODIFY COLUMN `a` varchar(19);',
  },
  enum: {
    setup: "CREATE TABLE `t` (`a` enum('x','y') NOT NULL DEFAULT 'x');",
    up: "ALTER TABLE `t` MODIFY COLUMN `a` enum('x','y','z') NOT NULL DEFAULT 'z';",
    rows: "INSERT INTO t VALUES ('y');",
  },
  generated: {
    setup: 'CREATE TABLE `t` (`a` int, `b` int);',
    up: 'ALTER TABLE `t` MODIFY COLUMN `b` int GENERATED ALWAYS AS (`a` + 1) STORED;',
    rows: 'INSERT INTO t VALUES (1, 2);',
  },
  'another expression': {
    setup: 'CREATE TABLE `t` (`a` int, `b` int GENERATED ALWAYS AS (`a` + 1) VIRTUAL);',
    up: 'ALTER TABLE `t` drop column `b`; ALTER TABLE `t` ADD `b` int GENERATED ALWAYS AS (`a` + 2) VIRTUAL;',
    rows: 'INSERT INTO t (a) VALUES (1);',
  },
  'generated and what it is generated from': {
    setup: 'CREATE TABLE `t` (`a` int, `x` int, `y` int GENERATED ALWAYS AS (`x` + 1) VIRTUAL);',
    up: 'ALTER TABLE `t` DROP COLUMN `y`; ALTER TABLE `t` DROP COLUMN `x`; ALTER TABLE `t` ADD `b` int; ALTER TABLE `t` ADD `c` int GENERATED ALWAYS AS (`b` + 2) STORED;',
    loses: true,
    rows: 'INSERT INTO t (a, x) VALUES (1, 1);',
  },
  'add primary key': {
    setup: 'CREATE TABLE `t` (`a` int, `b` int);',
    up: 'ALTER TABLE `t` ADD PRIMARY KEY(`a`,`b`);',
    rows: 'INSERT INTO t VALUES (1, 2);',
  },
  'drop primary key': { setup: users, up: 'ALTER TABLE `users` DROP PRIMARY KEY;', rows: userRows },
  'primary key with another column': {
    setup: 'CREATE TABLE `t` (`a` int, `b` int, PRIMARY KEY (`a`));',
    up: 'ALTER TABLE `t` DROP PRIMARY KEY, ADD PRIMARY KEY(`b`,`a`);',
    rows: 'INSERT INTO t VALUES (1, 2);',
  },
  'primary key of a column that counts': {
    setup: counted,
    up: 'ALTER TABLE `t` MODIFY COLUMN `id` int NOT NULL; ALTER TABLE `t` DROP PRIMARY KEY; ALTER TABLE `t` ADD PRIMARY KEY(`id`,`a`);',
    rows: countedRows,
  },
  'primary key that was one already': {
    setup: users,
    up: 'ALTER TABLE `users` DROP PRIMARY KEY; ALTER TABLE `users` ADD PRIMARY KEY(`id`);',
    rows: userRows,
  },
  'add unique': { setup: users, up: 'ALTER TABLE `users` ADD CONSTRAINT `u` UNIQUE(`email`);', rows: userRows },
  'add unique without a name': { setup: users, up: 'ALTER TABLE `users` ADD UNIQUE (`email`);', rows: userRows },
  'drop unique': {
    setup: `${users} ALTER TABLE \`users\` ADD CONSTRAINT \`u\` UNIQUE(\`email\`);`,
    up: 'ALTER TABLE `users` DROP INDEX `u`;',
    rows: userRows,
  },
  'drop a unique one by DROP CONSTRAINT': {
    setup: `${users} ALTER TABLE \`users\` ADD CONSTRAINT \`u\` UNIQUE(\`email\`(20));`,
    up: 'ALTER TABLE `users` DROP CONSTRAINT `u`;',
    rows: userRows,
  },
  'add check': { setup: users, up: 'ALTER TABLE `users` ADD CONSTRAINT `c` CHECK (`users`.`id` > 0);', rows: userRows },
  'drop check': {
    setup: `${users} ALTER TABLE \`users\` ADD CONSTRAINT \`c\` CHECK (\`users\`.\`id\` > 0);`,
    up: 'ALTER TABLE `users` DROP CONSTRAINT `c`;',
    rows: userRows,
  },
  'another check': {
    setup: `${users} ALTER TABLE \`users\` ADD CONSTRAINT \`c\` CHECK (\`users\`.\`id\` > 0);`,
    up: 'ALTER TABLE `users` DROP CONSTRAINT `c`; ALTER TABLE `users` ADD CONSTRAINT `c` CHECK (`users`.`id` > -1);',
    rows: userRows,
  },
  'create index': { setup: users, up: 'CREATE UNIQUE INDEX `i` ON `users` (`email`(10) DESC,`id`);', rows: userRows },
  'drop index': {
    setup: `${users} CREATE INDEX \`i\` ON \`users\` (\`email\`(10) DESC,\`id\`);`,
    up: 'DROP INDEX `i` ON `users`;',
    rows: userRows,
  },
  'drop full text index': {
    setup: `${users} CREATE FULLTEXT INDEX \`i\` ON \`users\` (\`email\`);`,
    up: 'DROP INDEX `i` ON `users`; ALTER TABLE `users` ADD FULLTEXT INDEX `j` (`email`);',
    rows: userRows,
  },
  'another index': {
    setup: `${users} CREATE INDEX \`i\` ON \`users\` (\`email\`);`,
    up: 'DROP INDEX `i` ON `users`; CREATE UNIQUE INDEX `i` ON `users` (`email`,`id`);',
    rows: userRows,
  },
  'rename index': {
    setup: `${users} CREATE INDEX \`i\` ON \`users\` (\`email\`);`,
    up: 'ALTER TABLE `users` RENAME INDEX `i` TO `j`;',
    rows: userRows,
  },
  'add foreign key': { setup: posts, up: key, rows: postRows },
  'add foreign key without a name': {
    setup: posts,
    up: 'ALTER TABLE `posts` ADD FOREIGN KEY (`user_id`) REFERENCES `users`(`id`);',
    rows: postRows,
  },
  'add foreign key over an index': {
    setup: `${posts} CREATE INDEX \`i\` ON \`posts\` (\`user_id\`,\`org_id\`);`,
    up: key,
    rows: postRows,
  },
  'add foreign key and its index': {
    setup: posts,
    up: `${key} CREATE INDEX \`i\` ON \`posts\` (\`user_id\`,\`org_id\`);`,
    rows: postRows,
  },
  'add the index of a foreign key': {
    setup: `${posts} ${key}`,
    up: 'CREATE INDEX `i` ON `posts` (`user_id`);',
    rows: postRows,
  },
  'another index for a foreign key': {
    setup: `${posts} CREATE INDEX \`i\` ON \`posts\` (\`user_id\`); ${key}`,
    up: 'CREATE INDEX `j` ON `posts` (`user_id`,`org_id`); DROP INDEX `i` ON `posts`;',
    rows: postRows,
  },
  'another index of the same name for a foreign key': {
    setup: `${posts} CREATE INDEX \`i\` ON \`posts\` (\`user_id\`); ${key}`,
    up: 'ALTER TABLE `posts` DROP INDEX `i`, ADD INDEX `i` (`user_id`, `org_id`);',
    rows: postRows,
  },
  'drop foreign key': {
    setup: `${posts} ${key}`,
    up: 'ALTER TABLE `posts` DROP FOREIGN KEY `posts_user_fk`;',
    rows: postRows,
  },
  'drop foreign key and its index': {
    setup: `${posts} ${key}`,
    up: 'ALTER TABLE `posts` DROP CONSTRAINT `posts_user_fk`; DROP INDEX `posts_user_fk` ON `posts`',
    rows: postRows,
  },
  'another foreign key': {
    setup: `${posts} ${key}`,
    up: `ALTER TABLE \`posts\` DROP FOREIGN KEY \`posts_user_fk\`; ${key.replace('cascade', 'set null')}`,
    rows: postRows,
  },
  'another name for a foreign key': {
    setup: `${posts} ${key}`,
    up: `ALTER TABLE \`posts\` DROP FOREIGN KEY \`posts_user_fk\`; ${key.replace('posts_user_fk', 'other_fk')}`,
    rows: postRows,
  },
  'types on both sides of a foreign key': {
    setup: `${posts} ${key}`,
    up: `ALTER TABLE \`posts\` DROP FOREIGN KEY \`posts_user_fk\`; ALTER TABLE \`users\` MODIFY COLUMN \`id\` bigint NOT NULL;
      ALTER TABLE \`posts\` MODIFY COLUMN \`user_id\` bigint; ${key}`,
    rows: postRows,
  },
  'create view': {
    setup: users,
    up: 'CREATE ALGORITHM = merge\nSQL SECURITY definer\nVIEW `v` AS (select `id` from `users`);',
  },
  'drop view': {
    setup: `${users} CREATE ALGORITHM = merge SQL SECURITY invoker VIEW \`v\` AS (select \`id\` from \`users\`) WITH cascaded CHECK OPTION;`,
    up: 'DROP VIEW `v`;',
  },
  'replace view': {
    setup: `${users} CREATE VIEW \`v\` AS (select \`id\` from \`users\`);`,
    up: 'CREATE OR REPLACE VIEW `v` AS (select `email` from `users`);',
  },
  'alter view': {
    setup: `${users} CREATE VIEW \`v\` AS (select \`id\` from \`users\`);`,
    up: 'ALTER SQL SECURITY invoker VIEW `v` AS select `email` from `users`;',
  },
  'rename view': {
    setup: `${users} CREATE VIEW \`v\` AS (select \`id\` from \`users\`);`,
    up: 'RENAME TABLE `v` TO `w`;',
  },
  'drop views and what they read': {
    setup: `${users} CREATE VIEW \`v\` AS (select \`id\`, \`email\` from \`users\`); CREATE VIEW \`w\` AS (select \`email\` from \`v\`);`,
    up: 'DROP VIEW `w`; DROP VIEW `v`; ALTER TABLE `users` DROP COLUMN `email`;',
    loses: true,
    rows: userRows,
  },
};

/** Several changes in one statement or one migration, and what people write by hand. */
export const combined: Record<string, Case> = {
  'everything about a table in one statement': {
    setup: `${posts} CREATE INDEX \`i\` ON \`posts\` (\`title\`);`,
    up: "ALTER TABLE posts DROP INDEX i, ADD COLUMN a int FIRST, CHANGE title headline varchar(200) NOT NULL DEFAULT 'x' AFTER id, ADD INDEX i (headline), ADD UNIQUE KEY u (org_id, id), DROP COLUMN user_id, ALGORITHM=COPY;",
    loses: true,
    rows: postRows,
  },
  'CHANGE of the column that counts': {
    setup: counted,
    up: 'ALTER TABLE `t` CHANGE COLUMN `id` `key` bigint unsigned NOT NULL AUTO_INCREMENT;',
    rows: countedRows,
  },
  'a table by a column of every step: nullable, filled, required': {
    setup: users,
    up: "ALTER TABLE `users` ADD `name` varchar(20); UPDATE `users` SET `name` = 'x'; ALTER TABLE `users` MODIFY COLUMN `name` varchar(20) NOT NULL;",
    rows: userRows,
  },
  'what comes and goes within the migration': {
    setup: users,
    up: 'CREATE TABLE `t` (`a` int); ALTER TABLE `users` ADD `x` int; ALTER TABLE `users` DROP COLUMN `x`; DROP TABLE `t`;',
    rows: userRows,
  },
  'a table that is built anew': {
    setup: `${posts} ${key}`,
    up: `CREATE TABLE \`posts_new\` (\`id\` bigint PRIMARY KEY, \`user_id\` int); INSERT INTO posts_new SELECT id, user_id FROM posts;
      DROP TABLE \`posts\`; RENAME TABLE \`posts_new\` TO \`posts\`;`,
    loses: true,
    rows: postRows,
  },
  'rename a table and all about it': {
    setup: `${posts} ${key} CREATE INDEX \`posts_title\` ON \`posts\` (\`title\`);`,
    up: `RENAME TABLE \`posts\` TO \`articles\`; ALTER TABLE \`articles\` RENAME COLUMN \`title\` TO \`headline\`; ALTER TABLE \`articles\` DROP FOREIGN KEY \`posts_user_fk\`;
      DROP INDEX \`posts_title\` ON \`articles\`; ALTER TABLE \`articles\` DROP PRIMARY KEY; ALTER TABLE \`articles\` ADD PRIMARY KEY(\`id\`);
      ALTER TABLE \`articles\` ADD CONSTRAINT \`articles_fk\` FOREIGN KEY (\`user_id\`) REFERENCES \`users\`(\`id\`) ON DELETE cascade; CREATE INDEX \`articles_headline\` ON \`articles\` (\`headline\`);`,
    rows: postRows,
  },
  'foreign keys switched off': {
    setup: `${posts} ${key}`,
    up: 'SET FOREIGN_KEY_CHECKS = 0; DROP TABLE `users`; CREATE TABLE `users` (`id` int PRIMARY KEY, `name` text); SET FOREIGN_KEY_CHECKS = 1;',
  },
  'an index over several foreign keys': {
    setup: `${posts} CREATE TABLE \`orgs\` (\`id\` int PRIMARY KEY); ${key}
      ALTER TABLE \`posts\` ADD CONSTRAINT \`posts_org_fk\` FOREIGN KEY (\`org_id\`) REFERENCES \`orgs\`(\`id\`);`,
    up: 'CREATE UNIQUE INDEX `both` ON `posts` (`org_id`,`user_id`,`id`); CREATE INDEX `other` ON `posts` (`user_id`);',
  },
  'composite primary key of foreign keys': {
    setup: `${posts} CREATE TABLE \`likes\` (\`user_id\` int NOT NULL, \`post_id\` int NOT NULL);
      ALTER TABLE \`likes\` ADD CONSTRAINT \`l_u\` FOREIGN KEY (\`user_id\`) REFERENCES \`users\`(\`id\`); ALTER TABLE \`likes\` ADD CONSTRAINT \`l_p\` FOREIGN KEY (\`post_id\`) REFERENCES \`posts\`(\`id\`);`,
    up: 'ALTER TABLE `likes` ADD PRIMARY KEY(`user_id`,`post_id`);',
    rows: `${postRows} INSERT INTO likes VALUES (1, 1), (1, 2);`,
  },
  'names that need quotes': {
    setup: 'CREATE TABLE `odd ``name` (`a``b` int, `select` int, CONSTRAINT `my key` UNIQUE(`a``b`));',
    up: 'ALTER TABLE `odd ``name` RENAME COLUMN `a``b` TO `order`; ALTER TABLE `odd ``name` DROP COLUMN `select`; ALTER TABLE `odd ``name` DROP INDEX `my key`;',
    loses: true,
    rows: 'INSERT INTO `odd ``name` VALUES (1, 2);',
  },
  'other capitals': {
    setup: `${posts} CREATE INDEX \`Title_Idx\` ON \`posts\` (\`title\`);`,
    up: 'ALTER TABLE posts MODIFY TITLE text, DROP INDEX title_idx; ALTER TABLE posts ADD INDEX i (Title(20));',
    rows: postRows,
  },
  'the foreign key of a new column': {
    setup: posts,
    up: `ALTER TABLE \`posts\` ADD \`editor_id\` int; ALTER TABLE \`posts\` ADD CONSTRAINT \`e_fk\` FOREIGN KEY (\`editor_id\`) REFERENCES \`users\`(\`id\`) ON DELETE set null; CREATE INDEX \`e_idx\` ON \`posts\` (\`editor_id\`);`,
    rows: postRows,
  },
  'a unique index that a column leaves': {
    setup: `${posts} ALTER TABLE \`posts\` ADD CONSTRAINT \`u\` UNIQUE(\`user_id\`); ${key}`,
    up: 'ALTER TABLE `posts` ADD `kind` int NOT NULL; CREATE UNIQUE INDEX `w` ON `posts` (`user_id`,`kind`); ALTER TABLE `posts` DROP INDEX `u`;',
    rows: postRows,
  },
  'rows and session statements': {
    setup: users,
    up: "SET @x = 1; INSERT INTO users VALUES (@x + 8, 'z'); UPDATE users a JOIN users b ON a.id = b.id SET a.email = 'y'; DELETE FROM users WHERE id = 9;",
    loses: true,
    rows: userRows,
  },
};
