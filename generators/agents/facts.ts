import type { Dialect } from '../../src/project/dialects.js';
import type { KitLine } from '../../src/project/project.js';
import type { AgentCommands } from './commands.js';

/** Whom the instructions are for. `agents-md`: AGENTS.md, which most coding agents read. */
export const agentNames = ['agents-md', 'claude', 'cursor', 'opencode'] as const;
export type AgentName = (typeof agentNames)[number];

/** What the instructions say of one project; of a new one (from-answers.ts) or of one that is there (from-project.ts). */
export interface AgentFacts {
  name: string;
  dialect: Dialect;
  /** How the database is reached, as people call it: PGlite, node-postgres; `null` when that is not known. */
  driver: string | null;
  /** The drizzle config. */
  config: string;
  /** As in the config: files, folders or globs. */
  schema: string[];
  /** The schema is one folder with a barrel: each table has its file, and `index.ts` exports them. */
  schemaIsFolder: boolean;
  /** The migrations folder. */
  out: string;
  line: KitLine;
  /** The project's folder inside the git repository; '' when it is the root of it. */
  subfolder: string;
  /** The branch whose migrations never change: `main`. */
  baseBranch: string;
  commands: AgentCommands;
  /** Migrations are applied by lockstep, not by drizzle-kit or a program of the project. */
  migratesInLockstep: boolean;
  database: {
    /** The environment variable with its address; `null` when the address comes from elsewhere, or that is not known. */
    variable: string | null;
    /** Where the variable is not set, the database is one of this machine. */
    localByDefault: boolean;
    /** The folder that holds it and that can be deleted: `.data`. */
    folder: string | null;
    /** Only one process at a time can have it open (PGlite). */
    oneProcess: boolean;
    /** `.env.example` shows how its address looks. */
    envExample: boolean;
  };
}
