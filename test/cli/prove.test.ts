import { describe, expect, test } from 'vitest';
import type { Repository } from '../helpers/repository.js';
import {
  breakpoint,
  downPath,
  folderTag,
  projectWithDowns,
  upPath,
  type WrittenOptions,
  writtenProject,
} from '../helpers/written.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY NOT NULL, "email" text);\n';
const note = 'ALTER TABLE "users" ADD COLUMN "note" text;\n';
const sqlite = { dialect: 'sqlite' } as const;

/** A project whose migrations have their down files. */
function withDowns(migrations: Record<string, string>, options: WrittenOptions = sqlite): Repository {
  return projectWithDowns(migrations, options);
}

function prove(repository: Repository, ...args: string[]) {
  const { code, stdout, stderr } = repository.lockstep(['prove', '--format', 'json', ...args]);
  if (stdout === '') throw new Error(stderr);
  const { projects = [], ...rest } = JSON.parse(stdout);
  return { code, findings: projects.flatMap((project: { findings: object[] }) => project.findings), ...rest };
}

/** Replaces what is below the header. */
function rewrite(repository: Repository, tag: string, body: string): void {
  const text = repository.read(downPath(tag));
  repository.write(downPath(tag), `${text.slice(0, text.indexOf('\n\n') + 2)}${body}`);
}

/** The header says that nothing undoes it. */
function declareIrreversible(repository: Repository, tag: string): void {
  const text = repository.read(downPath(tag));
  repository.write(downPath(tag), text.replace(/-- Reversible: .+/, '-- Reversible: no (the rows are gone)'));
}

describe('a down that holds', () => {
  test('is proven, says so in its file, and is remembered', () => {
    const repository = withDowns({ users, note });

    const first = repository.lockstep(['prove']);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/✓ 0001_note {2}proven on libSQL/) });
    const proven = repository.read(downPath('0001_note'));
    expect(proven).toMatch(/^-- Proof: libSQL \(SQLite [\d.]+\) on \d{4}-\d\d-\d\d, sha256:[0-9a-f]{64}$/m);

    expect(repository.lockstep(['prove']).stdout).toContain('Every migration is proven');
    expect(repository.lockstep(['prove', '--all']).stdout).toMatch(/0001_note {2}proven on .+ before/);
    expect(prove(repository, '--all', '--fresh')).toMatchObject({
      code: 0,
      migrations: [{ remembered: false }, { remembered: false }],
    });
    expect(repository.read(downPath('0001_note'))).toBe(proven);
  });

  test('is found in the memory when its file has lost it', () => {
    const repository = withDowns({ users });
    const before = repository.read(downPath('0000_users'));
    repository.lockstep(['prove']);
    const proven = repository.read(downPath('0000_users'));
    repository.write(downPath('0000_users'), before);

    expect(prove(repository)).toMatchObject({ code: 0, migrations: [{ remembered: true }] });

    expect(repository.read(downPath('0000_users'))).toBe(proven);
  });

  test('on the line of folders', () => {
    const repository = withDowns({ users, note }, { ...sqlite, line: 'folders' });

    expect(prove(repository, folderTag(1, 'note'))).toMatchObject({ code: 0, ok: true });

    expect(repository.read(`drizzle/${folderTag(1, 'note')}/down.sql`)).toContain('-- Proof: libSQL');
  });

  test('on PGlite', () => {
    const repository = withDowns({ users, note }, {});

    expect(repository.lockstep(['prove'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/0001_note {2}proven on PGlite/),
      stderr: 'proof 1/2  0000_users\nproof 2/2  0001_note\n',
    });
  });

  test('may be written by a person, without a header', () => {
    const repository = writtenProject({ users, note }, sqlite);
    const own = '-- Ours.\nALTER TABLE "users" DROP COLUMN "note";\n';
    repository.write(downPath('0000_users'), 'DROP TABLE "users";\n');
    repository.write(downPath('0001_note'), own);

    expect(prove(repository)).toMatchObject({ code: 0, ok: true });

    expect(repository.read(downPath('0001_note'))).toMatch(/^-- Proof: libSQL .+\n\n-- Ours\.\n/);
    expect(repository.read(downPath('0001_note')).endsWith(own)).toBe(true);
    expect(repository.lockstep(['prove']).stdout).toContain('Every migration is proven');
  });

  test('may lie there with the line endings and the byte order mark of Windows', () => {
    const repository = withDowns({ users, note: note.replaceAll('\n', '\r\n') });
    const windows = `\uFEFF${repository.read(downPath('0001_note'))}`.replaceAll('\n', '\r\n');
    repository.write(downPath('0001_note'), windows);
    repository.write(downPath('0000_users'), '\uFEFFDROP TABLE "users";\r\n');

    expect(prove(repository)).toMatchObject({ code: 0, ok: true });

    for (const tag of ['0000_users', '0001_note']) {
      const text = repository.read(downPath(tag));
      expect(text).toMatch(/-- Proof: libSQL/);
      expect(text.replaceAll('\r\n', '')).not.toContain('\n');
      expect(text.lastIndexOf('\uFEFF')).toBe(0);
    }
    expect(repository.lockstep(['prove']).stdout).toContain('Every migration is proven');
    expect(prove(repository, '--all', '--fresh')).toMatchObject({ code: 0 });
  });
});

describe('a down that was edited', () => {
  test('is proven no longer, and proven again it is', () => {
    const repository = withDowns({ users, note });
    repository.lockstep(['prove']);
    const edited = repository.read(downPath('0001_note')).replace('-- Verify', '-- Ours.\n\n-- Verify');
    repository.write(downPath('0001_note'), edited);

    expect(repository.lockstep(['prove'])).toMatchObject({ code: 0, stdout: expect.stringContaining('0001_note') });

    expect(repository.read(downPath('0001_note'))).toContain('-- Ours.');
    expect(repository.lockstep(['prove']).stdout).toContain('Every migration is proven');
  });
});

describe('a down that does not hold is an error at its line', () => {
  test('it fails', () => {
    const repository = withDowns({ users, note });
    rewrite(repository, '0001_note', `SELECT 1;${breakpoint}ALTER TABLE "users" DROP COLUMN "not_there";\n`);

    const { code, ok, findings } = prove(repository);

    expect({ code, ok }).toEqual({ code: 1, ok: false });
    const line = repository
      .read(downPath('0001_note'))
      .split('\n')
      .findLastIndex((text) => text.includes('not_there'));
    expect(findings).toMatchObject([
      {
        rule: 'prove/down-fails',
        severity: 'error',
        path: downPath('0001_note'),
        line: line + 1,
        migration: '0001_note',
        message: expect.stringContaining('not_there'),
      },
    ]);
    expect(repository.read(downPath('0001_note'))).toMatch(/^-- Not proven: down fails: /m);
  });

  test('it leaves a difference', () => {
    const repository = withDowns({ users, note });
    rewrite(repository, '0001_note', 'SELECT 1;\n');

    expect(prove(repository)).toMatchObject({
      code: 1,
      findings: [
        {
          rule: 'prove/down-differs',
          severity: 'error',
          path: downPath('0001_note'),
          message: expect.stringContaining('column users.note should not be there'),
        },
      ],
    });
  });

  test('it loses rows', () => {
    const repository = withDowns({ users, note });
    rewrite(
      repository,
      '0001_note',
      `DROP TABLE "users";${breakpoint}CREATE TABLE "users" ("id" integer PRIMARY KEY NOT NULL, "email" text);\n`,
    );

    expect(prove(repository)).toMatchObject({
      code: 1,
      findings: [{ rule: 'prove/rows-lost', severity: 'error', path: downPath('0001_note'), target: 'users' }],
    });
    expect(repository.read(downPath('0001_note'))).toMatch(
      /^-- Not proven: The down of 0001_note takes rows from users/m,
    );
    expect(repository.lockstep(['prove', '0001_note']).code).toBe(1);
  });

  test('it changes values', () => {
    const repository = withDowns({ users, note });
    rewrite(
      repository,
      '0001_note',
      `ALTER TABLE "users" DROP COLUMN "note";${breakpoint}UPDATE "users" SET "email" = 'gone';\n`,
    );

    expect(prove(repository)).toMatchObject({
      code: 1,
      findings: [
        { rule: 'prove/values-changed', severity: 'error', path: downPath('0001_note'), target: 'users.email' },
      ],
    });
    expect(repository.read(downPath('0001_note'))).toMatch(
      /^-- Not proven: After 0001_note and its down, users.email/m,
    );
  });

  test('it is not there', () => {
    const repository = withDowns({ users, note });
    repository.remove(downPath('0001_note'));

    expect(prove(repository)).toMatchObject({
      code: 1,
      findings: [{ rule: 'rollback/missing', severity: 'error', migration: '0001_note' }],
    });
  });
});

test('later migrations find the rows and numbers that the history wrote, whatever was proven on the way', () => {
  const repository = withDowns(
    {
      tables: `CREATE TABLE "roles" ("id" serial PRIMARY KEY, "name" text UNIQUE);${breakpoint}CREATE TABLE "users" ("id" integer PRIMARY KEY NOT NULL, "role_id" integer REFERENCES "roles"("id"));`,
      seed: `INSERT INTO "roles" ("name") VALUES ('admin');`,
      // Proven on a database where everything is committed.
      index: 'CREATE INDEX CONCURRENTLY "by_role" ON "users" ("role_id");',
      first: 'INSERT INTO "users" VALUES (1, 1);',
    },
    {},
  );

  expect(prove(repository)).toMatchObject({
    code: 0,
    findings: [],
    migrations: [1, 2, 3, 4].map(() => ({ proof: { kind: 'proven' } })),
  });
});

describe('the migration itself', () => {
  test('a required column without a default fails wherever there are rows: an error', () => {
    const repository = withDowns({ users, required: 'ALTER TABLE "users" ADD COLUMN "name" text NOT NULL;' }, {});

    expect(prove(repository)).toMatchObject({
      code: 1,
      findings: [{ rule: 'prove/fails-on-rows', severity: 'error', path: upPath('0001_required'), line: 1 }],
      migrations: [{ tag: '0000_users' }, { tag: '0001_required', proof: { kind: 'proven' } }],
    });
  });

  test('a unique index fails on some rows: a warning', () => {
    const repository = withDowns({ users, unique: 'CREATE UNIQUE INDEX "by_email" ON "users" ("email");' });

    expect(prove(repository)).toMatchObject({
      code: 0,
      ok: true,
      findings: [{ rule: 'prove/fails-on-rows', severity: 'warning', path: upPath('0001_unique') }],
    });
  });

  const parents = `CREATE TABLE "users" ("id" integer PRIMARY KEY NOT NULL, "email" text);${breakpoint}CREATE TABLE "posts" ("id" integer PRIMARY KEY NOT NULL, "user_id" integer NOT NULL REFERENCES "users"("id") ON DELETE CASCADE);`;
  const rebuild = [
    'PRAGMA foreign_keys=OFF;',
    'CREATE TABLE "__new_users" ("id" integer PRIMARY KEY NOT NULL, "email" text DEFAULT \'\');',
    'INSERT INTO "__new_users"("id", "email") SELECT "id", "email" FROM "users";',
    'DROP TABLE "users";',
    'ALTER TABLE "__new_users" RENAME TO "users";',
    'PRAGMA foreign_keys=ON;',
  ].join(breakpoint);

  test('a rebuild on SQLite empties the children where the migrator ignores the PRAGMA', () => {
    const repository = withDowns({ parents, rebuild }, { ...sqlite, dependencies: { 'better-sqlite3': '*' } });

    expect(prove(repository)).toMatchObject({
      code: 1,
      findings: [
        {
          rule: 'prove/rows-lost',
          severity: 'error',
          path: upPath('0001_rebuild'),
          target: 'posts',
          fix: expect.stringContaining('Apply it with lockstep migrate'),
        },
      ],
    });
  });

  test('rows that go with a dropped parent are those that the migration took, not its down too', () => {
    const repository = withDowns({ parents, drop: 'DROP TABLE "users";' }, sqlite);

    expect(prove(repository)).toMatchObject({
      code: 1,
      findings: [{ rule: 'prove/rows-lost', severity: 'error', path: upPath('0001_drop'), target: 'posts' }],
    });
  });

  test('and does not where it is heeded', () => {
    const repository = withDowns({ parents, rebuild }, { ...sqlite, dependencies: { '@libsql/client': '*' } });

    expect(prove(repository)).toMatchObject({ code: 0, findings: [] });
  });

  test.each([
    ['off', 0, []],
    ['warning', 0, [{ rule: 'prove/rows-lost', severity: 'warning' }]],
  ])('the settings may say %s', (severity, code, findings) => {
    const settings = { rules: { 'prove/rows-lost': severity } };
    const repository = withDowns({ parents, rebuild }, { ...sqlite, settings });

    expect(prove(repository)).toMatchObject({ code, findings });
  });
});

test('what says that it cannot be undone is not run, and is no error', () => {
  const repository = withDowns({ users, drop: 'DROP TABLE "users";' });
  declareIrreversible(repository, '0001_drop');

  expect(repository.lockstep(['prove'])).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('0001_drop  says that it cannot be undone'),
  });
});

test.each([
  ['text', '✗ prove/down-fails'],
  ['markdown', 'prove/down-fails'],
  ['github', '::error file=drizzle/0001_note.down.sql'],
  ['sarif', '"ruleId": "prove/down-fails"'],
])('the findings as %s', (format, shown) => {
  const repository = withDowns({ users, note });
  rewrite(repository, '0001_note', 'ALTER TABLE "users" DROP COLUMN "nothing";\n');

  const { code, stdout } = repository.lockstep(['prove', '0001', '--format', format]);

  expect(code).toBe(1);
  expect(stdout).toContain(shown);
});
