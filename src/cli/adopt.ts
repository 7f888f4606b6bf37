import type { Finding } from '../finding.js';
import { planAdoption } from '../guard/adopt.js';
import { type CheckOptions, check } from '../guard/check.js';
import { findRepository } from '../repo/git.js';
import { readWorkingTree } from '../repo/working-tree.js';
import { writePlan } from '../scaffold/write.js';
import type { Io } from './command.js';
import { type Format, formatReport } from './formats/index.js';

/**
 * Sets `since` to the last migration of each project, and says what is left alone from now on and why. What is still
 * found afterwards is new, or about the schema: it is shown, and the exit code is that of the check.
 */
export async function adopt(shared: Omit<CheckOptions, 'of'>, format: Format, io: Io): Promise<number> {
  const before = await check({ ...shared, of: { tree: 'working tree' } });
  const tree = await readWorkingTree(shared.root, findRepository(shared.root));
  const { plan, adoptions } = await planAdoption(tree, before.projects);
  await writePlan(plan);
  const after = await check({ ...shared, of: { tree: 'working tree' } });
  if (format !== 'text') {
    io.out(await formatReport(after.report, format, { checked: 'working tree' }));
    return after.report.ok ? 0 : 1;
  }
  for (const { config, settings, since } of adoptions) {
    if (since === null) io.out(`${config}: has no migration yet; every one is held to the rules.\n`);
    else io.out(`${config}: held to the rules from after ${since} on (lockstep.since in ${settings}).\n`);
    const found = (checked: typeof before): Finding[] =>
      checked.report.projects.filter((project) => project.path === config).flatMap((project) => project.findings);
    const left = countByRule(found(before), found(after));
    if (left.length > 0) io.out(`  Left alone, because it lies before: ${left.join(', ')}.\n`);
  }
  io.out(await formatReport(after.report, format, { checked: 'working tree' }));
  return after.report.ok ? 0 : 1;
}

function countByRule(before: Finding[], after: Finding[]): string[] {
  const count = (findings: Finding[], rule: string): number =>
    findings.filter((finding) => finding.rule === rule).length;
  return [...new Set(before.map((finding) => finding.rule))]
    .map((rule): [string, number] => [rule, count(before, rule) - count(after, rule)])
    .filter(([, left]) => left > 0)
    .map(([rule, left]) => `${left} × ${rule}`);
}
