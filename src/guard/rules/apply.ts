import type { Settings } from '../../project/settings.js';
import type { Finding } from '../finding.js';
import type { Rule, Subject } from '../rule.js';
import { rules } from './index.js';

/**
 * The findings of all rules on one project, by the severities that the settings give them. What lies before `since`
 * is left alone, except by rules whose findings are new whatever migration they are about.
 */
export function applyRules(subject: Subject, settings: Settings & { sinceTag: string | null }): Finding[] {
  const isOld = oldBefore(subject, settings.sinceTag);
  return rules.flatMap((rule) => {
    const severity = settings.rules[rule.name] ?? rule.severity;
    if (severity === 'off') return [];
    return findings(rule, subject)
      .filter((finding) => rule.scope === 'always' || !isOld(finding))
      .map((finding) => ({ rule: rule.name, severity, ...finding }));
  });
}

function findings(rule: Rule, subject: Subject): Omit<Finding, 'rule' | 'severity'>[] {
  return rule.check(subject);
}

/**
 * Whether a finding is about the time up to `since`: by the place of its migration in the history, or for files that
 * no migration lists by their name, which begins with a number or a time.
 */
function oldBefore(
  { history, project }: Subject,
  since: string | null,
): (finding: Omit<Finding, 'rule' | 'severity'>) => boolean {
  if (since === null) return () => false;
  const last = history.migrations.findIndex((migration) => migration.tag === since);
  const old = new Set(history.migrations.slice(0, last + 1).map((migration) => migration.tag));
  return ({ migration, path }) => {
    if (migration !== undefined) return old.has(migration);
    if (path === undefined || !path.startsWith(`${project.out}/`)) return false;
    const name = path.slice(project.out.length + 1).replace(/^meta\//, '');
    return last >= 0 && name.split('/', 1).join() <= `${since}~`;
  };
}
