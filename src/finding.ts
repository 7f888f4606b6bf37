/** What a rule found in one place. */
export interface Finding {
  /** `area/kebab-case` */
  rule: string;
  severity: 'error' | 'warning' | 'info';
  message: string;
  path?: string;
  /** 1-based. */
  line?: number;
  /** The tag of the migration it is about. */
  migration?: string;
  /** What it is about: a table, a column. */
  target?: string;
  /** The command or the step that mends it. */
  fix?: string;
  /** The SQL that is missing, one statement each. */
  statements?: string[];
  /** The command that accepts it by name, where it can be accepted. */
  approve?: string;
  approved?: { reason: string };
}

/** The findings of one project. */
export interface ProjectReport {
  /** Path of the config, relative to the repository. */
  path: string;
  dialect: string;
  line: 'journal' | 'folders';
  /** The full id of the commit, where several are checked. */
  commit?: string;
  findings: Finding[];
}

/** What a check found: `ok` when there is no finding of severity error that is not approved. */
export interface Report {
  ok: boolean;
  projects: ProjectReport[];
}

/** A report of these projects. */
export function toReport(projects: ProjectReport[]): Report {
  const fails = (finding: Finding): boolean => finding.severity === 'error' && finding.approved === undefined;
  return { ok: !projects.some((project) => project.findings.some(fails)), projects };
}
