import { existsSync } from 'node:fs';
import { LockstepError } from '../../errors.js';
import type { Dialect } from '../../project/dialects.js';
import type { Row } from '../engine.js';

/** One session of a database that is not ours alone: what a migration is run on. */
export interface Connection {
  dialect: Dialect;
  /** As a person reads it: `PostgreSQL 16.4`. */
  label: string;
  /** Where it leads, without password or token: `postgres://app@db.example.com:5432/shop`. */
  target: string;
  /** The database is on this machine: a mistake costs nobody else anything. */
  isLocal: boolean;
  /** A file that stands for the database, where it is a file or a folder of this machine. */
  file: string | null;
  /** Runs one or several statements. Throws StatementFailed when the database refuses one. */
  run(sql: string): Promise<void>;
  /** Runs one statement and returns its rows. Throws StatementFailed. */
  query(sql: string): Promise<Row[]>;
  /**
   * Runs statements as one transaction with foreign keys off, where the connection keeps no session between calls
   * (libSQL over the network). Others are told what to do by statements. Throws StatementFailed.
   */
  batch?: (statements: string[]) => Promise<void>;
  /** May be called twice; never fails. */
  close(): Promise<void>;
}

/** How a database is named: by the config, the environment or a flag. */
export interface Target {
  /** A URL, or a path where the database is a file. */
  url: string;
  /** For libSQL as a service. */
  authToken?: string;
  /** A file or folder that is not there is not made. */
  mustExist?: boolean;
  /** Nothing is written to it and no lock is held: a pooler will do. */
  readOnly?: boolean;
  /** Where it was found, for messages: `DATABASE_URL`, `dbCredentials of drizzle.config.ts`. */
  from: string;
}

/**
 * Throws a LockstepError (exit 2) where a database that must be there is not.
 *
 * @param sign a file that is there where the database is: itself, or one in its folder.
 */
export function refuseMissing(file: string | null, { mustExist, from }: Target, sign = file): void {
  if (mustExist !== true || file === null || sign === null || existsSync(sign)) return;
  throw new LockstepError(`There is no database ${file} yet (${from}).`, {
    exitCode: 2,
    path: file,
    fix: 'lockstep migrate makes it and applies every migration; or correct the address.',
  });
}
