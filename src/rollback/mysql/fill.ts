import type { Column } from '../../sql/table-parts.js';

export interface Filling {
  value: string;
  /** The server does it by itself where the column is added. */
  isImplicit: boolean;
}

/** What the server puts into the rows of a table for a new NOT NULL column without a default: by its kind of type. */
const implied: [RegExp, string][] = [
  [
    /^(?:tinyint|smallint|mediumint|int|integer|bigint|decimal|numeric|dec|fixed|float|double|real|bool|boolean)\b/,
    '0',
  ],
  [/^(?:char|varchar|character|national|nchar|nvarchar|tinytext|text|mediumtext|longtext|long)\b/, "''"],
  [/^(?:binary|varbinary|tinyblob|blob|mediumblob|longblob)\b/, "''"],
  [/^bit\b/, "b'0'"],
  [/^time\b/, "'00:00:00'"],
  [/^year\b/, '0'],
  [/^set\b/, "''"],
];

/**
 * What it has no value for that it would take back: '0000-00-00' is refused in strict mode, and an empty text is no
 * JSON (MariaDB 10.11). A day after the epoch: the first second of it is out of range east of Greenwich.
 */
const chosen: [RegExp, string][] = [
  [/^date\b/, "'1970-01-02'"],
  [/^(?:datetime|timestamp)\b/, "'1970-01-02 00:00:00'"],
  [/^json\b/, "'null'"],
];

/**
 * What rows get in a column that they cannot go without and whose values are gone; null where they can, or where no
 * value is known for the type.
 */
export function fillingOf(column: Column): Filling | null {
  if (!column.notNull || column.default !== null || column.generated !== null) return null;
  if (column.autoIncrement) return { value: 'AUTO_INCREMENT', isImplicit: true };
  const type = column.type.toLowerCase();
  const first = /^enum\s*\(\s*('(?:[^'\\]|''|\\.)*')/i.exec(column.type)?.[1];
  if (first !== undefined) return { value: first, isImplicit: true };
  const value = implied.find(([pattern]) => pattern.test(type))?.[1];
  if (value !== undefined) return { value, isImplicit: true };
  const other = chosen.find(([pattern]) => pattern.test(type))?.[1];
  return other === undefined ? null : { value: other, isImplicit: false };
}
