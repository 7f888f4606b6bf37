import { expect, test } from 'vitest';
import { shop, writeJournal } from '../impact/helpers.js';

test('`lockstep impact` says what depends on a column, and what did when it is gone', () => {
  const repository = shop('7');
  repository.git('add', '-A');
  repository.git('commit', '-qm', 'Start');

  const { code, stdout } = repository.lockstep(['impact', 'users.id']);
  expect(code).toBe(0);
  expect(stdout).toContain('users.id  src/schema.ts:5\n');
  expect(stdout).toContain(
    '  foreign key to it  posts_author_id_users_id_fk of posts  author_id → users.id, on delete cascade\n',
  );
  expect(stdout).toContain('  src/schema.ts:9  the foreign key of posts.authorId\n');
  expect(stdout).toContain(
    'Next: To drop it, first release code that does without it; then npx lockstep new drop-column users id',
  );

  repository.git('switch', '-qc', 'work');
  repository.write(
    'src/schema.ts',
    repository.read('src/schema.ts').replace("  email: text('email').notNull(),\n", ''),
  );
  repository.write('drizzle/0001_drop.sql', 'ALTER TABLE "users" DROP COLUMN "email";\n');
  writeJournal(repository, ['0000_init', '0001_drop']);

  const gone = repository.lockstep(['impact', 'users.email', '--format', 'json']);
  expect(JSON.parse(gone.stdout)).toMatchObject({
    ok: true,
    name: 'users.email',
    goneWith: '0001_drop',
    code: { typescript: '7.0.2', uses: 11, files: 1 },
    namedInText: [{ path: 'src/use.ts', line: 14 }],
  });

  const review = repository.lockstep(['review', '0001']);
  expect(review.stdout).toContain(
    'users.email is in the schema of main (src/schema.ts:6): the release that runs while this is applied names it in its queries of users, and all of them fail.',
  );
  expect(review.stdout).toContain('11 places in one file still use it, the first at src/use.ts:8.');
}, 180_000);

test('without typescript the code is not searched, and that is said; a wrong name is answered with the nearest', () => {
  const repository = shop(null);

  const { code, stdout } = repository.lockstep(['impact', 'users.email']);
  expect(code).toBe(0);
  expect(stdout).toContain('Code not searched: typescript is not installed.\n');
  expect(stdout).toContain('Named in text: 1 place, to be read by a person\n  src/use.ts:14  ');

  const column = repository.lockstep(['impact', 'users.emial']);
  expect(column.code).toBe(2);
  expect(column.stderr).toContain('The table users has no column "emial".\n  Did you mean email? Columns: id, email');
  const table = repository.lockstep(['impact', 'usres']);
  expect(table.code).toBe(2);
  expect(table.stderr).toContain('Did you mean users? Tables: users, posts.');
});
