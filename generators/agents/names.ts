import { LockstepError } from '../../src/errors.js';
import { nearest } from '../../src/scaffold/nearest.js';
import type { FolderReader } from '../../src/scaffold/reader.js';
import { type AgentName, agentNames } from './facts.js';

/** The names of a list with commas. Throws a LockstepError (exit 2) that names the flag, for one that there is not. */
export function parseAgentNames(list: string, flag: string): AgentName[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => {
      const known = agentNames.find((candidate) => candidate === name);
      if (known !== undefined) return known;
      const [near] = nearest(name, [...agentNames]);
      throw new LockstepError(
        `${flag} ${JSON.stringify(name)} is not known.${near === undefined ? '' : ` Did you mean ${near}?`}`,
        { exitCode: 2, fix: `Choose of ${agentNames.join(', ')}.` },
      );
    });
  return agentNames.filter((name) => names.includes(name));
}

/** Those that instructions are for where nobody says: AGENTS.md, and the agents that the folder has files of. */
export function agentsIn({ list }: Pick<FolderReader, 'list'>): AgentName[] {
  const names = list('');
  const has = (...candidates: string[]) => candidates.some((candidate) => names.includes(candidate));
  return [
    'agents-md',
    ...(has('.claude/', 'CLAUDE.md') ? (['claude'] as const) : []),
    ...(has('.cursor/', '.cursorrules') ? (['cursor'] as const) : []),
    ...(has('.opencode/', 'opencode.json') ? (['opencode'] as const) : []),
  ];
}
