import { doctorRuleNames } from '../../doctor-rules.js';
import { LockstepError } from '../../errors.js';
import type { Finding } from '../../finding.js';
import type { Settings } from '../../project/settings.js';
import { proofRuleNames } from '../../proof-rules.js';
import { reviewRuleNames } from '../../review-rules.js';
import { nearest } from '../../scaffold/nearest.js';
import type { Found, Subject } from '../rule.js';
import { knowsSince, oldTags } from '../since.js';
import { rules } from './index.js';

/** A setting for a rule that does not exist does nothing: a LockstepError (exit 2) with the nearest name. */
export function checkRuleNames(settings: Settings): void {
  const names = [...rules.map((rule) => rule.name), ...proofRuleNames, ...reviewRuleNames, ...doctorRuleNames];
  for (const name of Object.keys(settings.rules)) {
    if (names.some((known) => known === name)) continue;
    const [guess] = nearest(name, names);
    throw new LockstepError(`package.json: lockstep.rules names ${JSON.stringify(name)}, which is no rule.`, {
      path: 'package.json',
      fix: guess === undefined ? 'docs/rules lists the rules.' : `Did you mean ${guess}?`,
    });
  }
}

/**
 * The findings of all rules on one project, by the severities that the settings give them. What lies before `since`
 * is left alone, except by rules whose findings are new whatever migration they are about.
 */
export function applyRules(subject: Subject, settings: Pick<Settings, 'rules'>): Finding[] {
  const isOld = oldBefore(subject);
  return rules.flatMap((rule): Finding[] => {
    const configured = settings.rules[rule.name];
    if (configured === 'off') return [];
    return rule
      .check(subject)
      .filter((found) => rule.scope === 'always' || !isOld(found))
      .map(({ severity, ...found }) => ({
        rule: rule.name,
        severity: configured ?? severity ?? rule.severity,
        ...found,
      }));
  });
}

/**
 * Whether a finding is about the time up to `since`: by the place of its migration in the history, or for files that
 * no migration lists by their name, which begins with a number or a time. What comes to stand among the old ones later is
 * not old: where the base branch has `since`, it has all that is.
 */
function oldBefore({ history, project, since, published }: Subject): (found: Found) => boolean {
  const known = knowsSince(published, since);
  const old = oldTags(history, since, published);
  if (since === null || old.size === 0) return () => false;
  return ({ migration, path }) => {
    if (migration !== undefined) return old.has(migration);
    if (path === undefined || !path.startsWith(`${project.out}/`)) return false;
    if (known !== null && !known.tree.isFile(path)) return false;
    const name = path.slice(project.out.length + 1).replace(/^meta\//, '');
    return name.split('/', 1).join() <= `${since}~`;
  };
}
