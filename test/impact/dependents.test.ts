import { expect, test } from 'vitest';
import { dependentsOf } from '../../src/impact/dependents.js';
import type { Dialect } from '../../src/project/dialects.js';
import { applyOperation } from '../../src/sql/built/apply.js';
import { emptySchema, findTable } from '../../src/sql/built/schema.js';
import { parseOperations } from '../../src/sql/parse-operations.js';

async function found(dialect: Dialect, sql: string, column: string | null): Promise<string[]> {
  const operations = await parseOperations(dialect, sql);
  const schema = operations.reduce((state, one) => applyOperation(state, one, '0000'), emptySchema(dialect));
  const users = findTable(schema, { schema: null, table: 'users' });
  if (users === null) throw new Error('The statements make no users.');
  return dependentsOf(schema, users, column).map(
    ({ kind, name, table, detail }) => `${kind}: ${[name, table, detail].filter((part) => part).join(' | ')}`,
  );
}

const postgresql = `
CREATE TYPE role AS ENUM ('admin', 'guest');
CREATE TABLE teams (id int PRIMARY KEY);
CREATE TABLE users (
  id int PRIMARY KEY, email text UNIQUE, name text, role role, team_id int REFERENCES teams (id),
  CONSTRAINT named CHECK (length(name) > 0 OR email = 'name'),
  "Email" text
);
CREATE TABLE posts (author int REFERENCES users (id) ON DELETE CASCADE);
CREATE INDEX by_name ON users (lower(name)) WHERE email IS NOT NULL;
CREATE VIEW everyone AS SELECT * FROM users;
CREATE VIEW counted AS SELECT count(*) FROM users;
CREATE VIEW others AS SELECT name, email FROM teams;
CREATE POLICY own ON users USING (true);
`;

test('a column has the keys, checks, indexes and views that name it, and no other', async () => {
  expect(await found('postgresql', postgresql, 'email')).toEqual([
    'unique constraint: users_email_key | users | email',
    "check: named | users | length(name) > 0 OR email = 'name'",
    'index: by_name | users | lower(name) where email IS NOT NULL',
    'view: everyone | selects every column',
    'policy: own | users | of the table; whether it uses the column is not read',
  ]);
  expect(await found('postgresql', postgresql, 'Email')).not.toContain('index: by_name');
  expect(await found('postgresql', postgresql, 'id')).toContain(
    'foreign key to it: posts_author_fkey | posts | author → users.id, on delete cascade',
  );
  expect(await found('postgresql', postgresql, 'role')).toContain('enum: role | type of role: admin, guest');
});

test('a table has its foreign keys in both directions', async () => {
  const ofTable = await found('postgresql', postgresql, null);
  expect(ofTable).toContain('foreign key to it: posts_author_fkey | posts | author → users.id, on delete cascade');
  expect(ofTable).toContain('foreign key: users_team_id_fkey | users | team_id → teams.id');
  expect(ofTable.filter((one) => one.startsWith('view'))).toEqual(['view: everyone', 'view: counted']);
});

test('a generated column and a trigger of MySQL, a key without columns of SQLite', async () => {
  const mysql =
    'CREATE TABLE `users` (`id` int, `name` varchar(9), `upper` varchar(9) GENERATED ALWAYS AS (upper(`NAME`)));';
  expect(await found('mysql', mysql, 'name')).toEqual(['generated column: upper | users | upper(`NAME`)']);
  const sqlite = 'CREATE TABLE users (id integer PRIMARY KEY); CREATE TABLE posts (author integer REFERENCES users);';
  expect(await found('sqlite', sqlite, 'id')).toContain('foreign key to it: posts | author → users.id');
});
