import type { Dialect } from '../../src/project/dialects.js';
import type { DriverName } from '../../src/project/drivers.js';
import type { AgentName } from '../agents/facts.js';

export const packageManagers = ['npm', 'pnpm', 'yarn', 'bun'] as const;
export type PackageManager = (typeof packageManagers)[number];

/** What the project generator has to know; every question of `npm create drizzle-lockstep` is one of these. */
export interface ProjectAnswers {
  /** The package's name, as npm allows it. */
  name: string;
  dialect: Dialect;
  driver: DriverName;
  /** `src/db/schema` (a folder with a barrel) or `src/db/schema.ts` (one file); any path inside the project. */
  schema: string;
  /** The folder of the migrations. */
  out: string;
  pm: PackageManager;
  ci: 'github' | 'none';
  agents: AgentName[];
  /** Git hooks are wanted. */
  hooks: boolean;
  /** The project's folder inside the git repository that it lies in; '' when it is the root of it. */
  subfolder: string;
  /**
   * The project is a package of a workspace: what only the root of a workspace may say (which dependencies may build,
   * how they are linked) is left out.
   */
  workspace?: boolean;
  /** Decides the versions of the dependencies: `20.19.0`, with or without the `v`. */
  nodeVersion: string;
  /** What package.json asks for: `^0.1.0`, or `file:../x.tgz`. */
  lockstepSpec: string;
}

/** What the generator may use: it reads and fills templates; it never writes. */
export interface ProjectContext {
  /** Fills the template of that path below `templates/`. */
  render: (template: string, values: Record<string, unknown>) => string;
  /** Content of a file of the folder that the project goes to, or `null`. */
  read(path: string): string | null;
}
