import type { Plan } from '../../scaffold/plan.js';
import type { SqlOrigin } from './statements.js';

/** What a rebase does, before anything is written. */
export interface Rebase {
  line: 'journal' | 'folders';
  base: { name: string; commit: string };
  /** `null` with nothing to do. */
  plan: Plan | null;
  /** Why nothing is to be done, or what else to know: whole sentences. */
  notes: string[];
  /** The tags of migrations of the base that this branch did not have. */
  taken: string[];
  migrations: MovedMigration[];
  /** How the schema of the working tree stands to the new history. */
  schema: SchemaStanding;
  /** What is to be done with a local database; '' where none can be concerned. */
  databases: string;
}

/** A migration of this branch, before and after. */
export interface MovedMigration {
  from: string;
  to: string;
  path: string;
  sql: SqlOrigin;
  down: 'renewed' | 'kept' | 'stale' | null;
}

export type SchemaStanding =
  | { kind: 'lockstep' }
  | { kind: 'different'; statements: string[] }
  | { kind: 'unreadable'; message: string }
  /** The base is not merged yet: its migrations are here, its schema is not. */
  | { kind: 'not merged' };
