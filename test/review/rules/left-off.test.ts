import { expect, test } from 'vitest';
import { foundBy, reviewed } from '../helpers.js';

const orders = 'CREATE TABLE "orders" ("id" integer PRIMARY KEY);';
const disable = 'ALTER TABLE ONLY public."orders" DISABLE TRIGGER "Audit";';

test('a trigger that stays off is found, with the statement that switches it on', async () => {
  const [found] = await reviewed('postgresql', [orders, disable]);
  expect(found).toMatchObject({
    name: 'left-off orders',
    severity: 'warning',
    message: 'Trigger Audit of orders stays off behind this migration.',
    statements: ['ALTER TABLE "public"."orders" ENABLE TRIGGER "Audit";'],
  });
  const of = (sql: string) => foundBy('left-off', 'postgresql', [orders, sql]);
  expect(await of('ALTER TABLE orders DISABLE TRIGGER ALL; ALTER TABLE orders ENABLE TRIGGER USER;')).toHaveLength(1);
  expect(await of(`${disable} ALTER TABLE orders ENABLE REPLICA TRIGGER "Audit";`)).toHaveLength(1);
  expect(await of(`${disable} ALTER TABLE orders ENABLE TRIGGER "Audit";`)).toEqual([]);
  expect(await of(`${disable} ALTER TABLE orders ENABLE TRIGGER ALL;`)).toEqual([]);
  expect(await of(`CREATE TABLE b (id integer); ALTER TABLE b DISABLE TRIGGER ALL;`)).toEqual([]);
});

test('a setting of the session that keeps foreign keys off is found, unless it is set back', async () => {
  const of = (sql: string) => foundBy('left-off', 'postgresql', [orders, sql]);
  expect(await of("SET session_replication_role = 'replica';")).toEqual(['left-off session_replication_role']);
  expect(await of('SET LOCAL session_replication_role = replica;')).toEqual([]);
  expect(await of('SET session_replication_role = replica; RESET session_replication_role;')).toEqual([]);
  const keys = (sql: string) => foundBy('left-off', 'mysql', [orders.replaceAll('"', '`'), sql]);
  expect(await keys('SET @@session.FOREIGN_KEY_CHECKS = OFF;')).toEqual(['left-off foreign_key_checks']);
  expect(await keys('SET foreign_key_checks = 0; SET foreign_key_checks = 1;')).toEqual([]);
});
