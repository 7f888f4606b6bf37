import { parseAgentNames } from '../../../generators/agents/names.js';
import { agentsOf } from '../../../generators/init/agents.js';
import type { FoundProject } from '../../project/find.js';
import { runGit } from '../../repo/git.js';
import type { Surroundings } from '../../scaffold/surroundings.js';

/**
 * GitHub's workflows where the repository has some, where it is on GitHub and no other CI runs, or where the part was
 * asked for by name.
 */
export async function ciFor(around: Surroundings, isNamed: boolean): Promise<'github' | 'none'> {
  if (isNamed) return 'github';
  if (around.ci.kind === 'github') return 'github';
  // joinCi names the commands that the other CI needs.
  if (around.ci.kind !== 'none') return 'github';
  if (!around.git) return 'none';
  const { code, stdout } = await runGit(around.top, ['config', '--get-regexp', '^remote\\..*\\.url$']);
  return code === 0 && /[@/]github\.com[:/]/.test(stdout.toString()) ? 'github' : 'none';
}

/** Whom the instructions are for: AGENTS.md, and the agents that the project has files of, unless some are named. */
export function agentsFor(given: string | undefined, found: FoundProject): string[] {
  return given === undefined ? agentsOf(found) : parseAgentNames(given, '--agents');
}
