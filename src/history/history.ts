import type { KitLine } from '../project/project.js';

/** One migration as its files in one tree say. Paths are relative to the tree's root. */
export interface Migration {
  /** `0003_add_orders` */
  tag: string;
  /** Milliseconds since 1970, from the journal: what the 0.x migrator orders by. */
  when: number;
  /** 1-based line of its entry in the journal. */
  line: number;
  sql: string;
  snapshot: string;
  down: string;
}

/** The migrations of one project in one tree, in the journal's order. */
export interface History {
  line: KitLine;
  /** The migrations folder. */
  out: string;
  /** The file that lists the migrations. */
  journal: string;
  migrations: Migration[];
}
