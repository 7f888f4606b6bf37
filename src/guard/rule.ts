import type { History, Migration } from '../history/history.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import type { Finding } from './finding.js';
import type { Standing } from './standing.js';

/** What a rule looks at: one project in one tree. */
export interface Subject {
  tree: Tree;
  project: Project;
  history: History;
  /** The newest migration whose snapshot is there. */
  head: Migration | null;
  /** How the schema stands to the head. */
  standing: Standing;
  commands: Commands;
}

/** The commands that mend, as one would type them in this project. */
export interface Commands {
  generate: string;
  /** `git add …` for what lies ready in the working tree and is not staged; `null` when nothing does. */
  addMigrations: string | null;
  addSchema: string | null;
  /** `git restore --staged …` for the migrations folder. */
  unstageMigrations: string;
}

/** One thing that must hold. A rule is a file in rules/ and a line in rules/index.ts. */
export interface Rule {
  name: `${string}/${string}`;
  /** One sentence: what it finds and why that matters. */
  summary: string;
  check(subject: Subject): Finding[];
}
