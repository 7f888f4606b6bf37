import type { KitLine } from '../project/project.js';

/** One migration as its files in one tree say. Paths are relative to the tree's root. */
export interface Migration {
  /** `0003_add_orders`, or the folder's name on the 1.0 line. */
  tag: string;
  /** Its number in the journal; `null` on the 1.0 line, and where the journal has none. */
  idx: number | null;
  /** Milliseconds since 1970: what the 0.x migrator orders by. On the 1.0 line the time in the folder's name. */
  when: number;
  /** Where it is listed: the journal and the 1-based line of its entry, or the folder's SQL file. */
  listed: { path: string; line: number };
  sql: string;
  snapshot: string;
  down: string;
}

/** Something in the history's files that cannot be understood. */
export interface Malformed {
  path: string;
  line?: number;
  message: string;
}

/** The migrations of one project in one tree, in the order in which drizzle applies them. */
export interface History {
  line: KitLine;
  /** The migrations folder. */
  out: string;
  /** The file that lists the migrations; `null` on the 1.0 line, where the folders themselves do. */
  journal: string | null;
  migrations: Migration[];
  malformed: Malformed[];
  /** Every file in the migrations folder. */
  files: string[];
}
