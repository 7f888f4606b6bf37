import { expect, test } from 'vitest';
import { built, shown } from './shown.js';

test('PostgreSQL: what every kind of statement builds', async () => {
  const schema = await built(
    'postgresql',
    `CREATE SCHEMA app; CREATE TYPE role AS ENUM ('a', 'c'); CREATE TYPE old AS ENUM ('x');
    CREATE TABLE users (id serial PRIMARY KEY, email varchar(50) UNIQUE, age int CHECK (age > 0), gone text, r role);
    CREATE TABLE app.posts (id int GENERATED ALWAYS AS IDENTITY, "user" int REFERENCES users, title text DEFAULT 'x');
    CREATE TABLE tags (name text, "user" int CONSTRAINT tags_fk REFERENCES users (id));
    CREATE TABLE away (id int REFERENCES users (id));
    CREATE INDEX users_age ON users (age, gone); CREATE UNIQUE INDEX users_lower ON users (lower(email));
    CREATE INDEX posts_title ON app.posts (title);
    CREATE VIEW v AS SELECT 1; CREATE MATERIALIZED VIEW m AS SELECT 1;
    CREATE POLICY p ON users; CREATE TRIGGER t AFTER INSERT ON users EXECUTE FUNCTION f();`,
    `ALTER TYPE role ADD VALUE 'b' BEFORE 'c'; ALTER TYPE role RENAME VALUE 'a' TO 'A'; DROP TYPE old;
    INSERT INTO users (email) VALUES ('e');
    ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME COLUMN email TO mail; ALTER TABLE people DROP COLUMN gone;
    ALTER TABLE people ALTER COLUMN mail SET DATA TYPE text, ALTER COLUMN mail SET NOT NULL, ALTER COLUMN age SET DEFAULT 1;
    ALTER TABLE people ADD CONSTRAINT old_enough CHECK (age > 17) NOT VALID; ALTER TABLE people RENAME CONSTRAINT users_age_check TO positive;
    ALTER TABLE app.posts ADD COLUMN at timestamp DEFAULT now() NOT NULL, ALTER COLUMN title DROP DEFAULT, ALTER COLUMN "user" DROP NOT NULL;
    ALTER TABLE app.posts SET SCHEMA public; ALTER INDEX posts_title RENAME TO posts_heading;
    ALTER TABLE tags DROP CONSTRAINT tags_fk; TRUNCATE tags; DROP TABLE away; DROP VIEW v;
    DROP TRIGGER t ON people; DROP POLICY p ON people;`,
    `ALTER TABLE people VALIDATE CONSTRAINT old_enough; CREATE TABLE IF NOT EXISTS people (id int); DROP INDEX users_lower;`,
  );
  expect(shown(schema)).toMatchInlineSnapshot(`
    [
      "tags by 0000, empty since 0001",
      "  name text",
      "  user int",
      "people by 0000",
      "  id serial not null",
      "  mail text not null",
      "  age int = 1",
      "  r role",
      "  primary key users_pkey (id)",
      "  unique users_email_key (mail)",
      "  check positive",
      "  check old_enough",
      "posts by 0000, empty since 0000",
      "  id int not null",
      "  user int",
      "  title text",
      "  at timestamp not null = now()",
      "  foreign key posts_user_fkey (user) to people ()",
      "  index posts_heading (title)",
      "materialized view m",
      "enum role (A, b, c)",
    ]
  `);
});

test('SQLite: what every kind of statement builds', async () => {
  const schema = await built(
    'sqlite',
    'CREATE TABLE `Users` (`id` integer PRIMARY KEY, `name` text, `old` text); CREATE TABLE `posts` (`user` integer REFERENCES users(id), `a` text);' +
      'CREATE UNIQUE INDEX `users_name` ON `Users` (`name`); CREATE TRIGGER `t` AFTER INSERT ON `Users` BEGIN SELECT 1; END;',
    'INSERT INTO users (id) VALUES (1); ALTER TABLE users DROP COLUMN old; ALTER TABLE posts RENAME COLUMN a TO b; ALTER TABLE posts ADD c integer DEFAULT 1;' +
      'CREATE TABLE `__new_users` (`id` integer PRIMARY KEY, `name` text NOT NULL, CONSTRAINT c CHECK(`id` > 0)); INSERT INTO `__new_users`("id", "name") SELECT "id", "name" FROM `users`; DROP TABLE `users`; ALTER TABLE `__new_users` RENAME TO `users`;',
    'ALTER TABLE users RENAME TO people; CREATE TABLE gone (a); DROP TABLE gone; ALTER TABLE `posts` ALTER COLUMN "b" TO "b" text NOT NULL;',
  );
  expect(shown(schema)).toMatchInlineSnapshot(`
    [
      "posts by 0000, empty since 0000",
      "  user integer",
      "  b text not null",
      "  c integer = 1",
      "  foreign key null (user) to people (id)",
      "people by 0000",
      "  id integer not null",
      "  name text not null",
      "  primary key null (id)",
      "  check c",
    ]
  `);
});

test('MySQL: what every kind of statement builds', async () => {
  const schema = await built(
    'mysql',
    'CREATE TABLE `users` (`id` int AUTO_INCREMENT NOT NULL, `email` varchar(9), `a` int, `b` int, CONSTRAINT `users_id` PRIMARY KEY(`id`), CONSTRAINT `mail` UNIQUE(`email`));' +
      'CREATE TABLE `posts` (`user` int); CREATE INDEX `ab` ON `users` (`a`,`b`);',
    'ALTER TABLE `posts` ADD CONSTRAINT `fk` FOREIGN KEY (`user`) REFERENCES `users`(`id`); ALTER TABLE `users` MODIFY COLUMN `email` varchar(20) NOT NULL;' +
      'ALTER TABLE `users` DROP COLUMN `b`; ALTER TABLE `users` RENAME COLUMN `a` TO `c`; ALTER TABLE `users` DROP INDEX `mail`; RENAME TABLE `posts` TO `texts`;' +
      'ALTER TABLE `texts` DROP FOREIGN KEY `fk`; ALTER TABLE `users` DROP PRIMARY KEY; ALTER TABLE `users` ADD PRIMARY KEY(`id`,`c`); DELETE FROM `users`;',
  );
  expect(shown(schema)).toMatchInlineSnapshot(`
    [
      "users by 0000, empty since 0001",
      "  id int not null",
      "  email varchar(20) not null",
      "  c int not null",
      "  primary key null (id, c)",
      "  index ab (c)",
      "texts by 0000, empty since 0000",
      "  user int",
    ]
  `);
});

test('PostgreSQL names what nobody named, and cuts what is too long', async () => {
  const long = 'a'.repeat(40);
  const schema = await built('postgresql', `CREATE TABLE ${long} (${long} int UNIQUE, b int, UNIQUE (b), UNIQUE (b));`);
  expect(shown(schema).filter((line) => line.includes('unique'))).toEqual([
    `  unique ${'a'.repeat(29)}_${'a'.repeat(29)}_key (${long})`,
    `  unique ${long}_b_key (b)`,
    `  unique ${long}_b_key1 (b)`,
  ]);
});

test('a statement that nobody understands makes the schema a partial one', async () => {
  expect((await built('postgresql', "DO $$ BEGIN EXECUTE 'DROP TABLE t'; END $$;")).isPartial).toBe(true);
  expect((await built('postgresql', 'CREATE TABLE t (a int);')).isPartial).toBe(false);
});
