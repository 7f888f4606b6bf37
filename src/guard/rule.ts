import type { Finding } from '../finding.js';
import type { Head } from '../history/head.js';
import type { History } from '../history/history.js';
import type { SnapshotNode } from '../history/nodes.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import type { Published } from './published.js';
import type { Standing } from './standing.js';

/** What a rule looks at: one project in one tree. */
export interface Subject {
  tree: Tree;
  project: Project;
  history: History;
  /** The snapshots of the history, as places in it. */
  nodes: SnapshotNode[];
  /** The state that the next generate starts from. */
  head: Head;
  /** How the schema stands to the head. */
  standing: Standing;
  /** The migrations on the base branch, where one is known. */
  published: Published | null;
  /** Content that rules compare, read before they run: path in this tree → text. */
  contents: Map<string, string>;
  /** The same of the published tree. */
  publishedContents: Map<string, string>;
  /** The snapshots of the published history, where one of them differs from this tree's. */
  publishedNodes: SnapshotNode[];
  /** The last migration of the time before adoption; `null` when the settings name none. */
  since: string | null;
  /** Milliseconds since 1970. */
  now: number;
  commands: Commands;
}

/** The commands that mend, as one would type them in this project. */
export interface Commands {
  generate: string;
  /** `lockstep NAME`, through the package manager. */
  lockstep: (name: string) => string;
  /** `git add …` for what lies ready in the working tree and is not staged; `null` when nothing does. */
  addMigrations: string | null;
  addSchema: string | null;
  /** `git restore --staged …` for the migrations folder. */
  unstageMigrations: string;
}

/**
 * What a rule found: the finding without what is the same for all of a rule. A severity of its own stands where the
 * settings give the rule none.
 */
export type Found = Omit<Finding, 'rule' | 'severity'> & { severity?: Finding['severity'] };

/** One thing that must hold. A rule is a file in rules/ and a line in rules/index.ts. */
export interface Rule {
  name: `${string}/${string}`;
  severity: Finding['severity'];
  /**
   * `migration`: left alone for migrations up to `since`. `always`: what it finds is new, however old the migration.
   */
  scope: 'migration' | 'always';
  /** For its page in docs/rules. */
  docs: {
    /** One sentence: what it finds. */
    what: string;
    why: string;
    /** What it looks like: a file's text or a listing. */
    example: string;
    /** The steps that mend it. */
    mend: string;
  };
  check(subject: Subject): Found[];
}
