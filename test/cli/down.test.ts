import { describe, expect, test } from 'vitest';
import type { Repository } from '../helpers/repository.js';
import { hasMysql, mysqlUrl } from '../helpers/servers.js';
import { breakpoint, downPath, folderTag, projectWithDowns, upPath, writtenProject } from '../helpers/written.js';

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY NOT NULL, "email" text);\n';
const posts = 'CREATE TABLE "posts" ("id" integer PRIMARY KEY NOT NULL);\n';
const note = 'ALTER TABLE "users" ADD COLUMN "note" text;\n';
const sqlite = { dialect: 'sqlite' } as const;

/** Every down file that there is, by its path. */
function downs(repository: Repository): Record<string, string> {
  const paths = repository
    .git('ls-files', '-z', '--cached', '--others', '--exclude-standard')
    .split('\0')
    .filter((path) => path.endsWith('down.sql'));
  return Object.fromEntries(paths.sort().map((path) => [path, repository.read(path)]));
}

/** Its statements, one per line. */
const statements = (text: string): string[] => text.split('\n').filter((line) => line !== '' && !line.startsWith('--'));

function json(repository: Repository, ...args: string[]) {
  const { code, stdout } = repository.lockstep(['down', ...args, '--format', 'json']);
  return { code, ...JSON.parse(stdout) };
}

describe('what it writes', () => {
  test('what is missing, once: a second call has nothing to do', () => {
    const repository = writtenProject({ users, posts }, sqlite);

    expect(repository.lockstep(['down'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('2 written; 2 reversible'),
    });
    const written = downs(repository);
    expect(Object.keys(written)).toEqual([downPath('0000_users'), downPath('0001_posts')]);
    expect(statements(written[downPath('0001_posts')] ?? '')).toEqual(['DROP TABLE `posts`;']);

    expect(repository.lockstep(['down'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Every migration has its down file.'),
    });
    expect(repository.lockstep(['down', '--all']).stdout).toContain('as it was');
    expect(downs(repository)).toEqual(written);
  });

  test('nothing for what was there before adoption, unless it is named', () => {
    const repository = writtenProject({ users, posts, note }, { ...sqlite, settings: { since: '0001_posts' } });

    repository.lockstep(['down']);
    expect(Object.keys(downs(repository))).toEqual([downPath('0002_note')]);

    repository.lockstep(['down', '--all']);
    expect(Object.keys(downs(repository))).toHaveLength(3);
  });

  test.each([
    ['its tag', '0001_posts'],
    ['the beginning of its tag', '0001'],
    ['the path of its SQL', 'drizzle/0001_posts.sql'],
    ['the path of its down file', './drizzle/0001_posts.down.sql'],
  ])('one that is named by %s', (_, name) => {
    const repository = writtenProject({ users, posts, note }, sqlite);

    expect(repository.lockstep(['down', name]).code).toBe(0);

    expect(Object.keys(downs(repository))).toEqual([downPath('0001_posts')]);
  });

  test.each([
    ['that means none', ['0007'], 'There is no migration 0007'],
    ['with a letter wrong', ['0001_post_'], 'Did you mean 0001_posts?'],
    ['that means several', ['000'], '000 may mean 0000_users, 0001_posts'],
    ['beside --all', ['--all', '0001'], '--all and a TAG'],
    ['in an unknown format', ['--format', 'sarif'], '--format sarif is not known'],
  ])('is refused for a name %s', (_, args, message) => {
    const repository = writtenProject({ users, posts }, sqlite);

    expect(repository.lockstep(['down', ...args])).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    expect(downs(repository)).toEqual({});
  });

  test('--dry-run writes nothing and shows what would be; --diff shows the text', () => {
    const repository = writtenProject({ users }, sqlite);

    const plain = repository.lockstep(['down', '--dry-run']);
    const diff = repository.lockstep(['down', '--dry-run', '--diff']);

    expect(plain).toMatchObject({ code: 0, stdout: expect.stringContaining('1 to write') });
    expect(diff.stdout).toContain('+DROP TABLE `users`;');
    expect(downs(repository)).toEqual({});
  });

  test('--format json is one object', () => {
    const repository = writtenProject({ users, drop: 'DROP TABLE "users";' }, sqlite);

    expect(json(repository, '--dry-run')).toMatchObject({
      code: 0,
      ok: true,
      written: false,
      unreadable: [],
      migrations: [
        {
          tag: '0000_users',
          down: downPath('0000_users'),
          outcome: 'written',
          reversible: { kind: 'yes' },
          proof: null,
        },
        { tag: '0001_drop', reversible: { kind: 'structure only', lost: ['the rows of users'], left: [] } },
      ],
      changes: [{ path: downPath('0000_users') }, { path: downPath('0001_drop') }],
    });
  });

  test('on the line of folders, down.sql in the folder of the migration', () => {
    const repository = writtenProject({ users, posts }, { ...sqlite, line: 'folders' });

    expect(repository.lockstep(['down', `drizzle/${folderTag(1, 'posts')}/migration.sql`]).code).toBe(0);

    expect(Object.keys(downs(repository))).toEqual([`drizzle/${folderTag(1, 'posts')}/down.sql`]);
  });

  test('PostgreSQL: what only the schema before knows', () => {
    const repository = writtenProject({
      users: `CREATE TYPE "mood" AS ENUM ('sad', 'ok');${breakpoint}CREATE TABLE "users" ("id" serial PRIMARY KEY, "mood" "mood" DEFAULT 'ok' NOT NULL);`,
      drop: `ALTER TABLE "users" DROP COLUMN "mood";${breakpoint}DROP TYPE "mood";`,
    });

    expect(repository.lockstep(['down']).code).toBe(0);

    expect(statements(repository.read(downPath('0001_drop')))).toEqual([
      `CREATE TYPE "public"."mood" AS ENUM('sad', 'ok');`,
      `ALTER TABLE "users" ADD COLUMN "mood" "public"."mood" DEFAULT 'ok' NOT NULL;`,
    ]);
  });
});

describe('MySQL', () => {
  const mysql = { dialect: 'mysql' } as const;
  const create = 'CREATE TABLE `users` (`id` int PRIMARY KEY, `email` varchar(20));\n';

  test('without a server: written, and says how it would be proven', () => {
    const repository = writtenProject({ users: create, posts: 'CREATE TABLE `posts` (`id` int);' }, mysql);

    expect(repository.lockstep(['down']).code).toBe(0);

    expect(statements(repository.read(downPath('0001_posts')))).toEqual(['DROP TABLE `posts`;']);
    const { code, stderr } = repository.lockstep(['prove']);
    expect(code).toBe(2);
    expect(stderr).toContain('LOCKSTEP_PROOF_URL=mysql://');
  });

  test.runIf(hasMysql())('with one: proven', () => {
    const repository = writtenProject({ users: create, drop: 'ALTER TABLE `users` DROP COLUMN `email`;' }, mysql);
    repository.lockstep(['down']);

    const { code, stdout } = repository.lockstep(['prove'], '', { LOCKSTEP_PROOF_URL: mysqlUrl });

    expect(stdout).toMatch(/0001_drop {2}proven on (MariaDB|MySQL)/);
    expect(code).toBe(0);
    expect(repository.read(downPath('0001_drop'))).toMatch(/^-- Proof: (MariaDB|MySQL) [\d.]+/m);
  });
});

describe('a file that is there', () => {
  test('is made anew when lockstep wrote it and the migration is other now', () => {
    const repository = projectWithDowns({ users, posts }, sqlite);
    repository.write(upPath('0001_posts'), `${posts}${breakpoint}CREATE INDEX "by_email" ON "users" ("email");`);

    expect(repository.lockstep(['down'])).toMatchObject({ code: 0, stdout: expect.stringContaining('(refreshed)') });

    expect(statements(repository.read(downPath('0001_posts')))).toEqual([
      'DROP INDEX `by_email`;',
      'DROP TABLE `posts`;',
    ]);
  });

  test.each([
    ['one that was edited', (text: string) => `${text}DELETE FROM "users";\n`],
    ['one without a header', () => 'DROP TABLE posts;\n'],
    ['an empty one', () => ''],
    ['one that was edited on Windows', (text: string) => `\uFEFF${text}-- kept\n`.replaceAll('\n', '\r\n')],
  ])('is left as it is: %s', (_, edit) => {
    const repository = projectWithDowns({ users, posts }, sqlite);
    const edited = edit(repository.read(downPath('0001_posts')));
    repository.write(downPath('0001_posts'), edited);
    repository.write(upPath('0001_posts'), `${posts}${breakpoint}${note}`);

    for (const args of [[], ['--all']]) {
      expect(repository.lockstep(['down', ...args])).toMatchObject({ code: 0 });
      expect(repository.read(downPath('0001_posts'))).toBe(edited);
    }
    expect(json(repository, '0001')).toMatchObject({ code: 0, migrations: [{ outcome: 'by hand' }] });
    expect(repository.read(downPath('0001_posts'))).toBe(edited);
  });

  test('keeps its date, its proof and its approvals when nothing of it is other', () => {
    const repository = projectWithDowns({ users, posts }, sqlite);
    repository.lockstep(['prove']);
    const aged = repository
      .read(downPath('0001_posts'))
      .replace(/-- Date: .+/, '-- Date: 2025-01-01')
      .replace('\n\n', '\n-- Approved: create-table:posts — agreed\n\n');
    repository.write(downPath('0001_posts'), aged);

    expect(repository.lockstep(['down', '--all']).code).toBe(0);

    expect(aged).toContain('-- Proof: libSQL');
    expect(repository.read(downPath('0001_posts'))).toBe(aged);
  });
});

test('an empty custom migration gets a template, and what undoes it once its SQL is written', () => {
  const repository = writtenProject({ users, custom: '-- Custom SQL migration file, put your code below! --' }, sqlite);
  repository.lockstep(['down']);
  expect(repository.read(downPath('0001_custom'))).toContain(
    '-- Reversible: no (not written yet: the migration has no SQL to undo)',
  );

  repository.write(upPath('0001_custom'), `-- Custom SQL migration file, put your code below! --\n${posts}`);
  expect(repository.lockstep(['down']).code).toBe(0);

  expect(statements(repository.read(downPath('0001_custom')))).toEqual(['DROP TABLE `posts`;']);
});
