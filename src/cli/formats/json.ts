import type { Report } from '../../finding.js';

/** The report as it is: one object, and nothing else. */
export function jsonReport(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
