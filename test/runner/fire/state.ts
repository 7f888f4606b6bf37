import { type Catalog, readCatalog } from '../../../src/database/catalog.js';
import type { Connection } from '../../../src/database/live/connection.js';
import { readLedger, usualPlace } from '../../../src/runner/ledger.js';
import { identifier } from '../../../src/sql/quote.js';

/** All that must be the same however it came about: the schema, the ledger, and every row. */
export interface State {
  catalog: Catalog;
  ledger: string[];
  rows: Record<string, string[]>;
}

export async function stateOf(connection: Connection): Promise<State> {
  const { dialect } = connection;
  const catalog = await readCatalog({ ...connection, isAlone: false });
  const { rows: ledger } = await readLedger(connection, usualPlace, 'journal');
  const rows: State['rows'] = {};
  for (const { kind, name } of catalog.values()) {
    if (kind !== 'table') continue;
    const all = await connection.query(`select * from ${identifier(dialect, name)}`);
    rows[name] = all.map((row) => JSON.stringify(row)).sort();
  }
  return { catalog, ledger: ledger.map(({ hash, createdAt }) => `${createdAt} ${hash}`), rows };
}
