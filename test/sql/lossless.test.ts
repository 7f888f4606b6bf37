import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../src/project/dialects.js';
import { isLossless } from '../../src/sql/lossless.js';

type Change = [from: string, to: string];

const kept: Record<Dialect, Change[]> = {
  postgresql: [
    ['integer', 'bigint'],
    ['int4', 'int8'],
    ['smallint', 'numeric'],
    ['serial', 'bigint'],
    ['real', 'double precision'],
    ['varchar(10)', 'character varying(20)'],
    ['varchar(10)', 'varchar'],
    ['varchar(10)', 'text'],
    ['"public"."mood"', 'text'],
    ['uuid', 'text'],
    ['numeric(10,2)', 'numeric(12, 2)'],
    ['numeric(10,2)', 'numeric'],
    ['timestamp', 'timestamp without time zone'],
    ['BOOLEAN', 'bool'],
    ['public.role', '"role"'],
    ['geometry(Point,4326)', 'geometry(Point,4326)'],
    ['jsonb', 'json'],
  ],
  sqlite: [
    ['varchar(10)', 'text'],
    ['int', 'bigint'],
    ['real', 'double'],
    ['', 'blob'],
    ['numeric', 'date'],
  ],
  mysql: [
    ['int(11)', 'bigint'],
    ['tinyint(1)', 'int'],
    ['varchar(10)', 'varchar(255)'],
    ['varchar(255)', 'text'],
    ['text', 'longtext'],
    ['float', 'double'],
    ['int(11)', 'int'],
    ["enum('a','b')", "enum('a','b','c')"],
    ['timestamp', 'timestamp(3)'],
    ['decimal(10,0)', 'decimal'],
  ],
};

const lossy: Record<Dialect, Change[]> = {
  postgresql: [
    ['bigint', 'integer'],
    ['text', 'varchar(10)'],
    ['varchar(20)', 'varchar(10)'],
    ['varchar', 'varchar(10)'],
    ['numeric(10,2)', 'numeric(10,4)'],
    ['numeric(10,2)', 'numeric(12,0)'],
    ['bigint', 'numeric(10,0)'],
    ['double precision', 'real'],
    ['timestamp with time zone', 'timestamp'],
    ['timestamp', 'date'],
    ['text', 'integer'],
    ['text', 'jsonb'],
    ['json', 'jsonb'],
    ['integer', 'real'],
    ['text[]', 'varchar(3)[]'],
    ['timestamp', 'timestamp(0)'],
    ['character(10)', 'char'],
    ['geometry(Point,4326)', 'geometry(LineString,4326)'],
  ],
  sqlite: [
    ['text', 'integer'],
    ['real', 'integer'],
    ['integer', 'text'],
  ],
  mysql: [
    ['bigint', 'int'],
    ['int', 'int unsigned'],
    ['longtext', 'text'],
    ['text', 'varchar(255)'],
    ["enum('a','b')", "enum('a')"],
    ["enum('a','b')", "enum('A','b')"],
    ['char(10)', 'char'],
    ['decimal(10,2)', 'decimal(10,0)'],
    ['datetime', 'date'],
    ['timestamp(3)', 'timestamp'],
    ['datetime(6)', 'datetime(3)'],
    ['longtext', 'mediumtext'],
  ],
};

for (const dialect of ['postgresql', 'sqlite', 'mysql'] as const) {
  describe(dialect, () => {
    test.each(kept[dialect])('%s keeps its values as %s', (from, to) => {
      expect(isLossless(dialect, from, to)).toBe(true);
    });

    test.each(lossy[dialect])('%s may lose something as %s', (from, to) => {
      expect(isLossless(dialect, from, to)).toBe(false);
    });
  });
}
