import type { Dialect } from '../../project/dialects.js';
import type { DialectTypes } from './column-type.js';
import { mysql } from './mysql.js';
import { postgresql } from './postgresql.js';
import { sqlite } from './sqlite.js';

export type { Argument, ColumnType, DialectTypes, FixedColumn, KeyKind, Literal, ValueKind } from './column-type.js';
export { keyKinds } from './column-type.js';

/** The column types of each dialect, as drizzle-orm 0.45 builds them. */
export const dialectTypes: Record<Dialect, DialectTypes> = { postgresql, sqlite, mysql };
