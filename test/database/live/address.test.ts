import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isLocalAddress } from '../../../src/database/live/address.js';
import { connect } from '../../../src/database/live/open.js';
import { cannotConnect } from '../../../src/database/live/postgresql.js';
import { packages, temporaryFolder } from '../../runner/database.js';

test('an address is of this machine when every host that it names is', () => {
  const local = ['app.db', 'file:app.db', 'memory://', 'mysql://root@127.0.0.1/app', 'postgres://[::1]:5432/app'];
  for (const address of [...local, 'postgres:///app?host=/run/postgresql', 'postgres:///app'])
    expect(isLocalAddress(address, {}), address).toBe(true);
  const remote = [
    'libsql://shop.turso.io',
    'postgres://localhost,db.example.com/app',
    'mysql://db/app',
    'postgres://a b',
  ];
  const overridden = ['postgres://localhost/app?host=db.example.com', 'mysql://localhost/app?host=db.example.com'];
  for (const address of [...remote, ...overridden]) expect(isLocalAddress(address, {}), address).toBe(false);
  expect(isLocalAddress('postgres:///app', { PGHOST: 'db.example.com' })).toBe(false);
});

test.each(['postgresql', 'sqlite', 'mysql'] as const)(
  'on %s an address of another kind, and none, are no path in the project, and are not shown',
  async (dialect) => {
    const addresses = ['', ' ', 'psql://app:s3cret@db/app', 'app:s3cret@db/app', 'jdbc:postgresql://app:s3cret@db/app'];
    for (const url of [
      ...addresses,
      dialect === 'mysql' ? 'postgres://app:s3cret@db/app' : 'mysql://app:s3cret@db/app',
    ]) {
      const refused: unknown = await connect(dialect, packages, { url, from: '--url' }).catch(
        (error: unknown) => error,
      );
      expect(refused, url).toMatchObject({ exitCode: 2, message: expect.stringMatching(/^--url is/) });
      expect(JSON.stringify(refused) + String(refused), url).not.toContain('s3cret');
    }
  },
);

test('a folder with other files is no database of PGlite, and one without a database is not read', async () => {
  const folder = temporaryFolder();
  const open = (url: string) => connect('postgresql', packages, { url, from: '--url', mustExist: true });
  mkdirSync(join(folder, 'empty'));
  await expect(open(join(folder, 'empty'))).rejects.toMatchObject({ message: expect.stringContaining('no database') });
  writeFileSync(join(folder, 'package.json'), '{}');
  await expect(open(folder)).rejects.toMatchObject({ message: expect.stringContaining('other files') });
  expect(readdirSync(folder)).toEqual(['empty', 'package.json']);
});

test('a password that a driver says is not passed on', () => {
  const cause = new Error('Request cannot be constructed from http://app:p@ss@db/v2/pipeline');
  expect(cannotConnect('http://app@db', '--url', cause).message).toContain('from http://db/v2/pipeline.');
});
