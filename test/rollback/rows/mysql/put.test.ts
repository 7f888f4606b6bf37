import { describe, expect, test } from 'vitest';
import { readCatalog } from '../../../../src/database/catalog.js';
import { putRows } from '../../../../src/rollback/rows/index.js';
import { emptyDatabase } from '../../../database/engines.js';
import { hasMysql } from '../../../helpers/servers.js';
import { expectedCounts, fill, valuesOf } from '../filled.js';
import { schemas } from './schemas.js';

describe.skipIf(!hasMysql())('on a server', () => {
  describe('each table takes rows:', () => {
    test.each(schemas)('$title', async (schema) => {
      const engine = await emptyDatabase('mysql');

      const { counts, empty } = await fill(engine, schema.sql);

      expect(counts).toEqual(expectedCounts(schema, Object.keys(counts)));
      expect(Object.keys(empty).sort()).toEqual(Object.keys(schema.empty ?? {}).sort());
      for (const [table, reason] of Object.entries(schema.empty ?? {})) expect(empty[table]).toMatch(reason);
    });
  });

  test('a column is NULL in one row and has a value in the others, which are the same where they may be', async () => {
    const filled = await fill(
      await emptyDatabase('mysql'),
      'create table t (id int auto_increment primary key, a text, b bigint not null, c varchar(300) unique, d json, e blob)',
    );

    const [a1, a2, a3] = valuesOf(filled, 't', 'a');
    expect(a1).toBe(a2);
    expect(a1).toMatch(/O'Brien "said".*☃.*😀.*\\/);
    expect(a3).toBeNull();
    expect(valuesOf(filled, 't', 'b')).toEqual(['5000000000', '5000000000', '5000000001']);
    const [c1, c2, c3] = valuesOf(filled, 't', 'c');
    expect(c1).not.toBe(c2);
    expect(c3).toBeNull();
    expect(JSON.parse(valuesOf(filled, 't', 'd')[0] ?? '')).toMatchObject({ name: `O'Brien "é" ☃` });
    expect(valuesOf(filled, 't', 'e')[0]).toBe('00FF275C0A');
  });

  test('the same schema gets the same rows in another database', async () => {
    const sql = schemas[4]?.sql ?? '';

    const first = await fill(await emptyDatabase('mysql'), sql);
    const second = await fill(await emptyDatabase('mysql'), sql);

    expect(first.rows.size).toBe(7);
    expect(second.rows).toEqual(first.rows);
  });

  test('the schema and the settings stay as they were', async () => {
    const engine = await emptyDatabase('mysql');
    await engine.run(schemas[5]?.sql ?? '');
    const before = await readCatalog(engine);

    await putRows(engine, before);

    expect(await engine.query('select @@foreign_key_checks as checks')).toEqual([{ checks: 1 }]);
    const counters = (text: string) => text.replaceAll(/AUTO_INCREMENT=\d+ ?/gi, '');
    expect(counters(JSON.stringify([...(await readCatalog(engine))]))).toBe(counters(JSON.stringify([...before])));
  });
});
