import { expect, test } from 'vitest';
import { readDatabaseSource } from '../../src/project/database-source.js';

const env = { DATABASE_URL: 'postgres://app@db/shop' };
const read = (config: string, path = 'drizzle.config.ts') => readDatabaseSource(path, config, env);

test('the address and the ledger are read without running the config, quoted or not', () => {
  const fields = {
    dialect: 'postgresql',
    dbCredentials: { url: 'postgres://app@db/shop' },
    migrations: { table: 'm' },
  };
  const expected = { url: 'postgres://app@db/shop', ledger: { schema: undefined, table: 'm' } };
  const plain =
    "{ dialect: 'postgresql', dbCredentials: { url: process.env.DATABASE_URL! }, migrations: { table: 'm' } }";
  expect(read(JSON.stringify(fields), 'drizzle.config.json')).toMatchObject(expected);
  expect(read(`export default ${JSON.stringify(fields)};`)).toMatchObject(expected);
  expect(read(`export default defineConfig(${plain});`)).toMatchObject(expected);
});

test('what is computed is left to a run of the config', () => {
  expect(read("export default { dbCredentials: { ['url']: 'postgres://db/shop' } };")).toBeNull();
  expect(read('export default { dbCredentials: { url: address() } };')).toBeNull();
});
