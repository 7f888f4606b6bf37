import type { Report } from '../../finding.js';
import { version } from '../../version.js';
import { reportText } from '../report-text.js';
import { jsonReport } from './json.js';

/** The formats of a report: for a person, a program, a pull request's comment, code scanning, a GitHub workflow. */
export const formats = ['text', 'json', 'markdown', 'sarif', 'github'] as const;
export type Format = (typeof formats)[number];

/** What a report is shown with. */
export interface FormatContext {
  /** What was checked: «working tree», «12 commits». */
  checked: string;
  /** What is true of it where nothing was found; by default that schema and migrations are in lockstep. */
  holds?: string;
  /** The version of lockstep. */
  version?: string;
  /** The one command to run next; by default the mend of the first error. */
  next?: string;
}

/** A report in one of the formats, ending in a newline. What only CI asks for is loaded there: SARIF holds every rule. */
export async function formatReport(report: Report, format: Format, context: FormatContext): Promise<string> {
  switch (format) {
    case 'text':
      return reportText(report, context.checked, context);
    case 'json':
      return jsonReport(report);
    case 'markdown':
      return (await import('./markdown.js')).markdownReport(report, context);
    case 'sarif':
      return (await import('./sarif.js')).sarifReport(report, context.version ?? version);
    case 'github':
      return (await import('./github.js')).githubReport(report, context);
  }
}
