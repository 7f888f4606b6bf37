import { describe, expect, test } from 'vitest';
import { mendFor } from '../../../src/rollback/proof/mend.js';

const mend = (message: string, code: string): string | null =>
  mendFor(
    { tag: '0001', piece: { sql: '', line: 1 }, at: 0, line: 1, message, code, details: [], isPartial: false },
    'postgresql',
  );

test.each([
  ['pg_cron', /a server that has the extension pg_cron$/],
  ['vector', /a server that has the extension vector; or install @electric-sql\/pglite-pgvector$/],
])('the extension %s: a server has it, and a package where there is one', (name, text) => {
  expect(mend(`extension "${name}" is not available`, '0A000')).toMatch(text);
});

test('a role that is not there: a server may have it', () => {
  expect(mend('role "app" does not exist', '42704')).toContain('LOCKSTEP_PROOF_URL=postgres://');
});

describe('what every server would say is the fault of the SQL', () => {
  test.each([
    ['syntax error at or near "TABEL"', '42601'],
    ['cannot drop column amount of table orders because other objects depend on it', '2BP01'],
    ['column "total" does not exist', '42703'],
    ['duplicate key value violates unique constraint "users_pkey"', '23505'],
    ['invalid input syntax for type integer: "x"', '22P02'],
  ])('%s', (message, code) => {
    expect(mend(message, code)).toBeNull();
  });
});
