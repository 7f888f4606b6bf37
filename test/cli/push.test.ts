import { expect, test } from 'vitest';
import { addProject, addTable, configSource } from '../helpers/project.js';
import { Repository } from '../helpers/repository.js';

const url = "dbCredentials: { url: process.env.DATABASE_URL ?? 'file:app.db' } }";

test('a database of this machine becomes as the schema is, and nothing else is pushed to', () => {
  const repository = new Repository();
  addProject(repository, 'sqlite');
  repository.write('drizzle.config.ts', configSource('sqlite').replace("' })", `', ${url})`));
  const push = (...args: string[]) => repository.lockstep(['push', ...args]);

  expect(push()).toMatchObject({ code: 0, stdout: expect.stringContaining('Changes applied') });
  expect(push()).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes detected') });
  expect(push('--force')).toMatchObject({ code: 2, stderr: expect.stringContaining('--force is not taken') });
  expect(push('--url', 'file:other.db')).toMatchObject({ code: 2, stderr: expect.stringContaining('DATABASE_URL=…') });
  expect(push('--host=db.example.com').code).toBe(2);

  // drizzle-kit ends with 0 although it did nothing.
  repository.write(
    'drizzle.config.ts',
    repository.read('drizzle.config.ts').replace('{ dialect', '{ strict: true, dialect'),
  );
  addTable(repository, 'orders', 'sqlite');
  expect(push()).toMatchObject({ code: 1, stderr: expect.stringContaining('nothing was changed') });

  repository.write('.env', 'DATABASE_URL=libsql://app:secret@shop.turso.io\n');
  const refused = push();
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toContain(
    'libsql://app@shop.turso.io (dbCredentials of drizzle.config.ts) is not on this machine.',
  );
  expect(refused.stderr).toContain('npx lockstep generate, then npx lockstep migrate');
});
