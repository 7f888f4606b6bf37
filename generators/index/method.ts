import { LockstepError } from '../../src/errors.js';
import type { Dialect } from '../../src/project/dialects.js';
import { didYouMean } from '../../src/scaffold/fields/index.js';
import type { IndexAnswers } from './answers.js';

/**
 * What PostgreSQL's index methods can (its documentation, chapter Index Types; `pg_indexam_has_property` of 17), and the
 * two of pgvector 0.8, of which hnsw has no class that is its usual one.
 */
const methods = {
  btree: { unique: true, ordered: true, several: true },
  hash: { unique: false, ordered: false, several: false },
  gin: { unique: false, ordered: false, several: true },
  gist: { unique: false, ordered: false, several: true },
  brin: { unique: false, ordered: false, several: true },
  hnsw: { unique: false, ordered: false, several: false },
  ivfflat: { unique: false, ordered: false, several: false },
} as const;

export const methodNames = Object.keys(methods);

/** Throws a LockstepError (exit 2) for what the dialect, or drizzle-kit in it, has not. */
export function checkDialect({ method, where, op, concurrently }: IndexAnswers, dialect: Dialect): void {
  if (op.length > 0 && dialect !== 'postgresql')
    throw new LockstepError(`--op ${op.join(',')}: only PostgreSQL has operator classes.`, { fix: 'Leave --op out.' });
  if (where !== undefined && dialect === 'mysql') {
    throw new LockstepError('--where: MySQL has no partial indexes.', {
      fix: 'Leave --where out, or index an expression that is null for the other rows: --expression "case when active then email end"',
    });
  }
  if (method !== undefined && method !== 'btree' && dialect !== 'postgresql') {
    const why =
      dialect === 'sqlite'
        ? 'every index of SQLite is a B-tree'
        : 'InnoDB makes every index a B-tree, and drizzle-kit 0.31 writes no method for MySQL';
    throw new LockstepError(`--method ${method}: ${why}.`, { fix: 'Leave --method out.' });
  }
  if (concurrently && dialect !== 'postgresql') {
    throw new LockstepError(`--concurrently: only PostgreSQL builds indexes so.`, {
      fix:
        dialect === 'mysql'
          ? 'Leave it out: InnoDB builds an index while rows are written (online DDL).'
          : 'Leave it out: SQLite has one writer at a time.',
    });
  }
}

/** Throws a LockstepError (exit 2) for a method that is not known, or that cannot what is asked. */
export function checkMethod({ method, unique, desc, op, columns, expressions }: IndexAnswers): void {
  if (method === undefined) return;
  const known = Object.entries(methods).find(([name]) => name === method)?.[1];
  if (!known) {
    throw new LockstepError(`--method ${method} is not known.`, {
      fix: didYouMean(method, methodNames) ?? `One of ${methodNames.join(', ')}.`,
    });
  }
  const refuse = (what: string, fix: string): LockstepError =>
    new LockstepError(`--method ${method}: ${what}.`, { fix });
  if (method === 'hnsw' && op.length === 0)
    throw refuse('it needs an operator class', '--op vector_cosine_ops, vector_l2_ops or vector_ip_ops');
  if (unique && !known.unique) throw refuse('only a btree index can be unique', 'Leave --method or --unique out.');
  if (desc.length > 0 && !known.ordered)
    throw refuse('only a btree index has an order', 'Leave --method or --desc out.');
  if (columns.length + expressions.length > 1 && !known.several)
    throw refuse('it takes one column', 'Make an index for each column.');
}
