import type { AnswerValue, AnswerValues, OfferedGenerator } from '../scaffold/generator.js';

/** What plop's answers say to a generator: those of its questions, a list as its items. */
export function answerValues({ questions }: OfferedGenerator, answers: Record<string, unknown>): AnswerValues {
  const values: AnswerValues = {};
  for (const { name, type } of questions) {
    const value = answers[name];
    if (!isAnswer(value)) continue;
    values[name] = type === 'list' && typeof value === 'string' ? listed(value) : value;
  }
  return values;
}

/** The items of a list that was typed as one text, with blanks between them. */
export const listed = (text: string): string[] => text.split(/\s+/).filter((item) => item !== '');

export function isAnswer(value: unknown): value is AnswerValue {
  return (
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (Array.isArray(value) && value.every((item) => typeof item === 'string'))
  );
}
