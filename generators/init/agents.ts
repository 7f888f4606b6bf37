import type { FoundProject } from '../../src/project/find.js';
import type { Joining } from '../../src/scaffold/join/joining.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import type { JoinOptions } from './plan.js';

/** Whom the instructions are for, where nobody says: AGENTS.md, and the agents whose files are there. */
export function agentsOf(_found: FoundProject): string[] {
  return ['agents-md'];
}

/** Instructions for coding agents. */
export async function joinAgents(
  _joining: Joining,
  _found: FoundProject,
  _around: Surroundings,
  _options: JoinOptions,
): Promise<void> {}
