import { agentsOf, parseAgentNames } from '../../../generators/agents/index.js';
import type { FoundProject } from '../../project/find.js';
import { runGit } from '../../repo/git.js';
import { readFolder } from '../../scaffold/reader.js';
import type { Surroundings } from '../../scaffold/surroundings.js';

/** GitHub's workflows where the repository has some, or where it is on GitHub and no other CI runs. */
export async function ciFor(around: Surroundings): Promise<'github' | 'none'> {
  if (around.ci.kind === 'github') return 'github';
  // joinCi names the commands that the other CI needs.
  if (around.ci.kind !== 'none') return 'github';
  if (!around.git) return 'none';
  const { code, stdout } = await runGit(around.top, ['config', '--get-regexp', '^remote\\..*\\.url$']);
  return code === 0 && /[@/]github\.com[:/]/.test(stdout.toString()) ? 'github' : 'none';
}

/** Whom the instructions are for. */
export function agentsFor(given: string | undefined, { root }: FoundProject): string[] {
  return given === undefined ? agentsOf(readFolder(root)) : parseAgentNames(given, '--agents');
}
