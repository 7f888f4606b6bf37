import type { Finding, ProjectReport, Report } from '../../finding.js';
import type { FormatContext } from './index.js';
import { allHolds, countOf, isToBeApproved, nextStep, printableLine, shortCommit, sqlOf } from './parts.js';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/**
 * Workflow commands of GitHub Actions, each an annotation at its file and line, then one line for the log. What was
 * approved needs no annotation.
 */
export function githubReport(report: Report, { next = nextStep(report), ...context }: FormatContext): string {
  const lines = report.projects.flatMap((project) =>
    project.findings.filter(({ approved }) => approved === undefined).map((finding) => annotation(project, finding)),
  );
  return `${[...lines, logLine(summary(report, context, next))].join('\n')}\n`;
}

function summary(report: Report, context: FormatContext, next: string | undefined): string {
  const { checked } = context;
  const count = countOf(report);
  if (count === '') return allHolds(report, context);
  if (report.ok) return `${checked}: no error (${count})`;
  return `${checked}: ${count}.${next === undefined ? '' : ` Next: ${next}`}`;
}

function annotation(project: ProjectReport, finding: Finding): string {
  const { rule, severity, message, path, line, fix } = finding;
  const commit = project.commit === undefined ? '' : `commit ${shortCommit(project.commit)}`;
  const { lines: sql, more } = sqlOf(finding);
  const properties = Object.entries({
    file: path,
    line: path === undefined ? undefined : line,
    title: commit ? `${rule} in ${commit}` : rule,
  })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(String(value))}`);
  const text = [
    message,
    ...(sql.length === 0 ? [] : ['', ...sql]),
    ...(more === 0 ? [] : [`… and ${more} more lines`]),
    ...(fix === undefined ? [] : ['', `Fix: ${fix}`]),
    ...(isToBeApproved(finding) ? ['', `Accept: ${finding.approve}`] : []),
  ];
  return `::${commands[severity]} ${properties.join(',')}::${data(text.join('\n'))}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** The runner obeys a line that begins with `::`, and one that has `##[` anywhere: the older form. */
function logLine(text: string): string {
  return `lockstep: ${printableLine(text).replaceAll('##[', '## [')}`;
}
