import type { Generator } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';
import { type AgentName, agentNames } from './facts.js';
import { parseAgentNames } from './names.js';

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
  plan: ({ names }, context) => context.planParts(['agents'], names.length > 0 ? { agents: names } : {}),
};
