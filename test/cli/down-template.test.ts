import { expect, test } from 'vitest';
import { committedProject } from '../helpers/project.js';

test('for a custom migration whose SQL was written since, `lockstep down` replaces the template', () => {
  const repository = committedProject();
  repository.lockstep(['generate', '--custom', '--name', 'nicknames']);
  expect(repository.read('drizzle/0001_nicknames.down.sql')).toContain('-- Reversible: no (not written yet');
  repository.write('drizzle/0001_nicknames.sql', 'ALTER TABLE "users" ADD COLUMN "nickname" text;\n');

  const unwritten = repository.lockstep(['prove']);
  expect(unwritten.code).toBe(1);
  expect(unwritten.stdout).toContain('rollback/stale  drizzle/0001_nicknames.down.sql');
  expect(unwritten.stdout).toContain('Fix: npx lockstep down 0001_nicknames');

  const { code, stdout } = repository.lockstep(['down']);

  expect(code).toBe(0);
  expect(stdout).toContain('drizzle/0001_nicknames.down.sql  (refreshed)');
  expect(repository.read('drizzle/0001_nicknames.down.sql')).toContain('ALTER TABLE "users" DROP COLUMN "nickname";');
});

test('a template that somebody has filled in is theirs', () => {
  const repository = committedProject();
  repository.lockstep(['generate', '--custom', '--name', 'nicknames']);
  const filled = `${repository.read('drizzle/0001_nicknames.down.sql')}ALTER TABLE "users" DROP COLUMN "nickname";\n`;
  repository.write('drizzle/0001_nicknames.down.sql', filled);
  repository.write('drizzle/0001_nicknames.sql', 'ALTER TABLE "users" ADD COLUMN "nickname" text;\n');

  repository.lockstep(['down', '--all']);

  expect(repository.read('drizzle/0001_nicknames.down.sql')).toBe(filled);
});
