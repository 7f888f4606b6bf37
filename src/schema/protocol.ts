import type { State } from '../history/head.js';
import type { Dialect } from '../project/dialects.js';

/** A JSON object as drizzle-kit writes it. */
export type Snapshot = Record<string, unknown>;

/** What the evaluator process is asked. `cwd` is where the code runs: the project's folder, as with drizzle-kit. */
export type Request = { cwd: string } & (
  | {
      type: 'config';
      code: string;
      filename: string;
      /** Also what it says of the database, passwords included: never to be kept or shown. */
      database?: true;
    }
  | {
      type: 'compare';
      code: string;
      filename: string;
      dialect: Dialect;
      casing: string | undefined;
      /** The newest state of the history. */
      head: State;
    }
  | { type: 'diff'; dialect: Dialect; from: State; to: State }
);

/** What it answers, once, before it ends. */
export type Response =
  | { type: 'config'; config: Record<string, unknown> }
  | { type: 'compare'; equal: boolean; snapshot: Snapshot; toSchema: Statements; toHead: Statements }
  | ({ type: 'diff'; from: Snapshot; to: Snapshot } & Statements)
  | { type: 'error'; message: string; stack: string };

/** The SQL that leads from one snapshot to another, by drizzle-kit's differ. */
export interface Statements {
  sql: string[];
  /** Something was added while something of its kind was dropped: drizzle-kit would ask whether it was renamed. */
  ambiguous: boolean;
  /** Why the differ could not say the SQL; then `sql` is empty. */
  failed?: string;
}

/** How long code of the project may run before it is ended, in seconds; another limit by LOCKSTEP_TIME_LIMIT. */
export const timeLimitSeconds = Number(process.env.LOCKSTEP_TIME_LIMIT) || 30;
