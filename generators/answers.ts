import { LockstepError } from '../src/errors.js';
import type { AnswerValues } from '../src/scaffold/generator.js';

/** The answer to a question that has no default. Throws a LockstepError (exit 2) that names it when it is missing. */
export function textAnswer(values: AnswerValues, name: string, usage: string): string {
  const value = values[name];
  if (typeof value === 'string' && value.trim() !== '') return value.trim();
  throw new LockstepError(`The argument ${name.toUpperCase()} is missing.`, { fix: usage });
}

/** A list that has at least one item; plop gives it as one text. Throws a LockstepError (exit 2) when it is empty. */
export function listAnswer(values: AnswerValues, name: string, usage: string): string[] {
  const value = values[name];
  const list = Array.isArray(value) ? value : typeof value === 'string' ? value.split(/\s+/) : [];
  const items = list.filter((item) => item !== '');
  if (items.length > 0) return items;
  throw new LockstepError(`The argument ${name.toUpperCase().replace(/S$/, '')} is missing.`, { fix: usage });
}
