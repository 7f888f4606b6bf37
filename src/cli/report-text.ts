import type { Finding, ProjectReport, Report } from '../finding.js';
import {
  allHolds,
  byCommit,
  byMigration,
  countOf,
  isToBeApproved,
  nextStep,
  placeOf,
  printable,
  printableLine,
  shortCommit,
  sqlOf,
} from './formats/parts.js';
import { style } from './style.js';

/** Colours a text, or leaves it as it is. */
export type Paint = (format: Parameters<typeof style>[0], text: string) => string;

const onStdout: Paint = (format, text) => style(format, text, process.stdout);

const marks = { error: ['red', '✗'], warning: ['yellow', '!'], info: ['cyan', 'i'] } as const;

/** A report as a person reads it, by commit, project and migration; ends with the one command to run next. */
export function reportText(
  report: Report,
  checked: string,
  { holds, next = nextStep(report), paint = onStdout }: { holds?: string; next?: string; paint?: Paint } = {},
): string {
  const groups = byCommit(report);
  if (groups.length === 0) return `${paint('green', '✓')} ${printableLine(allHolds(report, { checked, holds }))}\n`;
  const lines: string[] = [];
  for (const [commit, projects] of groups) {
    if (commit !== null) lines.push(paint('bold', `commit ${printableLine(shortCommit(commit))}`), '');
    for (const project of projects) lines.push(...projectLines(project, paint));
  }
  if (report.ok) lines.push(`${paint('green', '✓')} ${printableLine(checked)}: no error (${countOf(report)})`, '');
  else {
    const count = report.projects.reduce((sum, project) => sum + project.findings.length, 0);
    if (count > 1) lines.push(paint('bold', countOf(report)), '');
    if (next !== undefined) lines.push(`Next: ${paint('cyan', printableLine(next))}`, '');
  }
  return lines.join('\n');
}

function projectLines(project: ProjectReport, paint: Paint): string[] {
  const lines = [paint('bold', printableLine(`${project.path} (${project.dialect})`)), ''];
  for (const [migration, findings] of byMigration(project)) {
    if (migration !== null) lines.push(`Migration ${paint('bold', printableLine(migration))}`, '');
    for (const finding of findings) lines.push(...findingLines(finding, paint), '');
  }
  return lines;
}

/** One finding, in several lines. */
export function findingLines(finding: Finding, paint: Paint): string[] {
  const [colour, mark] = finding.approved === undefined ? marks[finding.severity] : (['gray', '✓'] as const);
  const place = placeOf(finding);
  const lines = [paint(colour, `${mark} ${finding.rule}`) + (place === null ? '' : `  ${printableLine(place)}`)];
  for (const line of printable(finding.message).split('\n')) lines.push(`  ${line}`);
  const { lines: sql, more } = sqlOf(finding);
  for (const line of sql) lines.push(paint('yellow', `    ${line.replaceAll('\t', '  ')}`));
  if (more > 0) lines.push(`    … and ${more} more lines (--format json shows all)`);
  if (finding.approved !== undefined) lines.push(`  Approved: ${printableLine(finding.approved.reason)}`);
  else {
    if (finding.fix !== undefined) lines.push(`  Fix: ${paint('cyan', printableLine(finding.fix))}`);
    if (isToBeApproved(finding)) lines.push(`  Accept: ${paint('cyan', printableLine(finding.approve ?? ''))}`);
  }
  return lines;
}
