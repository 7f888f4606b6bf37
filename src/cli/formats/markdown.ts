import type { Finding, ProjectReport, Report } from '../../finding.js';
import type { FormatContext } from './index.js';
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
} from './parts.js';

const marks = { error: '❌', warning: '⚠️', info: 'ℹ️' };

/** By this line a workflow finds its comment again, to replace it rather than to add another. */
export const marker = '<!-- drizzle-lockstep -->';

/** A comment of GitHub holds 65,536 characters. */
const longest = 60_000;

/** A report for a pull request's comment. */
export function markdownReport(report: Report, context: FormatContext): string {
  const { checked, next = nextStep(report) } = context;
  const groups = byCommit(report);
  if (groups.length === 0) return `${marker}\n### ✅ lockstep\n\n${plain(printableLine(allHolds(report, context)))}\n`;
  const head = [
    marker,
    `### ${report.ok ? '✅' : '❌'} lockstep: ${countOf(report)}`,
    '',
    plain(printableLine(checked)),
    '',
  ];
  const tail = next === undefined || report.ok ? [] : [`**Next:** ${inCode(next)}`, ''];
  const sections = groups.flatMap(([commit, projects]) =>
    projects.flatMap((project) => [heading(commit, project), ...findingsOf(project)]),
  );
  return [...head, ...fitting(sections), ...tail].join('\n');
}

function heading(commit: string | null, project: ProjectReport): string {
  const where = `${inCode(project.path)} (${plain(project.dialect)})`;
  return `#### ${commit === null ? '' : `Commit ${inCode(shortCommit(commit))} · `}${where}\n`;
}

function findingsOf(project: ProjectReport): string[] {
  return byMigration(project).flatMap(([migration, findings]) => [
    ...(migration === null ? [] : [`Migration ${inCode(migration)}\n`]),
    ...findings.map(section),
  ]);
}

/** One finding. */
export function section(finding: Finding): string {
  const { rule, severity, message, approved, fix } = finding;
  const place = placeOf(finding);
  const lines = [
    `${approved === undefined ? marks[severity] : '☑️'} **${plain(rule)}**${place === null ? '' : ` in ${inCode(place)}`}`,
    '',
    plain(printable(message)),
    '',
  ];
  const { lines: sql, more } = sqlOf(finding);
  if (sql.length > 0)
    lines.push(...fenced('sql', [...sql, ...(more === 0 ? [] : [`-- … and ${more} more lines`])]), '');
  if (approved !== undefined) lines.push(`Approved: ${plain(printableLine(approved.reason))}`, '');
  else {
    if (fix !== undefined) lines.push(`Fix: ${inCode(fix)}`, '');
    if (isToBeApproved(finding)) lines.push(`Accept: ${inCode(finding.approve ?? '')}`, '');
  }
  return lines.join('\n');
}

/** As many sections as a comment holds. */
export function fitting(sections: string[]): string[] {
  let length = 0;
  const shown = sections.filter((text) => {
    length += text.length + 1;
    return length <= longest;
  });
  const left = sections.length - shown.length;
  return left === 0 ? shown : [...shown, '… and more than a comment holds: `lockstep check` shows all of it.\n'];
}

/**
 * Text that stays as it is: no emphasis, no HTML, no formula. A zero-width space keeps `@name` and `#12` from being
 * links: GitHub looks for them in what the Markdown has become, where a backslash is gone.
 */
export function plain(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|~$]/g, '\\$&')
    .replaceAll(/[@#](?=\w)/g, '$&\u200b');
}

/** Between more backticks than there are inside. */
export function inCode(text: string): string {
  const line = printableLine(text);
  const ticks = '`'.repeat(longestRun(line) + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** A block of code, between longer fences than there are inside. */
export function fenced(language: string, lines: string[]): string[] {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
