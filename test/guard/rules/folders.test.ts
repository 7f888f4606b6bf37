import { describe, expect, test } from 'vitest';
import { broken, type Files, folder, json, type Options, report } from './histories.js';

const table = (name: string) => ({ entityType: 'tables', name });
const column = (of: string, name: string, type = 'text') => ({ entityType: 'columns', table: of, name, type });
const index = (of: string, name: string, ...columns: string[]) => ({
  entityType: 'indexes',
  table: of,
  name,
  columns: columns.map((value) => ({ value, isExpression: false })),
});
const reference = (of: string, to: string) => ({
  entityType: 'fks',
  table: of,
  name: 'fk',
  tableTo: to,
  columnsTo: [],
});

const users = [table('users'), column('users', 'id'), column('users', 'email')];
const init = folder('20260101000000_init', [], users);
const sqlite: Options = { dialect: 'sqlite' };

/** Two branches from the same start, each with one migration that leads to these entities. */
function branches(left: object[], right: object[]): Files {
  return {
    ...init,
    ...folder('20260102000000_left', ['20260101000000_init'], left),
    ...folder('20260103000000_right', ['20260101000000_init'], right),
  };
}

describe('history/fork on the 1.0 line', () => {
  test('branches that change the same column', async () => {
    const files = branches([...users, column('users', 'name')], [...users, column('users', 'name', 'integer')]);

    expect(await report(files, sqlite)).toMatchInlineSnapshot(`
      "error history/fork  drizzle/20260103000000_right/migration.sql:1
        The branches of migrations that end in 20260102000000_left and 20260103000000_right both change the column users.name, and neither knows of the other. The order in which they run matters, and is not the same on every database.
        Fix: npx lockstep rebase"
    `);
  });

  test('branches that change different things are told, not refused', async () => {
    const files = branches([...users, column('users', 'name')], [...users, table('orders'), column('orders', 'id')]);

    expect(await report(files, sqlite)).toMatchInlineSnapshot(`
      "info history/fork  drizzle/20260103000000_right/migration.sql:1
        20260102000000_left and 20260103000000_right end branches that nothing merges yet. They do not change the same thing: the next drizzle-kit generate merges them."
    `);
  });

  test('… and with a base branch only where existing databases run them in another order than new ones', async () => {
    const left = [...users, column('users', 'name')];
    const right = [...users, table('orders')];
    const files = branches(left, right);
    const leftFirst = { ...init, ...folder('20260102000000_left', ['20260101000000_init'], left) };
    const rightFirst = { ...init, ...folder('20260103000000_right', ['20260101000000_init'], right) };

    expect(await broken(files, { ...sqlite, published: leftFirst })).toEqual([]);
    expect(await broken(files, { ...sqlite, published: files })).toEqual([]);
    expect(await report(files, { ...sqlite, published: rightFirst })).toMatchInlineSnapshot(`
      "warning history/fork  drizzle/20260102000000_left/migration.sql:1
        20260102000000_left comes by its name before 20260103000000_right, which is published already (commit 1a2b3c4d5). They do not change the same thing, but existing databases run it after, and new ones before.
        Fix: npx lockstep rebase"
    `);
  });

  test('branches that a snapshot merges are one history', async () => {
    const files = {
      ...branches([...users, column('users', 'name')], [...users, column('users', 'name', 'integer')]),
      ...folder('20260104000000_merge', ['20260102000000_left', '20260103000000_right'], users),
    };

    expect(await broken(files, sqlite)).toEqual([]);
  });

  test.each([
    ['a table dropped, a column added to it', [], [...users, column('users', 'name')]],
    ['a table dropped, a foreign key to it', [], [...users, table('orders'), reference('orders', 'users')]],
    ['a column dropped, an index on it', users.slice(0, 2), [...users, index('users', 'by_email', 'email')]],
    [
      'a table that SQLite builds anew, a column added to it',
      [...users.slice(0, 2), column('users', 'email', 'integer')],
      [...users, column('users', 'name')],
    ],
    [
      'a table that SQLite builds anew, an index added to it',
      [...users, reference('users', 'users')],
      [...users, index('users', 'by_id', 'id')],
    ],
  ])('%s: the order matters, whichever was first', async (_, left, right) => {
    expect(await report(branches(left, right), sqlite)).toMatch(/^error history\/fork .*\n.*both change/);
    expect(await report(branches(right, left), sqlite)).toMatch(/^error history\/fork .*\n.*both change/);
  });

  test.each([
    ['two columns of one table', [...users, column('users', 'a')], [...users, column('users', 'b')]],
    ['a column and an index of one table', [...users, column('users', 'a')], [...users, index('users', 'i', 'id')]],
    ['a column dropped, another added', users.slice(0, 2), [...users, column('users', 'b')]],
    ['a table that is new in one', [...users, table('t'), reference('t', 'users')], [...users, column('users', 'b')]],
  ])('%s: the order does not matter', async (_, left, right) => {
    expect(await report(branches(left, right), sqlite)).toMatch(/^info history\/fork/);
  });

  test('MySQL alters a column in place: a column added beside it is no conflict', async () => {
    const altered = [...users.slice(0, 2), column('users', 'email', 'int')];

    expect(await report(branches(altered, [...users, column('users', 'b')]), { dialect: 'mysql' })).toMatch(/^info/);
  });

  test('snapshots that hold only changes say themselves what they touch', async () => {
    const footprint = (name: string, writes: string[], reads: string[] = []) => ({
      statementType: 'add_column',
      statementTarget: ['column', 'public', 'users', name],
      writes,
      reads,
    });
    const diff = (tag: string, footprints: object[]): Files => ({
      [`drizzle/${tag}/migration.sql`]: `-- ${tag}\n`,
      [`drizzle/${tag}/snapshot.json`]: json({
        type: 'diff',
        version: '9',
        dialect: 'postgres',
        id: `id-of-${tag}`,
        prevIds: ['id-of-20260101000000_init'],
        footprints,
        deltas: [],
      }),
    });
    const both = (left: object[], right: object[]): Files => ({
      ...init,
      ...diff('20260102000000_left', left),
      ...diff('20260103000000_right', right),
    });

    const apart = both([footprint('a', ['col a'], ['tbl'])], [footprint('b', ['col b'], ['tbl'])]);
    expect(await report(apart)).toMatch(/^info history\/fork/);
    const read = both([footprint('a', ['col a'])], [footprint('b', ['col b'], ['col a'])]);
    expect(await report(read)).toMatchInlineSnapshot(`
      "error history/fork  drizzle/20260103000000_right/migration.sql:1
        The branches of migrations that end in 20260102000000_left and 20260103000000_right both change the column users.a, and neither knows of the other. The order in which they run matters, and is not the same on every database.
        Fix: npx lockstep rebase"
    `);
    const same = { ...footprint('a', ['col a']), sqlHash: 'same' };
    expect(await report(both([same], [same]))).toMatch(/^info history\/fork/);
  });
});

describe('history/broken-chain on the 1.0 line', () => {
  const orphaned = folder('20260102000000_orders', ['20260101120000_gone'], [...users, table('orders')]);

  test('a parent that is not there', async () => {
    const files = { ...init, ...orphaned };

    expect(await report(files, sqlite)).toMatchInlineSnapshot(`
      "error history/broken-chain  drizzle/20260102000000_orders/snapshot.json:5
        The snapshot of 20260102000000_orders follows one that is not there. What it was computed from is not known: it may lack changes of the migrations before it.
        Fix: npx lockstep rebase"
    `);
  });

  test('where a snapshot is missing, that may be the parent', async () => {
    const files = { ...init, ...orphaned, 'drizzle/20260101120000_gone/migration.sql': 'SELECT 1;\n' };

    expect(await broken(files, sqlite)).toEqual(['history/missing-snapshot']);
  });
});

describe('other files on the 1.0 line', () => {
  test('a journal that was left behind, SQL beside the folders, files in and beside them', async () => {
    const files = {
      ...init,
      'drizzle/meta/_journal.json': json({ version: '7', dialect: 'sqlite', entries: [] }),
      'drizzle/0023_old.sql': '',
      'drizzle/20260101000000_init/notes.txt': '',
      'drizzle/20260101000000_init/README.md': '',
      'drizzle/20260102000000_gone/down.sql': '',
      'drizzle/helpers/a.ts': '',
    };

    expect(await report(files, { ...sqlite, rules: { 'rollback/missing': 'off' } })).toMatchInlineSnapshot(`
      "error history/unjournaled-sql  drizzle/0023_old.sql
        drizzle/0023_old.sql is not in a folder of its own: no database gets it.
        Fix: Delete it, or make a migration of it: npx lockstep generate --custom
      warning history/foreign-file  drizzle/20260102000000_gone/down.sql
        drizzle/20260102000000_gone/down.sql undoes a migration that is not there.
        Fix: git rm -- drizzle/20260102000000_gone/down.sql
      error history/foreign-file  drizzle/meta/_journal.json
        drizzle/meta/_journal.json is of drizzle-kit 0.x and lies beside the folders of 1.0. drizzle-orm and drizzle-kit 1.0 refuse to work while it is there.
        Fix: Delete it if its migrations are among the folders; else move them there: npx drizzle-kit up
      warning history/foreign-file  drizzle/20260101000000_init/notes.txt
        drizzle/20260101000000_init/notes.txt is neither of drizzle-kit nor of lockstep: no migration runs it, and no check looks at it.
        Fix: Move drizzle/20260101000000_init/notes.txt out of drizzle.
      warning history/foreign-file  drizzle/helpers/a.ts
        drizzle/helpers/a.ts is neither of drizzle-kit nor of lockstep: no migration runs it, and no check looks at it.
        Fix: Move drizzle/helpers/a.ts out of drizzle."
    `);
  });

  test('a name with a time in the future', async () => {
    expect(await report(folder('20310101000000_init', [], users), sqlite)).toMatchInlineSnapshot(`
      "error history/future-when  drizzle/20310101000000_init/migration.sql:1
        20310101000000_init has a time in the future, 2031-01-01T00:00:00.000Z. Whatever is generated until then runs before it on a new database, and after it on those that have it.
        Fix: Rename the folder 20310101000000_init: its name begins with the time at which the migration was made."
    `);
  });
});
