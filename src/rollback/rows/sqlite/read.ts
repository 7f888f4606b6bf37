import { quote } from './tables.js';

/** The value as SQL: it says the storage class, too. `1`, `1.0`, `'1'`, `X'31'`. NULL stays NULL. */
export function columnText(column: string): string {
  return `case when ${quote(column)} is not null then quote(${quote(column)}) end`;
}
