import type { Dialect } from '../../project/dialects.js';
import type { Job, RunOptions } from '../types.js';
import { applyMysql, prepareMysql } from './mysql.js';
import { applyPostgresql, preparePostgresql } from './postgresql.js';
import { applySqlite, prepareSqlite } from './sqlite.js';

/** How each engine is set up once, and how it runs one migration with its note. */
export const appliers: Record<
  Dialect,
  { prepare(options: RunOptions): Promise<void>; apply(options: RunOptions, job: Job): Promise<void> }
> = {
  postgresql: { prepare: preparePostgresql, apply: applyPostgresql },
  sqlite: { prepare: prepareSqlite, apply: applySqlite },
  mysql: { prepare: prepareMysql, apply: applyMysql },
};
