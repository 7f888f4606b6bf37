import type { Report } from '../../guard/finding.js';
import { reportText } from '../report-text.js';

export const formats = ['text', 'json'] as const;
export type Format = (typeof formats)[number];

/** A report in one of the formats, ending in a newline. */
export function formatReport(report: Report, format: Format, context: { checked: string }): string {
  return format === 'json' ? `${JSON.stringify(report, null, 2)}\n` : reportText(report, context.checked);
}
