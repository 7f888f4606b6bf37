import type { Dialect } from '../project/dialects.js';
import type { Operation } from './operation.js';

/** How one dialect is read. Loaded when it is first needed: PostgreSQL's parser is 1.7 MB of WASM. */
interface Reader {
  readOperations(sql: string): Promise<Operation[]>;
  /** Loads what it reads with. */
  prepare?(): Promise<void>;
}

const readers: Record<Dialect, () => Promise<Reader>> = {
  postgresql: () => import('./postgresql/read.js'),
  sqlite: () => import('./sqlite/read.js'),
  mysql: () => import('./mysql/read.js'),
};

/**
 * What the SQL of a migration does, in the order of the file.
 *
 * Never throws for what stands in `sql`: a statement that does not parse, or whose effect is not described by
 * {@link Operation}, is `unanalysed`.
 */
export async function parseOperations(dialect: Dialect, sql: string): Promise<Operation[]> {
  const { readOperations } = await readers[dialect]();
  return readOperations(sql);
}

/** Loads what a dialect is read with, while the caller waits for files. Without it, the first SQL waits for that. */
export async function prepareReader(dialect: Dialect): Promise<void> {
  const { prepare } = await readers[dialect]();
  await prepare?.();
}
