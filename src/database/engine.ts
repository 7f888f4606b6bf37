import type { Dialect } from '../project/dialects.js';

/** A row of an answer, by column name. */
export type Row = Record<string, unknown>;

/** One live database. Statements run one after the other: callers await each. */
export interface Engine {
  dialect: Dialect;
  /** As a person reads it: `PGlite 0.5.16`, `MariaDB 10.11.19`. */
  label: string;
  /** No other database shares its server: what belongs to a whole server, such as roles, may be made, and is read. */
  isAlone: boolean;
  /** Runs one or several statements, without their answers. Throws {@link StatementFailed}. */
  run(sql: string): Promise<void>;
  /** Runs one statement and returns its rows. Throws {@link StatementFailed}. */
  query(sql: string): Promise<Row[]>;
  /** Closes it; a scratch database on a server is dropped. May be called twice. */
  close(): Promise<void>;
}

/** The engine refused a statement. */
export class StatementFailed extends Error {
  /** The engine's own code: SQLSTATE on PostgreSQL, `SQLITE_…`, a number on MySQL. Empty where it gave none. */
  readonly code: string;
  /** 1-based line within the text that was given to the engine; `null` where the engine does not say. */
  readonly line: number | null;
  /** What else the engine said: detail and hint. */
  readonly details: string[];
  /** Which statement of a batch it was, from 0; `null` where there was none, or it is not known. */
  readonly inBatch: number | null;

  constructor(
    message: string,
    about: { code?: string; line?: number | null; details?: string[]; inBatch?: number | null; cause?: unknown },
  ) {
    super(message, about.cause === undefined ? undefined : { cause: about.cause });
    this.name = 'StatementFailed';
    this.code = about.code ?? '';
    this.line = about.line ?? null;
    this.details = about.details ?? [];
    this.inBatch = about.inBatch ?? null;
  }
}

/** A field of something that was thrown, where it is text. */
export function textField(thrown: unknown, field: string): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !(field in thrown)) return undefined;
  const value: unknown = Reflect.get(thrown, field);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A column of a row as text; `null` for NULL. */
export function text(row: Row, column: string): string | null {
  const value = row[column];
  if (value === null || value === undefined) return null;
  // mysql2 gives blobs of information_schema as buffers (seen on 3.24).
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}

/** A column that the query never leaves empty. */
export function name(row: Row, column: string): string {
  return text(row, column) ?? '';
}
