import { describe, expect, test } from 'vitest';
import { Repository } from '../helpers/repository.js';
import { config, findings, json, places, repositoryWith } from './diagnose.js';

async function staged(files: Record<string, string>, rule: Parameters<typeof findings>[1]) {
  const repository = repositoryWith(files);
  repository.git('add', '-f', '-A');
  return findings(repository, rule);
}

describe('environment files that git keeps', () => {
  test.each([
    ['.env', 'PORT=3000\n', 'warning'],
    ['.env.local', 'PORT=3000\n', 'warning'],
    ['apps/web/.env', '# nothing\n', 'warning'],
    ['.env', 'A=1\nDATABASE_URL="postgres://app:hunter2hunter2@db.acme.io/app"\n', 'error'],
    ['.env.production', 'export AUTH_SECRET=8f3jk29dkq0s9d8f7a6s\n', 'error'],
    ['.env.production', 'NEXT_PUBLIC_URL=https://acme.io\n', null],
    ['.env.test', 'DATABASE_URL=postgres://postgres:postgres@localhost:5432/test\n', null],
    ['.env.test', 'AUTH_SECRET=8b9acd4456dd5db0a4a3c4f4e1240b2c\n', null],
    ['.env.test', 'DATABASE_URL=postgres://app:hunter2hunter2@db.acme.io/test\n', 'error'],
    ['.env.example', 'DATABASE_URL=postgres://app:hunter2hunter2@db.acme.io/app\n', null],
    ['.env.vault', 'DOTENV_VAULT="abc123def456abc123def456"\n', null],
    ['.env.production', 'DATABASE_PASSWORD="encrypted:BDqDBibm4wsYqMpCjTQ6BsDHmMadg9K3dAt"\n', null],
  ])('%s with %j: %s', async (path, content, severity) => {
    const found = (await staged({ [path]: content }, 'doctor/env-tracked')) ?? [];
    expect(found.map((one) => one.severity)).toEqual(severity === null ? [] : [severity]);
    expect(JSON.stringify(found)).not.toMatch(/hunter2|8f3jk29/);
  });

  test('names the line and the variable, and how to take the file out', async () => {
    const found = await staged(
      { '.env': 'A=1\nDATABASE_URL=postgres://app:hunter2hunter2@db.acme.io/app\n' },
      'doctor/env-tracked',
    );
    expect(found).toMatchObject([
      { path: '.env', line: 2, fix: 'git rm --cached -- .env', message: expect.stringContaining('DATABASE_URL') },
    ]);
  });

  test('one that git ignores is where it belongs', async () => {
    expect(
      await places({ '.env': 'AUTH_SECRET=8f3jk29dkq0s9d8f7a6s\n', '.gitignore': '.env\n' }, 'doctor/env-tracked'),
    ).toEqual([]);
  });
});

describe('migrations that git ignores', () => {
  const of = (ignore: string, files: Record<string, string> = {}) =>
    findings(repositoryWith({ '.gitignore': `node_modules\n${ignore}\n`, ...files }), 'doctor/migrations-ignored');

  test.each([
    ['drizzle', 'migrations, snapshots, journal and down files'],
    ['meta/', 'snapshots and journal'],
    ['*.sql', 'migrations and down files'],
    ['*.down.sql', 'down files'],
    ['**/meta/*.json', 'snapshots and journal'],
  ])('%s: %s', async (pattern, what) => {
    expect(await of(pattern)).toMatchObject([
      {
        severity: 'error',
        path: '.gitignore',
        line: 2,
        message: `git ignores the ${what} of drizzle: line 2 says ${pattern}.`,
      },
    ]);
  });

  test.each(['dist', '*.sql\n!drizzle/*.sql', '/meta', 'drizzle-backup'])('%j leaves them', async (pattern) => {
    expect(await of(pattern)).toEqual([]);
  });

  test('a journal that was added before is kept, what comes next is not', async () => {
    const repository = repositoryWith({ 'drizzle/meta/_journal.json': '{}' });
    repository.git('add', '-A');
    repository.write('.gitignore', 'drizzle\n');
    expect(await findings(repository, 'doctor/migrations-ignored')).toMatchObject([
      { message: 'git ignores the migrations, snapshots and down files of drizzle: line 1 says drizzle.' },
    ]);
  });

  test('on the line of folders', async () => {
    const folder = 'drizzle/20260101000000_init';
    const found = await of('snapshot.json', {
      [`${folder}/migration.sql`]: 'SELECT 1;',
      [`${folder}/snapshot.json`]: '{}',
    });
    expect(found).toMatchObject([{ message: 'git ignores the snapshots of drizzle: line 2 says snapshot.json.' }]);
  });

  test('by a list that is of this clone alone', async () => {
    const repository = repositoryWith();
    repository.write('.git/info/exclude', 'drizzle\n');
    const [found] = (await findings(repository, 'doctor/migrations-ignored')) ?? [];
    expect(found?.message).toContain('line 1 of .git/info/exclude says drizzle');
    expect(found?.path).toBeUndefined();
  });
});

describe('line endings', () => {
  test.each([
    ['', 'info'],
    ['* text=auto\n', 'info .gitattributes'],
    ['* text=auto eol=lf\n', null],
    ['drizzle/** -text\n', null],
    ['*.sql text eol=lf\n', null],
    ['drizzle/** binary\n', null],
  ])('with %j: %s', async (attributes, expected) => {
    expect(await places({ '.gitattributes': attributes }, 'doctor/line-endings')).toEqual(
      expected === null ? [] : [expected],
    );
  });

  test('where git is told to change them it is a warning', async () => {
    const repository = repositoryWith();
    repository.git('config', 'core.autocrlf', 'true');
    expect(await findings(repository, 'doctor/line-endings')).toMatchObject([{ severity: 'warning' }]);
  });
});

describe('what is published', () => {
  test('a shallow clone, and a whole one', async () => {
    const origin = repositoryWith();
    origin.git('add', '-A');
    origin.git('commit', '-qm', 'One');
    origin.git('commit', '-q', '--allow-empty', '-m', 'Two');
    expect(await findings(origin, 'doctor/shallow-clone')).toEqual([]);
    const clone = new Repository('clone', origin.folder);
    clone.git('clone', '-q', '--depth', '1', `file://${origin.folder}`, 'shallow');
    const shallow = Object.assign(Object.create(Repository.prototype), { folder: `${clone.folder}/shallow` });
    expect(await findings(shallow, 'doctor/shallow-clone')).toMatchObject([{ fix: 'git fetch --unshallow' }]);
  });

  test('a base that is not there; a remote whose default branch nobody knows', async () => {
    const repository = repositoryWith({ 'package.json': json({ lockstep: { base: 'develop' } }) });
    repository.git('add', '-A');
    repository.git('commit', '-qm', 'One');
    expect(await findings(repository, 'doctor/no-base')).toMatchObject([
      { message: expect.stringContaining('develop') },
    ]);
    repository.git('branch', 'develop');
    expect(await findings(repository, 'doctor/no-base')).toEqual([]);

    repository.write('package.json', '{}\n');
    repository.git('branch', '-m', 'main', 'canary');
    expect(await findings(repository, 'doctor/no-base')).toEqual([]);
    repository.git('update-ref', 'refs/remotes/origin/canary', 'HEAD');
    expect(await findings(repository, 'doctor/no-base')).toMatchObject([{ fix: 'git remote set-head origin --auto' }]);
    repository.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/canary');
    expect(await findings(repository, 'doctor/no-base')).toEqual([]);
  });
});

test('a project that is in no repository has none of it', async () => {
  const repository = repositoryWith({ 'drizzle.config.ts': config() });
  repository.remove('.git');
  for (const rule of [
    'doctor/env-tracked',
    'doctor/migrations-ignored',
    'doctor/line-endings',
    'doctor/no-hook',
  ] as const)
    expect(await findings(repository, rule), rule).toBeNull();
});
