import { describe, expect, it } from 'vitest';
import type { ProjectAnswers } from '../../../generators/project/index.js';
import { validateProjectAnswers } from '../../../generators/project/index.js';
import { LockstepError } from '../../../src/errors.js';
import { defaultDriver, drivers, driversOf, findDriver } from '../../../src/project/drivers.js';
import { answersFor, planFor } from './answers.js';

/** What is said about the answers: the message and the mend. */
function complaint(work: () => void): { message: string; fix: string | undefined } {
  try {
    work();
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    expect(error.exitCode).toBe(2);
    return { message: error.message, fix: error.fix };
  }
  throw new Error('Nothing was said.');
}

const about = (changes: Partial<ProjectAnswers>) =>
  complaint(() => validateProjectAnswers(answersFor('pglite', changes)));

describe('answers that are refused', () => {
  it.each([
    ['', 'is empty'],
    ['My-Shop', 'capital letters'],
    ['.shop', 'starts with a dot'],
    ['my shop', 'characters that npm does not allow'],
    ['shop"; rm -rf', 'characters that npm does not allow'],
    ['größe', 'characters that npm does not allow'],
    ['a/b', 'characters that npm does not allow'],
    ['x'.repeat(215), '214 characters'],
    ['node_modules', 'reserved'],
    ['drizzle-orm', 'depends on'],
  ])('the name %j', (name, why) => {
    expect(about({ name }).message).toContain(why);
  });

  it('a driver of another dialect, naming those that would do', () => {
    expect(about({ dialect: 'sqlite' })).toEqual({
      message: 'The driver pglite is for postgresql, not for sqlite.',
      fix: 'Choose one of libsql, better-sqlite3, turso, or --dialect postgresql.',
    });
  });

  it.each([
    ['', 'is empty'],
    ['/etc/schema', 'is absolute'],
    ['C:/schema', 'is absolute'],
    ['src\\db\\schema', 'has a backslash'],
    ['../schema', 'leaves the project'],
    ['src/../../schema', 'leaves the project'],
    ['src//schema', 'is not a plain path'],
    ['src/./schema', 'is not a plain path'],
    ['.', 'is not a plain path'],
    ['src/my schema', 'a character that is not allowed'],
    ["src/it's", 'a character that is not allowed'],
    ['src/"x"', 'a character that is not allowed'],
    ['src/$x', 'a character that is not allowed'],
    ['src/`x`', 'a character that is not allowed'],
    ['src/{{x}}', 'a character that is not allowed'],
    ['src/*', 'a character that is not allowed'],
    ['src/(group)', 'a character that is not allowed'],
    ['src/schéma', 'a character that is not allowed'],
    ['src/a\nb', 'a character that is not allowed'],
    ['-rf', 'starts with a dash'],
    ['src/nul', 'Windows reserves'],
    ['src/schema.', 'ends in a dot'],
    ['src/schema.js', 'neither a folder nor a .ts file'],
    ['src/schema.d.ts', 'declaration file'],
    [`src/${'x'.repeat(101)}`, 'longer than 100'],
    ['node_modules/schema', 'not for sources'],
    ['.data/schema', 'not for sources'],
  ])('the schema %j', (schema, why) => {
    expect(about({ schema }).message).toContain(why);
  });

  it.each([
    ['', 'is empty'],
    ['..', 'leaves the project'],
    ['drizzle.sql', 'looks like a file'],
    ['.git/drizzle', 'not for sources'],
    ['src/dist/drizzle', 'lies in dist'],
    ['src/db/schema', 'the same path'],
    ['SRC/db/schema', 'the same path'],
    ['src/db', 'lies inside the migrations folder'],
    ['src/db/schema/drizzle', 'lies inside the schema'],
  ])('the migrations folder %j', (out, why) => {
    expect(about({ out }).message).toContain(why);
  });

  it.each([
    ['src/db/index.ts', 'drizzle', 'src/db/index.ts'],
    ['test/users.test.ts', 'drizzle', 'test/users.test.ts'],
    ['drizzle.config.ts', 'drizzle', 'drizzle.config.ts'],
    ['src/db/schema', 'compose/plopfile.js/x', undefined],
    ['src/db/schema', 'plopfile.js/x', 'plopfile.js'],
    ['test', 'drizzle', 'test/database.ts'],
    ['templates', 'drizzle', 'templates/query.ts.hbs'],
    ['lib/tables', 'test', 'test/database.ts'],
  ])('the schema %j with the migrations in %j, where another file has to be', (schema, out, path) => {
    const plan = () => planFor(answersFor('pglite', { schema, out }));
    if (path === undefined) expect(plan).not.toThrow();
    else expect(complaint(plan).message).toContain(path);
  });

  it('all with a mend', () => {
    const bad: Partial<ProjectAnswers>[] = [{ name: 'A' }, { schema: '../x' }, { out: 'src/db' }, { lockstepSpec: '' }];
    for (const changes of bad) expect(about(changes).fix).toMatch(/^(?:Use|Choose|Give) /);
  });
});

describe('answers that are taken', () => {
  it.each(['shop', 'my-shop', '@team/shop', '3d', 'a.b_c'])('the name %j', (name) => {
    expect(() => validateProjectAnswers(answersFor('pglite', { name }))).not.toThrow();
  });

  it.each(['src/db/schema', './schema', 'packages/db/src/models.ts', '@db/tables', 'src/a+b_c-d'])(
    'the schema %j',
    (schema) => {
      expect(() => validateProjectAnswers(answersFor('pglite', { schema }))).not.toThrow();
    },
  );
});

describe('the drivers', () => {
  it('have a default for each dialect', () => {
    expect((['postgresql', 'sqlite', 'mysql'] as const).map((dialect) => defaultDriver(dialect).name)).toEqual([
      'pglite',
      'libsql',
      'mysql2',
    ]);
  });

  it('belong to one dialect each', () => {
    const all = (['postgresql', 'sqlite', 'mysql'] as const).flatMap((dialect) => driversOf(dialect));
    expect(all).toEqual(drivers);
  });

  it('are found by name, and an unknown one is refused with the names', () => {
    expect(findDriver('turso').dialect).toBe('sqlite');
    expect(complaint(() => findDriver('oracle')).fix).toContain('pglite, node-postgres');
  });
});
