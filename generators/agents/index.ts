import { relative } from 'node:path';
import { LockstepError } from '../../src/errors.js';
import type { Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import { nearest } from '../../src/scaffold/nearest.js';
import type { Plan } from '../../src/scaffold/plan.js';
import { type AgentName, agentNames } from './facts.js';

export interface AgentsAnswers {
  /** Empty: AGENTS.md, and the agents whose files the project has already. */
  names: AgentName[];
}

/** `lockstep new agents --for claude,agents-md` */
export const agents: Generator<AgentsAnswers, Promise<Plan>> = {
  name: 'agents',
  description: 'Instructions for coding agents: how this database is changed, and what they may not do',
  questions: [
    {
      name: 'for',
      message: `For which agents? Of ${agentNames.join(', ')}. Empty: AGENTS.md, and those that the project has files of`,
      type: 'text',
      initial: '',
      hint: `with commas between them: ${agentNames.join(', ')} (default: agents-md, and those found here)`,
    },
  ],
  examples: ['lockstep new agents', 'lockstep new agents --for claude,cursor,opencode,agents-md'],
  answers: ({ for: list }) => ({ names: typeof list === 'string' ? parseAgentNames(list, '--for') : [] }),
  plan: planAgents,
};

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

async function planAgents({ names }: AgentsAnswers, context: GeneratorContext): Promise<Plan> {
  const wanted = names.length > 0 ? names : agentsOf(context);
  const plan = await context.planParts(['agents'], { agents: wanted });
  const subfolder = relative(plan.root, context.root).replaceAll('\\', '/');
  return { ...plan, nextSteps: nextSteps(subfolder, wanted) };
}

/** AGENTS.md, and those that the project has files of. */
export function agentsOf({ list }: Pick<GeneratorContext, 'list'>): AgentName[] {
  const names = list('');
  const has = (...candidates: string[]) => candidates.some((candidate) => names.includes(candidate));
  return [
    'agents-md',
    ...(has('.claude/', 'CLAUDE.md') ? (['claude'] as const) : []),
    ...(has('.cursor/', '.cursorrules') ? (['cursor'] as const) : []),
    ...(has('.opencode/', 'opencode.json') ? (['opencode'] as const) : []),
  ];
}

function nextSteps(subfolder: string, names: AgentName[]): string[] {
  if (subfolder === '' || names.every((name) => name === 'agents-md')) return [];
  return [`start the agents in ${subfolder}: they read settings and hooks of the folder that they are started in`];
}
