import { quote } from './tables.js';

/** As the type itself writes it; a point in time without the session's time zone, which a migration may set. */
export function columnText(column: string, type: string): string {
  const name = quote(column);
  if (/^timestamp(\(\d\))? with time zone$/.test(type)) return `(${name} at time zone 'UTC')::text`;
  if (type === 'bytea') return `encode(${name}, 'hex')`;
  return `${name}::text`;
}
