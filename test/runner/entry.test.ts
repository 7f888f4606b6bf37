import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packages, temporaryFolder, writeHistory } from './database.js';

const entry = join(packages, 'dist/migrate.js');

test('the runner alone migrates at start-up, without drizzle-kit and without git', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'node_modules/@libsql'), { recursive: true });
  for (const name of ['@libsql/client', 'libsql'])
    symlinkSync(join(packages, 'node_modules', name), join(folder, 'node_modules', name), 'junction');
  writeHistory(join(folder, 'drizzle'), [{ tag: '0000_a', sql: 'create table a (id integer primary key);' }]);
  const script = `import { migrate } from ${JSON.stringify(entry)};
    const told = [];
    const result = await migrate({ dialect: 'sqlite', url: 'file:app.db', migrationsFolder: './drizzle', on: ({ type }) => told.push(type) });
    console.log(JSON.stringify({ ...result, told }));`;
  writeFileSync(join(folder, 'start.mjs'), script);
  const run = (): unknown =>
    JSON.parse(execFileSync(process.execPath, ['start.mjs'], { cwd: folder, encoding: 'utf8', env: { PATH: '' } }));
  expect(run()).toMatchObject({ applied: [{ tag: '0000_a' }], total: 1, told: ['start', 'done'] });
  expect(run()).toEqual({ applied: [], total: 1, told: [] });
});

test('it is small, and brings nothing that only development needs', () => {
  expect(statSync(entry).size).toBeLessThan(150_000);
  const imports = [...readFileSync(entry, 'utf8').matchAll(/^import .* from "([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
    ([, from, lazily]) => from ?? lazily,
  );
  const ours = imports.filter((name) => name?.startsWith('node:') !== true);
  expect([...new Set(ours.map((name) => name?.split('/')[0]))]).toEqual(['package-manager-detector']);
});
