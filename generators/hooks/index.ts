import type { Generator } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';

/** `lockstep new hooks`: the git hooks of a new project, for one that is there. */
export const hooks: Generator<object, Promise<Plan>> = {
  name: 'hooks',
  description: 'Git hooks that refuse a commit out of lockstep, with the manager that is there (husky where none is)',
  questions: [],
  examples: ['lockstep new hooks', 'lockstep new hooks --diff'],
  answers: () => ({}),
  plan: (_answers, context) => context.planParts(['hooks']),
};
