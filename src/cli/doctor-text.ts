import type { Diagnosis } from '../doctor/examine.js';
import { countOf, nextStep, printableLine } from './formats/parts.js';
import { findingLines, type Paint } from './report-text.js';
import { style } from './style.js';

const onStdout: Paint = (format, text) => style(format, text, process.stdout);

/** What the doctor found as a person reads it: a line for each check that holds, then the findings, gravest first. */
export function doctorText({ examinations, report }: Diagnosis, paint: Paint = onStdout): string {
  const lines = examinations
    .filter(({ status }) => status === 'ok')
    .map(({ holds }) => `${paint('green', '✓')} ${holds}`);
  const findings = examinations.flatMap((examination) => examination.findings);
  for (const severity of ['error', 'warning', 'info'] as const) {
    for (const finding of findings.filter((one) => one.severity === severity)) {
      lines.push('', ...findingLines(finding, paint));
    }
  }
  const paths = report.projects.map(({ path }) => path).join(', ');
  if (findings.length === 0) lines.push('', `All is well. (${printableLine(paths)})`);
  else lines.push('', paint('bold', `${countOf(report)} (${printableLine(paths)})`));
  const next = nextStep(report);
  if (!report.ok && next !== undefined) lines.push('', `Next: ${paint('cyan', printableLine(next))}`);
  return `${lines.join('\n')}\n`;
}
