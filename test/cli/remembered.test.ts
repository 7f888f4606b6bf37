import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Repository } from '../helpers/repository.js';
import { writtenProject } from '../helpers/written.js';

const cache = 'node_modules/.cache/drizzle-lockstep';

function remembered(repository: Repository): string[] {
  const names = readdirSync(join(repository.folder, cache), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /^(?:configs.|operations-).*\.json$/.test(name)).sort();
}

const review = (repository: Repository): { code: number; stdout: string } => repository.lockstep(['review', '--all']);

const users = 'CREATE TABLE "users" ("id" integer PRIMARY KEY, "name" text);';
const project = (): Repository =>
  writtenProject({ users, gone: 'ALTER TABLE "users" DROP COLUMN "name";' }, { dialect: 'sqlite' });

test('a review says the same once the config and what the SQL does are remembered, and where that is damaged', () => {
  const repository = project();
  const first = review(repository);
  expect(first).toMatchObject({ code: 1, stdout: expect.stringContaining('review/drop-column') });
  expect(remembered(repository)).toHaveLength(2);

  expect(review(repository)).toEqual(first);

  for (const name of remembered(repository)) repository.write(`${cache}/${name}`, '{ "dialect": 1, "operations": [');
  expect(review(repository)).toEqual(first);
});

test('what is remembered is not that of another text: an edited migration, an edited config', () => {
  const repository = project();
  review(repository);

  repository.write('drizzle/0001_gone.sql', 'CREATE INDEX "users_name" ON "users" ("name");');
  expect(review(repository)).toMatchObject({ code: 0, stdout: expect.not.stringContaining('drop-column') });

  repository.write('drizzle.config.ts', repository.read('drizzle.config.ts').replace('./drizzle', './migrations'));
  expect(review(repository).stdout).toContain('no migration');
});
