import type { Generator } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';

/** `lockstep new ci`: the workflow of a new project, for one that is there. */
export const ci: Generator<object, Promise<Plan>> = {
  name: 'ci',
  description: 'A GitHub workflow that checks every commit and proves every down file',
  questions: [],
  examples: ['lockstep new ci', 'lockstep new ci --diff'],
  answers: () => ({}),
  plan: (_answers, context) => context.planParts(['scripts', 'ci']),
};
