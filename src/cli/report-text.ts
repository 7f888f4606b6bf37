import type { Finding, Report } from '../guard/finding.js';
import { style } from './style.js';

const marks = { error: ['red', '✗'], warning: ['yellow', '!'], info: ['cyan', 'i'] } as const;

/** How many lines of missing SQL are shown of one finding. */
const shownLines = 40;

/** A report as a person reads it; ends with the one command to run next. */
export function reportText(report: Report, checked: string): string {
  const findings = report.projects.flatMap((project) => project.findings);
  if (findings.length === 0) {
    const what = report.projects.map((project) => project.path).join(', ');
    return `${style('green', '✓', process.stdout)} ${checked}: schema and migrations are in lockstep${what === '' ? '' : ` (${what})`}\n`;
  }
  const lines: string[] = [];
  for (const project of report.projects) {
    if (project.findings.length === 0) continue;
    lines.push(style('bold', `${project.path} (${project.dialect})`, process.stdout), '');
    for (const finding of project.findings) lines.push(...findingLines(finding), '');
  }
  const next = findings.find((finding) => finding.severity === 'error' && finding.fix !== undefined)?.fix;
  if (next !== undefined) lines.push(`Next: ${style('cyan', next, process.stdout)}`, '');
  return lines.join('\n');
}

function findingLines(finding: Finding): string[] {
  const [colour, mark] = marks[finding.severity];
  const where =
    finding.path === undefined ? '' : `  ${finding.path}${finding.line === undefined ? '' : `:${finding.line}`}`;
  const lines = [`${style(colour, `${mark} ${finding.rule}`, process.stdout)}${where}`];
  for (const line of finding.message.split('\n')) lines.push(`  ${line}`);
  const sql = (finding.statements ?? []).flatMap((statement) => statement.trim().split('\n'));
  for (const line of sql.slice(0, shownLines))
    lines.push(style('yellow', `    ${line.replaceAll('\t', '  ')}`, process.stdout));
  if (sql.length > shownLines) lines.push(`    … and ${sql.length - shownLines} more lines (--format json shows all)`);
  if (finding.fix !== undefined) lines.push(`  Fix: ${style('cyan', finding.fix, process.stdout)}`);
  return lines;
}
