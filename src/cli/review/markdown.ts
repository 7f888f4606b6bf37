import type { Finding, Report } from '../../finding.js';
import type { FormatContext } from '../formats/index.js';
import { fenced, fitting, inCode, marker, plain, section } from '../formats/markdown.js';
import { countOf, printable, printableLine } from '../formats/parts.js';
import type { MigrationSummary } from './summary.js';

/** How many lines of a migration's SQL a comment shows. */
const shownLines = 120;

/** A review for a pull request's comment: of each migration the risks, what its down file restores, and its SQL. */
export function reviewMarkdown(report: Report, migrations: MigrationSummary[], { checked }: FormatContext): string {
  const findings = report.projects.flatMap((project) => project.findings);
  const counted = countOf(report);
  const head = [
    marker,
    `### ${report.ok ? '✅' : '❌'} lockstep review: ${counted === '' ? 'no risk found' : counted}`,
    '',
    `${plain(printableLine(checked))} reviewed.`,
    '',
  ];
  const sections = migrations.map((migration) =>
    ofMigration(
      migration,
      findings.filter((finding) => finding.migration === migration.tag),
    ),
  );
  return [...head, ...fitting(sections)].join('\n');
}

function ofMigration({ tag, path, sql, down }: MigrationSummary, findings: Finding[]): string {
  const lines = printable(sql.trim()).split('\n');
  const more = lines.length - shownLines;
  const shown = more > 0 ? [...lines.slice(0, shownLines), `-- … and ${more} more lines`] : lines;
  return [
    `#### ${inCode(tag)}`,
    '',
    ...(findings.length === 0 ? ['No risk was found.', ''] : findings.map(section)),
    downLine(down),
    '',
    `<details><summary>SQL of ${inHtml(path)}</summary>`,
    '',
    ...fenced('sql', shown),
    '',
    '</details>',
    '',
  ].join('\n');
}

function downLine(down: MigrationSummary['down']): string {
  if (down === null) return '**Down:** there is no file that undoes it.';
  const { path, reversible, losses } = down;
  const restores = reversible === null ? 'does not say what it restores' : `reversible: ${plain(reversible)}`;
  return [`**Down:** ${inCode(path)}, ${restores}.`, ...losses.map((loss) => `- ${plain(loss)}`)].join('\n');
}

function inHtml(text: string): string {
  return printableLine(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
