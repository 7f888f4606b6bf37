/**
 * A plan: file changes in memory. What `--dry-run`, `--diff`, `--format json`, conflict handling, writing and the
 * summary show comes from it and from nothing else.
 */
export interface FileChange {
  /** Relative to the plan's root, with forward slashes. */
  path: string;
  /** The content now; `null` when the file does not exist. */
  before: string | null;
  /** The content wanted; `null` deletes the file. */
  after: string | null;
  /**
   * `create`: a file that the generator makes whole; one that exists and differs is a conflict.
   * `edit`: a change computed from `before`, never a conflict.
   */
  kind: 'create' | 'edit';
  /** Written with the executable bit (git hooks); `false` takes it from a file that exists. */
  executable?: boolean;
  /** How to join this file with one that exists, for `--merge`; without it `--merge` keeps the existing file. */
  merge?: (existing: string) => string;
}

export interface Plan {
  /** Absolute path of the folder that every change lies in. */
  root: string;
  changes: FileChange[];
  /** Its files are written as they are: how they look is remembered, or is another tool's. */
  unformatted?: true;
  /** Lines for the person: what to run next. */
  nextSteps?: string[];
  /** Lines for the person: what did not go as wished. */
  notes?: string[];
}

/** What a change does to its file. */
export type ChangeStatus = 'new' | 'changed' | 'deleted' | 'unchanged';

/** What a change does to its file, seen from its two contents alone. */
export function statusOf(change: Pick<FileChange, 'before' | 'after'>): ChangeStatus {
  if (change.before === change.after) return 'unchanged';
  if (change.before === null) return 'new';
  return change.after === null ? 'deleted' : 'changed';
}
