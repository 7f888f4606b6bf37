import type { ActionType, NodePlopAPI, PlopGeneratorConfig } from 'plop';
import { generators } from '../generators/index.js';
import { planRun, writePlanned } from '../generators/run.js';
import { findProject } from './cli/find-project.js';
import { LockstepError } from './errors.js';
import { typedCommand } from './project/commands.js';
import type { AnswerValue, AnswerValues, OfferedGenerator, Question } from './scaffold/generator.js';
import { summary } from './scaffold/show.js';

export interface PlopOptions {
  /** The drizzle config, where there are several; relative to the plopfile. */
  config?: string;
  /** Files with changes that are not committed are edited too. */
  allowDirty?: boolean;
}

type Prompt = Extract<PlopGeneratorConfig['prompts'], unknown[]>[number];

/**
 * Offers lockstep's generators in a plopfile.
 *
 * @example
 * export default async function (plop) {
 *   await lockstepGenerators(plop);
 * }
 * // npx plop table orders "number:integer:required user:references"
 */
export async function lockstepGenerators(plop: NodePlopAPI, options: PlopOptions = {}): Promise<void> {
  for (const generator of generators) {
    plop.setGenerator(generator.name, {
      description: generator.description,
      prompts: generator.questions.map(prompt),
      actions: [action(plop, generator, options)],
    });
  }
}

/** One action: the plan is written whole or not at all. */
function action(
  plop: NodePlopAPI,
  generator: OfferedGenerator,
  { config, allowDirty = false }: PlopOptions,
): ActionType {
  return async (answers) => {
    try {
      const project = await findProject(plop.getDestBasePath(), { config });
      const values = answerValues(generator, answers);
      const plan = await planRun(generator, values, project, { policy: 'stop', allowDirty, formatter: true });
      const typed = generator.questions
        .filter(({ positional }) => positional)
        .flatMap(({ name }) => values[name] ?? []);
      const undoable = await writePlanned(plan, project, ['new', generator.name, ...typed.map(String)]);
      const lines = [summary(plan), ...plan.changes.map(({ path }) => `  ${path}`)];
      if (plan.nextSteps) lines.push('Next:', ...plan.nextSteps.map((step) => `  ${step}`));
      lines.push(...(plan.notes ?? []));
      if (undoable) lines.push(`Undo: ${await typedCommand(project.root, '', 'lockstep undo')}`);
      return lines.join('\n');
    } catch (error) {
      // plop shows the message alone.
      if (error instanceof LockstepError && error.fix !== undefined)
        throw new Error(`${error.message}\n  ${error.fix}`, { cause: error });
      throw error;
    }
  };
}

function prompt(question: Question): Prompt {
  const { name, message } = question;
  // Without a terminal nothing is asked: what has a default gets it, what is missing is an error of the generator. A
  // value and not a function, since plop 4.0 refuses an argument for a prompt whose `when` is a function.
  const base = { name, message, when: process.stdin.isTTY === true };
  switch (question.type) {
    case 'confirm':
      return { ...base, type: 'confirm', default: question.initial };
    case 'select': {
      const choices = question.choices.map(({ value, label, hint }) => ({
        value,
        name: hint ? `${label} (${hint})` : label,
      }));
      return { ...base, type: 'list', choices, default: question.initial };
    }
    case 'list':
      return { ...base, type: 'input', default: '' };
    case 'text': {
      const { validate, initial } = question;
      return { ...base, type: 'input', default: initial, validate: (value: string) => validate?.(value) ?? true };
    }
  }
}

function answerValues({ questions }: OfferedGenerator, answers: Record<string, unknown>): AnswerValues {
  const values: AnswerValues = {};
  for (const { name } of questions) {
    const value = answers[name];
    if (isAnswer(value)) values[name] = value;
  }
  return values;
}

function isAnswer(value: unknown): value is AnswerValue {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}
