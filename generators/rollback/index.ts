import type { Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';
import { optionalAnswer } from '../answers.js';

export interface RollbackAnswers {
  /** Undefined: the newest migration without a down file. */
  tag: string | undefined;
  template: boolean;
}

/** `lockstep new rollback 0007` */
export const rollback: Generator<RollbackAnswers, Promise<Plan>> = {
  name: 'rollback',
  description: 'The down file of a migration that has none: found and proven, or a template to fill in',
  questions: [
    {
      name: 'tag',
      message: 'Of which migration? Empty: the newest without one',
      type: 'text',
      initial: '',
      positional: true,
    },
    {
      name: 'template',
      message: 'Only a template, to write it yourself?',
      type: 'confirm',
      initial: false,
      hint: 'a template to write it yourself, even where one can be found (default: no)',
    },
  ],
  examples: ['lockstep new rollback', 'lockstep new rollback 0007', 'lockstep new rollback 0007 --template'],
  answers: (values) => ({ tag: optionalAnswer(values, 'tag'), template: values.template === true }),
  plan: planRollback,
};

async function planRollback({ tag, template }: RollbackAnswers, context: GeneratorContext): Promise<Plan> {
  const down = await context.planDown(tag, { template });
  const { path } = down.change;
  const prove = await context.command(`lockstep prove ${down.tag}`);
  const open = [
    ...(template || down.toFillIn === null ? [] : [`Nothing was found that undoes it: ${down.toFillIn}`]),
    `Write the SQL into ${path}, and set Reversible to yes or to structure only.`,
    prove,
  ];
  return {
    root: context.root,
    changes: [down.change],
    nextSteps: down.toFillIn === null ? [`Read ${path}: its header says what comes back and what is lost.`] : open,
  };
}
