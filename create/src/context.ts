import type { ProjectAnswers } from '../../generators/project/index.js';
import type { ConflictPolicy } from '../../src/scaffold/conflicts.js';
import type { Plan } from '../../src/scaffold/plan.js';
import { type Flags, parseFlags } from './flags.js';
import type { Terminal } from './terminal.js';

/** What lies around the folder of the project. */
export interface Surroundings {
  /** git can be run, and is wanted. */
  git: boolean;
  /** The repository that the folder lies in already: its top folder. */
  repository: string | null;
  /** The project's folder inside of it; '' when it is the top, or there is none. */
  subfolder: string;
  /** What takes care of the hooks of that repository already, so that ours stay away. */
  otherHooks: string | null;
  /** The workspace that the folder lies in: its top folder, and whether its patterns name this folder. */
  workspace: { folder: string; member: boolean } | null;
}

/** A part of the work that failed after the files were written. */
export interface Failure {
  message: string;
  /** What the command that failed printed. */
  output?: string;
  fix?: string;
}

/** What the steps work on: each takes what it needs and fills in what it finds out. */
export interface Context {
  argv: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  nodeVersion: string;
  /** The version of this package. */
  version: string;
  terminal: Terminal;
  signal: AbortSignal;

  flags: Flags;
  /** Absolute path of the project's folder. */
  root: string;
  /** How a file that exists and differs is met. */
  policy: ConflictPolicy | 'ask';
  surroundings: Surroundings;
  answers: ProjectAnswers;
  plan: Plan;

  /** What has been done. */
  done: {
    written: boolean;
    repository: boolean;
    installed: boolean;
    generated: boolean;
    migrated: boolean;
    committed: boolean;
  };
  failures: Failure[];
  /** Things that the person should know at the end. */
  notes: string[];
}

/** `end`: there is nothing more to do (help, a dry run); the exit code is that of the work so far. */
export type StepResult = undefined | { end: number };

/** A context before the first step. */
export function createContext(
  given: Pick<Context, 'argv' | 'cwd' | 'env' | 'nodeVersion' | 'version' | 'terminal' | 'signal'>,
): Context {
  return {
    ...given,
    flags: parseFlags([]),
    root: '',
    policy: 'stop',
    surroundings: { git: false, repository: null, subfolder: '', otherHooks: null, workspace: null },
    answers: {
      name: '',
      dialect: 'postgresql',
      driver: 'pglite',
      schema: 'src/db/schema',
      out: 'drizzle',
      pm: 'npm',
      ci: 'github',
      agents: ['agents-md'],
      hooks: false,
      subfolder: '',
      nodeVersion: given.nodeVersion,
      lockstepSpec: '',
    },
    plan: { root: '', changes: [] },
    done: { written: false, repository: false, installed: false, generated: false, migrated: false, committed: false },
    failures: [],
    notes: [],
  };
}
