import { type CANCEL_SYMBOL, confirm, select, text } from '@clack/prompts';
import { Interrupted } from '../errors.js';
import type { AnswerValue, Question } from '../scaffold/generator.js';

/** Prompts go to stderr: stdout is for results. */
const output = process.stderr;

/**
 * Asks one question in the terminal.
 * @throws Interrupted when the prompt is closed.
 */
export async function ask(question: Question): Promise<AnswerValue> {
  const { message } = question;
  switch (question.type) {
    case 'confirm':
      return answered(await confirm({ message, initialValue: question.initial, output }));
    case 'select': {
      const options = question.choices.map(({ value, label, hint }) => ({ value, label, ...(hint && { hint }) }));
      const { initial } = question;
      return answered(await select({ message, options, ...(initial && { initialValue: initial }), output }));
    }
    case 'list': {
      const { placeholder, validate } = question;
      const check = (value = ''): string | undefined => validate?.(fieldsOf(value));
      return fieldsOf(
        answered(
          await text({ message, ...(placeholder && { placeholder }), defaultValue: '', validate: check, output }),
        ),
      );
    }
    case 'text': {
      const { initial, validate } = question;
      const check = (value = ''): string | undefined =>
        validate?.(value === '' && initial !== undefined ? initial : value);
      return answered(await text({ message, ...(initial && { initialValue: initial }), validate: check, output }));
    }
  }
}

const fieldsOf = (text: string): string[] => text.split(/\s+/).filter((field) => field !== '');

function answered<T extends string | boolean>(answer: T | typeof CANCEL_SYMBOL): T {
  if (typeof answer === 'symbol') throw new Interrupted();
  return answer;
}
