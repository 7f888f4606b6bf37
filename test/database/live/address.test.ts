import { expect, test } from 'vitest';
import { isLocalAddress } from '../../../src/database/live/address.js';

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
