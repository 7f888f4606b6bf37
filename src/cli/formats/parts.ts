import type { Finding, ProjectReport, Report } from '../../finding.js';

/** How many lines of missing SQL are shown of one finding; JSON and SARIF have all. */
const shownLines = 40;

/** The projects that have findings, by the commit that they were checked in; `null` where only one tree was. */
export function byCommit(report: Report): [commit: string | null, projects: ProjectReport[]][] {
  const concerned = report.projects.filter((project) => project.findings.length > 0);
  return grouped(concerned, (project) => project.commit ?? null);
}

/** The findings of a project by the migration they are about; first those about none, which need no heading. */
export function byMigration(project: ProjectReport): [migration: string | null, findings: Finding[]][] {
  const groups = grouped(project.findings, (finding) => finding.migration ?? null);
  return [...groups.filter(([migration]) => migration === null), ...groups.filter(([migration]) => migration !== null)];
}

function grouped<T>(items: T[], keyOf: (item: T) => string | null): [string | null, T[]][] {
  const groups = new Map<string | null, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}

/** «2 errors, 1 warning, 1 approved»; empty without findings. */
export function countOf(report: Report): string {
  const findings = report.projects.flatMap((project) => project.findings);
  const open = findings.filter((finding) => finding.approved === undefined);
  const count = (severity: Finding['severity']): number =>
    open.filter((finding) => finding.severity === severity).length;
  return [
    plural(count('error'), 'error'),
    plural(count('warning'), 'warning'),
    plural(count('info'), 'note'),
    findings.length === open.length ? '' : `${findings.length - open.length} approved`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

export function plural(count: number, noun: string): string {
  if (count === 0) return '';
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The mend of the first error. */
export function nextStep(report: Report): string | undefined {
  return report.projects
    .flatMap((project) => project.findings)
    .find(({ severity, approved, fix }) => severity === 'error' && approved === undefined && fix !== undefined)?.fix;
}

/** What is said when nothing was found. */
export function allHolds(
  report: Report,
  { checked, holds = 'schema and migrations are in lockstep' }: { checked: string; holds?: string },
): string {
  const paths = [...new Set(report.projects.map((project) => project.path))].join(', ');
  return `${checked}: ${holds}${paths === '' ? '' : ` (${paths})`}`;
}

/** The lines of the missing SQL, and how many of them are left out. */
export function sqlOf(finding: Finding): { lines: string[]; more: number } {
  const lines = (finding.statements ?? []).flatMap((statement) => printable(statement.trim()).split('\n'));
  return { lines: lines.slice(0, shownLines), more: Math.max(0, lines.length - shownLines) };
}

/** Whether somebody has to accept it by name before a check passes. */
export function isToBeApproved({ severity, approve, approved }: Finding): boolean {
  return severity === 'error' && approve !== undefined && approved === undefined;
}

export function shortCommit(commit: string): string {
  return /^[0-9a-f]{40,64}$/.test(commit) ? commit.slice(0, 9) : commit;
}

/** `path:line` */
export function placeOf({ path, line }: Finding): string | null {
  if (path === undefined) return null;
  return line === undefined ? path : `${path}:${line}`;
}

/**
 * Without the control characters that a file's name or a schema's own message may hold: a terminal would obey them.
 * Line feeds and tabs stay.
 */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return text.replaceAll('\r\n', '\n').replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '\ufffd');
}

/** The same on one line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll(/[\n\t]+/g, ' ');
}
