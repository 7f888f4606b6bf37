import { createHash } from 'node:crypto';
import type { Check } from '../../doctor/check.js';
import { checks } from '../../doctor/checks/index.js';
import type { Finding, ProjectReport, Report } from '../../finding.js';
import { rules as guardRules } from '../../guard/rules/index.js';
import type { ReviewRule } from '../../review/rule.js';
import { rules as reviewRules } from '../../review/rules/index.js';
import { type ProofRule, proofRules } from '../../rollback/proof/rules.js';
import { isToBeApproved } from './parts.js';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const;

const rules = [...guardRules, ...reviewRules, ...proofRules, ...checks];

/** Every path of a report is relative to the repository's top: how SARIF calls that is up to each tool; so do most. */
const base = '%SRCROOT%';

/** A report as SARIF 2.1.0: what code scanning of GitHub and others read. */
export function sarifReport(report: Report, version: string): string {
  const findings = report.projects.flatMap((project) => project.findings.map((finding) => ({ project, finding })));
  const descriptors = describe(findings.map(({ finding }) => finding));
  const indexes = new Map(descriptors.map(({ id }, index) => [id, index]));
  // The standard wants them on every result of a run, or on none.
  const isAnyApproved = findings.some(({ finding }) => finding.approved !== undefined);
  const log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'lockstep', version, rules: descriptors } },
        columnKind: 'utf16CodeUnits',
        results: findings.map(({ project, finding }) => ({
          ruleId: finding.rule,
          ruleIndex: indexes.get(finding.rule),
          ...result(project, finding),
          ...(isAnyApproved ? { suppressions: suppressions(finding) } : {}),
        })),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

/** Every rule, and what else was found: a history that cannot be read is a finding without a rule of its own. */
function describe(findings: Finding[]): { id: string }[] {
  const known = new Set<string>(rules.map((rule) => rule.name));
  const others = new Map(findings.filter(({ rule }) => !known.has(rule)).map((finding) => [finding.rule, finding]));
  return [
    ...rules.map(descriptor),
    ...[...others.values()].map(({ rule, severity }) => ({
      id: rule,
      name: pascalCase(rule),
      defaultConfiguration: { level: levels[severity] },
    })),
  ];
}

type Rule = (typeof guardRules)[number] | ReviewRule | ProofRule | Check;

function descriptor({ name, severity, docs }: Rule): { id: string } & Record<string, unknown> {
  const [example, mend] = 'mend' in docs ? [docs.example, docs.mend] : [docs.bad, docs.accept];
  const safe = 'good' in docs ? ['```sql', docs.good, '```', ''] : [];
  const markdown = [docs.what, '', docs.why, '', '```', example, '```', '', ...safe, mend].join('\n');
  return {
    id: name,
    name: pascalCase(name),
    shortDescription: { text: docs.what },
    fullDescription: { text: docs.why },
    help: { text: `${docs.what}\n\n${docs.why}\n\n${mend}`, markdown },
    defaultConfiguration: { level: levels[severity] },
  };
}

function result(project: ProjectReport, finding: Finding): object {
  const { rule, severity, message, path, line, migration, target, fix, statements } = finding;
  const sql = statements === undefined || statements.length === 0 ? '' : `\n\n${statements.join('\n')}`;
  const mend = fix === undefined ? '' : `\n\nFix: ${fix}`;
  const accept = isToBeApproved(finding) ? `\n\nAccept: ${finding.approve}` : '';
  const uri = path === undefined || path === '' ? project.path : path;
  // Code scanning of GitHub leaves out a result without a line.
  const region = { startLine: Math.max(1, line ?? 1) };
  // Messages name the commit that was checked, or the published one.
  const said = message.replaceAll(/\bcommit [0-9a-f]{9}\b/g, 'commit');
  const identity = [rule, project.path, path, migration, target, said];
  return {
    level: levels[severity],
    message: { text: `${message}${sql}${mend}${accept}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: uriOf(uri), uriBaseId: base }, region } }],
    // The same fault is the same in every commit that has it, wherever its line moves.
    partialFingerprints: { 'lockstepFinding/v1': createHash('sha256').update(JSON.stringify(identity)).digest('hex') },
    properties: {
      project: project.path,
      dialect: project.dialect,
      commit: project.commit,
      migration,
      target,
      fix,
      statements,
    },
  };
}

function suppressions({ approved }: Finding): object[] {
  return approved === undefined ? [] : [{ kind: 'external', status: 'accepted', justification: approved.reason }];
}

/** A path as a relative URI: `src/my file.ts` is `src/my%20file.ts`. */
function uriOf(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** `lockstep/schema-ahead` → `SchemaAhead`: rule names in SARIF are identifiers. */
function pascalCase(name: string): string {
  return name
    .slice(name.indexOf('/') + 1)
    .split('-')
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
