import type { Column } from '../../sql/table-parts.js';
import { volatileCall } from './volatile.js';

/** What makes PostgreSQL write every row anew when a column is added (15.20); null where it only notes the column. */
export type FillsRows = 'volatile default' | 'stored generated' | 'serial' | 'identity';

export function fillsRows({ default: value, generated, autoIncrement, identity }: Column): FillsRows | null {
  if (generated !== null) return generated.stored ? 'stored generated' : null;
  if (identity !== null) return 'identity';
  if (autoIncrement) return 'serial';
  return value !== null && volatileCall(value) !== null ? 'volatile default' : null;
}
