import type { DoctorRuleName } from '../doctor-rules.js';
import type { Finding } from '../finding.js';
import type { Subject } from './subject.js';

/**
 * What a check found: the finding without what is the same for all of a check. A severity of its own stands where the
 * settings give the check none; `config` is the project it belongs to, where it belongs to one.
 */
export type Found = Omit<Finding, 'rule' | 'severity'> & { severity?: Finding['severity']; config?: string };

/** One thing about a project's surroundings that should be as it is wanted. A file in checks/ and a line in its list. */
export interface Check {
  name: DoctorRuleName;
  severity: Finding['severity'];
  /** When it is another one, as a sentence for the page. */
  otherwise?: string;
  /** What is true where nothing is found: a line of the text. */
  holds: string;
  /** For its page in docs/rules. */
  docs: {
    /** One sentence: what it finds. */
    what: string;
    why: string;
    /** What it looks like. */
    example: string;
    /** The steps that mend it. */
    mend: string;
  };
  /** What is wrong; `null` where there is nothing that the check is about: no Dockerfile, no repository. */
  run(subject: Subject): Found[] | null | Promise<Found[] | null>;
}
