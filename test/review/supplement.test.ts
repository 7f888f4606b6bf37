import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readHistory } from '../../src/history/read.js';
import type { Dialect } from '../../src/project/dialects.js';
import { readWorkingTree } from '../../src/repo/working-tree.js';
import { review } from '../../src/review/review.js';
import { shown } from '../sql/built/shown.js';

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** The schema before the last of the migrations, and the findings in it. */
async function reviewed(dialect: Dialect, files: Record<string, string | object>) {
  const root = mkdtempSync(join(tmpdir(), 'lockstep-supplement-'));
  roots.push(root);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, 'drizzle', path, '..'), { recursive: true });
    writeFileSync(join(root, 'drizzle', path), typeof content === 'string' ? content : JSON.stringify(content));
  }
  const tree = await readWorkingTree(root, null);
  const history = await readHistory(tree, 'drizzle');
  const tags = new Set(history.migrations.slice(-1).map(({ tag }) => tag));
  const options = { tree, dialect, history, tags, settings: { rules: {} }, server: null };
  const [last] = await review({ ...options, lockstep: (command) => `lockstep ${command}` });
  tree.close();
  return {
    schema: last === undefined ? [] : shown(last.reviewed.before),
    findings: (last?.findings ?? [])
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, target }) => `${rule} ${target}`),
  };
}

const pulled =
  '-- Current sql file was generated after introspecting the database\n/*\nCREATE TABLE "users" ("id" int);\n*/\n';
const entry = (idx: number, tag: string) => ({ idx, version: '7', when: idx + 1, tag, breakpoints: true });
const journal = { version: '7', dialect: 'postgresql', entries: [entry(0, '0000_pull'), entry(1, '0001_next')] };
const next =
  'ALTER TABLE "users" ALTER COLUMN "role" SET NOT NULL; ALTER TABLE "users" ALTER COLUMN "email" SET NOT NULL;';
const snapshot = {
  version: '7',
  dialect: 'postgresql',
  tables: {
    'public.users': {
      name: 'users',
      schema: '',
      columns: {
        id: { name: 'id', type: 'serial', primaryKey: true, notNull: true },
        email: { name: 'email', type: 'text', primaryKey: false, notNull: true },
        role: { name: 'role', type: 'role', typeSchema: 'public', notNull: false, default: "'a'" },
      },
      indexes: {
        users_lower: {
          name: 'users_lower',
          columns: [{ expression: 'lower(email)', isExpression: true }],
          isUnique: true,
        },
      },
      foreignKeys: {
        fk: { name: 'fk', tableTo: 'users', columnsFrom: ['id'], columnsTo: ['id'], onDelete: 'cascade' },
      },
      compositePrimaryKeys: {},
      uniqueConstraints: { users_email: { name: 'users_email', columns: ['email'], nullsNotDistinct: false } },
      checkConstraints: { positive: { name: 'positive', value: '"users"."id" > 0' } },
    },
  },
  enums: { 'public.role': { name: 'role', schema: 'public', values: ['a', 'b'] } },
};

test('the tables of a first migration that stands in a comment are taken from its snapshot', async () => {
  const files = { 'meta/_journal.json': journal, '0000_pull.sql': pulled, '0001_next.sql': next };
  const told = await reviewed('postgresql', { ...files, 'meta/0000_snapshot.json': snapshot });
  expect(told.schema).toMatchInlineSnapshot(`
    [
      "users by 0000_pull",
      "  id serial not null",
      "  email text not null",
      "  role "public"."role" = 'a'",
      "  primary key users_pkey (id)",
      "  unique users_email (email)",
      "  check positive",
      "  foreign key fk (id) to users (id)",
      "  unique index users_lower ()",
      "enum role (a, b)",
    ]
  `);
  expect(told.findings).toEqual(['review/set-not-null users.role']);
});

test.each([
  ['damaged', 'no JSON'],
  ['of an unknown version', { ...snapshot, version: '99' }],
])('a snapshot that is %s adds nothing, and rows are looked for all the same', async (_, text) => {
  const files = { 'meta/_journal.json': journal, '0000_pull.sql': pulled, '0001_next.sql': next };
  const told = await reviewed('postgresql', { ...files, 'meta/0000_snapshot.json': text });
  expect(told.schema).toEqual([]);
  expect(told.findings).toEqual(['review/set-not-null users.role', 'review/set-not-null users.email']);
});

test('what the statements say stands above the snapshot of one that is not understood', async () => {
  const sql = 'CREATE TABLE "users" ("id" serial PRIMARY KEY, "mail" text); SELEKT 1;';
  const files = { 'meta/_journal.json': journal, '0000_pull.sql': sql, '0001_next.sql': next };
  const { schema } = await reviewed('postgresql', { ...files, 'meta/0000_snapshot.json': snapshot });
  expect(schema.slice(0, 5)).toEqual([
    'users by 0000_pull, empty since 0000_pull',
    '  id serial not null',
    '  mail text',
    '  email text not null',
    '  role "public"."role" = \'a\'',
  ]);
});

test('the list of a snapshot of 1.0 is read as well', async () => {
  const ddl = [
    { entityType: 'tables', name: 'users' },
    { entityType: 'columns', table: 'users', name: 'id', type: 'integer', notNull: false },
    { entityType: 'columns', table: 'users', name: 'name', type: 'text', notNull: true, default: null },
    { entityType: 'pks', table: 'users', name: 'users_pk', columns: ['id'] },
    {
      entityType: 'indexes',
      table: 'users',
      name: 'i',
      columns: [{ value: 'name', isExpression: false }],
      isUnique: true,
    },
  ];
  const { schema, findings } = await reviewed('sqlite', {
    '20260101000000_pull/migration.sql': pulled,
    '20260101000000_pull/snapshot.json': { version: '7', dialect: 'sqlite', id: 'a', prevIds: [], ddl },
    '20260102000000_next/migration.sql': 'CREATE UNIQUE INDEX `j` ON `users` (`name`);',
  });
  expect(schema).toEqual([
    'users by 20260101000000_pull',
    '  id integer not null',
    '  name text not null',
    '  primary key users_pk (id)',
    '  unique index i (name)',
  ]);
  expect(findings).toEqual([]);
});
