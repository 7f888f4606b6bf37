import type { Dialect } from '../../src/project/dialects.js';
import type { RowColumn } from './columns.js';

type Kind = 'text' | 'number' | 'decimal' | 'bigint' | 'boolean' | 'date' | 'uuid' | 'json';

/** What JavaScript gives to a column of drizzle-orm 0.45, by its builder. */
function kindOf({ builder, options }: RowColumn, dialect: Dialect): Kind | null {
  const mode = options?.mode;
  switch (builder) {
    case 'text':
      return mode === 'json' ? 'json' : 'text';
    case 'varchar':
    case 'char':
    case 'tinytext':
    case 'mediumtext':
    case 'longtext':
      return 'text';
    case 'uuid':
      return 'uuid';
    case 'integer':
      if (mode === 'boolean') return 'boolean';
      return mode === 'timestamp' || mode === 'timestamp_ms' ? 'date' : 'number';
    case 'int':
    case 'smallint':
    case 'mediumint':
    case 'tinyint':
    case 'serial':
    case 'smallserial':
    case 'real':
    case 'float':
    case 'double':
    case 'doublePrecision':
      return 'number';
    case 'bigint':
    case 'bigserial':
      return mode === 'bigint' ? 'bigint' : 'number';
    case 'numeric':
    case 'decimal':
      return mode === 'number' ? 'number' : mode === 'bigint' ? 'bigint' : 'decimal';
    case 'boolean':
      return 'boolean';
    case 'timestamp':
    case 'datetime':
      return mode === 'string' ? null : 'date';
    case 'date':
      return mode === 'date' || (dialect === 'mysql' && mode !== 'string') ? 'date' : null;
    case 'json':
    case 'jsonb':
      return 'json';
    default:
      return null;
  }
}

/**
 * Code of a value that the column takes; another one for each `number` where it has to be unique. Null where none is
 * known.
 */
export function sample(column: RowColumn, number: string, dialect: Dialect): string | null {
  const { builder, options, isArray, isUnique, values, databaseName } = column;
  if (isArray) return '[]';
  const [value] = values ?? [];
  if (value !== undefined) return string(value);
  const length = typeof options?.length === 'number' ? options.length : Number.POSITIVE_INFINITY;
  switch (kindOf(column, dialect)) {
    case 'text': {
      if (isUnique && length >= 36) return 'crypto.randomUUID()';
      if (builder === 'char' && length !== Number.POSITIVE_INFINITY)
        return `String(${number}).padStart(${length}, '0')`;
      const long = length >= databaseName.length + 5;
      if (/^\d+$/.test(number)) return string(long ? `${databaseName} ${number}` : number);
      return long ? `\`${databaseName} \${${number}}\`` : `String(${number})`;
    }
    case 'uuid':
      return 'crypto.randomUUID()';
    case 'number':
      return isUnique && !/^(?:small|tiny)/.test(builder) ? sum(1_000_000, number) : sum(1, number);
    case 'decimal':
      return /^\d+$/.test(number) ? string(sum(1, number)) : `String(${sum(1, number)})`;
    case 'bigint':
      return `BigInt(${sum(1, number)})`;
    case 'boolean':
      return 'true';
    case 'date':
      return /^\d+$/.test(number) ? `new Date('2020-01-01T00:00:00Z')` : `new Date('2026-01-01T00:00:00Z')`;
    case 'json':
      return '{}';
    default:
      return builder === 'timestamp' || builder === 'datetime'
        ? `'2026-01-01 00:00:00'`
        : builder === 'date'
          ? `'2026-01-01'`
          : builder === 'time'
            ? `'12:00:00'`
            : null;
  }
}

/** A literal of SQL as the column takes it in JavaScript; null where that is not known. */
export function literal(sql: string, column: RowColumn): string | null {
  const text = /^'([\s\S]*)'$/.exec(sql)?.[1]?.replaceAll("''", "'");
  if (text !== undefined)
    return column.values || /^(?:text|varchar|char|uuid)$/.test(column.builder) ? string(text) : null;
  if (/^(?:true|false)$/i.test(sql)) return sql.toLowerCase();
  if (column.options?.mode === 'boolean') return sql === '0' ? 'false' : 'true';
  if (/^(?:numeric|decimal)$/.test(column.builder)) return string(sql);
  return /^(?:integer|int|bigint|smallint|real|double)/.test(column.builder) ? sql : null;
}

const sum = (start: number, number: string): string =>
  /^\d+$/.test(number) ? String(start + Number(number)) : `${start} + ${number}`;

const string = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
