import type { Finding } from '../finding.js';
import type { Dialect } from '../project/dialects.js';
import type { Operation } from '../sql/operation.js';
import type { ReviewedMigration } from './migration.js';

/** What a rule found in one statement. */
export interface Risk {
  /** The statement that it is about. */
  operation: Operation;
  /** What it is about, as an approval names it: `users`, `users.email`, `users_email_idx`. */
  target: string;
  /** What happens, to which table and column, in a sentence or two. */
  message: string;
  /** The safe way for this table and column: one command, or the steps in their order. */
  fix?: string;
  /** The SQL of the safe way, ready to paste, one statement each. */
  statements?: string[];
  /** Where this one is worse, or not as bad, as the rule's own. */
  severity?: Finding['severity'];
}

/** One kind of risk. A rule is a file in rules/ and a line in rules/index.ts. */
export interface ReviewRule {
  name: `review/${string}`;
  severity: Finding['severity'];
  /** Those whose engines it happens on. */
  dialects: readonly Dialect[];
  /** For its page in docs/rules. */
  docs: {
    /** One sentence: what it finds. */
    what: string;
    /** What happens when it is applied, and on which engines. */
    why: string;
    /** SQL that it finds. */
    bad: string;
    /** The safe way to the same end. */
    good: string;
    /** When it may be approved. */
    accept: string;
  };
  check(migration: ReviewedMigration): Risk[];
}
