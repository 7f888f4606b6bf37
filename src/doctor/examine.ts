import type { DoctorRuleName } from '../doctor-rules.js';
import { type Finding, type ProjectReport, type Report, toReport } from '../finding.js';
import { settingsFor } from '../project/settings.js';
import type { Check, Found } from './check.js';
import { checks } from './checks/index.js';
import type { Subject } from './subject.js';

/** How one check ended: with findings, with none, or without anything that it is about. */
export interface Examination {
  rule: DoctorRuleName;
  holds: string;
  status: 'ok' | 'found' | 'does not apply' | 'off';
  findings: Finding[];
}

/** All that was looked at, in the order of the list; and the same findings by project. */
export interface Diagnosis {
  examinations: Examination[];
  report: Report;
}

/**
 * Runs every check, and gives findings the severities of the settings. What belongs to the repository rather than to one
 * project is reported with the first.
 *
 * @param only the checks to run: all of them but in tests.
 */
export async function examine(subject: Subject, only: Check[] = checks): Promise<Diagnosis> {
  const first = subject.projects[0]?.project.config ?? subject.unreadable[0]?.config ?? '';
  const severities = await severitiesOf(subject, first);
  const results = await Promise.all(only.map(async (check) => ({ check, found: await check.run(subject) })));
  const reports = new Map(emptyReports(subject).map((report) => [report.path, report]));
  const examinations: Examination[] = [];
  for (const { check, found } of results) {
    const findings: Finding[] = [];
    for (const one of found ?? []) {
      const config = one.config ?? first;
      const configured = severities.get(config)?.[check.name];
      if (configured === 'off') continue;
      const finding = toFinding(check, one, configured);
      findings.push(finding);
      reports.get(config)?.findings.push(finding);
    }
    const isOff = findings.length === 0 && (found ?? []).length > 0;
    const status = found === null ? 'does not apply' : isOff ? 'off' : findings.length > 0 ? 'found' : 'ok';
    examinations.push({ rule: check.name, holds: check.holds, status, findings });
  }
  return { examinations, report: toReport([...reports.values()]) };
}

type Severities = Record<string, Finding['severity'] | 'off'>;

/** The severities that the settings of each project give; none where they cannot be read, which a check of its own says. */
async function severitiesOf({ tree, projects }: Subject, first: string): Promise<Map<string, Severities>> {
  const read = async (config: string): Promise<[string, Severities]> => [
    config,
    (await settingsFor(tree, config).catch(() => ({ rules: {} }))).rules,
  ];
  const configs = new Set([first, ...projects.map(({ project }) => project.config)]);
  return new Map(await Promise.all([...configs].map(read)));
}

function emptyReports({ projects, unreadable }: Subject): ProjectReport[] {
  return [
    ...projects.map(({ project, line }) => ({
      path: project.config,
      dialect: project.dialect,
      line,
      findings: [],
    })),
    ...unreadable.map(({ config }) => ({
      path: config,
      dialect: 'unknown',
      line: 'journal' as const,
      findings: [],
    })),
  ];
}

function toFinding(check: Check, { config: _, ...found }: Found, configured: Finding['severity'] | undefined): Finding {
  return { rule: check.name, ...found, severity: configured ?? found.severity ?? check.severity };
}
