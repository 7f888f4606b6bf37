import type { NodePlopAPI } from 'plop';
import type { OfferedGenerator, Question } from '../scaffold/generator.js';
import { answerValues, listed } from './answers.js';
import { conditional, type Prompt, type StandardPrompt } from './conditional.js';
import { generatorNamed, plainError } from './generator-named.js';

/**
 * The questions of a lockstep generator, as prompts for a generator of one's own.
 *
 * @param options.only the names of the questions, in the order in which they are asked; by default all
 * @throws Error for a generator or a question that there is not
 * @example
 * prompts: [...lockstepPrompts(plop, 'column', { only: ['table'] }), { type: 'input', name: 'note', message: 'Note' }]
 */
export function lockstepPrompts(plop: NodePlopAPI, generator: string, options: { only?: string[] } = {}): Prompt[] {
  try {
    return promptsOf(plop, generatorNamed(generator), options.only);
  } catch (error) {
    throw plainError(error);
  }
}

/** The questions of `generator`, or those of them that are named, as prompts. */
export function promptsOf(plop: NodePlopAPI, generator: OfferedGenerator, only?: string[]): Prompt[] {
  const { questions } = generator;
  const chosen =
    only?.map((name) => {
      const found = questions.find((question) => question.name === name);
      if (found) return found;
      throw new Error(
        `lockstep's generator ${generator.name} does not ask for ${JSON.stringify(name)}. It asks for: ${questions.map((one) => one.name).join(', ')}`,
      );
    }) ?? questions;
  return chosen.map((question) => {
    const { when } = question;
    const plain = promptOf(question);
    return when ? conditional(plop, plain, (answers) => when(answerValues(generator, answers))) : plain;
  });
}

function promptOf(question: Question): StandardPrompt {
  const { name, message } = question;
  // Without a terminal nothing is asked: what has a default gets it, what is missing is an error of the generator.
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
    case 'list': {
      const { validate } = question;
      return { ...base, type: 'input', default: '', validate: (value: string) => validate?.(listed(value)) ?? true };
    }
    case 'text': {
      const { validate, initial } = question;
      return { ...base, type: 'input', default: initial, validate: (value: string) => validate?.(value) ?? true };
    }
  }
}
