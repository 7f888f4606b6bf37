import { expect, test } from 'vitest';
import type { Dialect } from '../../../src/project/dialects.js';
import { foundBy, reviewed } from '../helpers.js';

const setType = (type: string, using = ''): string => `ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE ${type}${using};`;
const cases: [Dialect, from: string, change: string, says: string | null][] = [
  ['postgresql', 'varchar(255)', setType('varchar(50)', ' USING "c"::varchar(50)'), 'more than 50 characters are cut'],
  // It is refused, not cut: PostgreSQL 15 and later.
  ['postgresql', 'varchar(255)', setType('varchar(50)'), null],
  ['postgresql', 'varchar(120)', setType('varchar(255)'), null],
  ['postgresql', 'numeric(10,2)', setType('integer'), 'Fractions are rounded'],
  ['postgresql', 'numeric(10,2)', setType('numeric(10,1)'), 'rounded to 1 digit after the point'],
  ['postgresql', 'numeric(10,0)', setType('integer'), null],
  ['postgresql', 'bigint', setType('real'), 'Digits beyond the 6th'],
  ['postgresql', 'integer', setType('double precision'), null],
  ['postgresql', 'integer', setType('boolean', ' USING "c"::boolean'), 'Every number but 0'],
  ['postgresql', 'timestamp with time zone', setType('date'), 'The time of day is lost'],
  ['postgresql', 'timestamp', setType('timestamp with time zone'), 'local times of the session'],
  ['postgresql', 'timestamp', setType('timestamptz', ` USING "c" AT TIME ZONE 'UTC'`), null],
  ['postgresql', 'timestamp(6)', setType('timestamp(3)'), 'rounded to 3 digits'],
  ['postgresql', 'text', setType('varchar(9)', ' USING left("c", 9)'), 'Each value becomes left("c", 9)'],
  ['postgresql', 'text', setType('integer', ' USING "c"::integer'), null],
  ['postgresql', 'interval', setType('time'), 'Days, months and years are lost'],
  ['postgresql', 'time with time zone', setType('time'), 'The offset from UTC is lost'],
  ['postgresql', 'inet', setType('cidr'), 'The bits of the host are set to zero'],
  ['postgresql', 'cidr', setType('inet'), null],
  ['postgresql', 'numeric(10,2)[]', setType('integer[]'), 'Fractions are rounded'],
  ['postgresql', 'integer[]', setType('bigint[]'), null],
  ['mysql', 'decimal(10,2)', 'ALTER TABLE `t` MODIFY COLUMN `c` decimal(10,1);', 'rounded to 1 digit'],
  ['mysql', 'datetime(3)', 'ALTER TABLE `t` MODIFY COLUMN `c` date;', 'The time of day is lost'],
  ['mysql', 'double', 'ALTER TABLE `t` MODIFY COLUMN `c` int unsigned;', 'Fractions are rounded'],
  ['mysql', 'int', 'ALTER TABLE `t` MODIFY COLUMN `c` bigint;', null],
];

test.each(cases)('on %s, of a column that was %s: %s', async (dialect, from, change, says) => {
  const quote = dialect === 'mysql' ? '`' : '"';
  const made = `CREATE TABLE ${quote}t${quote} (${quote}id${quote} int PRIMARY KEY, ${quote}c${quote} ${from});`;
  const found = (await reviewed(dialect, [made, change])).find(({ name }) => name === 'narrowing-type t.c');
  if (says === null) expect(found).toBe(undefined);
  else expect(found?.message).toContain(says);
});

const rebuild = (type: string, copied = '"c"'): string => `CREATE TABLE "__new_t" ("c" ${type});
INSERT INTO "__new_t" ("c") SELECT ${copied} FROM "t"; DROP TABLE "t"; ALTER TABLE "__new_t" RENAME TO "t";`;

test('on SQLite a rebuild makes numbers of text', async () => {
  const made = 'CREATE TABLE "t" ("c" text);';
  expect(await foundBy('narrowing-type', 'sqlite', [made, rebuild('integer')])).toEqual(['narrowing-type t.c']);
  expect(await foundBy('narrowing-type', 'sqlite', [made, rebuild('varchar(10)')])).toEqual([]);
  expect(await foundBy('narrowing-type', 'sqlite', [made, rebuild('integer', 'length("c")')])).toEqual([]);
});

test('a table without rows has nothing to lose', async () => {
  const made = 'CREATE TABLE "t" ("c" numeric(10,2));';
  expect(await foundBy('narrowing-type', 'postgresql', ['', made + setType('integer')])).toEqual([]);
});

test('which zone the values are in is to be said; fewer digits have no such way', async () => {
  const made = 'CREATE TABLE "t" ("c" timestamp);';
  const [zone] = await reviewed('postgresql', [made, setType('timestamp with time zone')]);
  expect(zone).toMatchObject({
    severity: 'warning',
    statements: [
      `ALTER TABLE "t" ALTER COLUMN "c" SET DATA TYPE timestamp with time zone USING "c" AT TIME ZONE 'UTC';`,
    ],
  });
  const [digits] = await reviewed('postgresql', [made, setType('timestamp(3)')]);
  expect(digits).toMatchObject({ name: 'narrowing-type t.c', severity: 'error' });
  expect(digits).not.toHaveProperty('statements');
});
