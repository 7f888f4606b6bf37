import { LockstepError } from '../../src/errors.js';
import type { AnswerValues } from '../../src/scaffold/generator.js';
import { itemsAnswer, optionalAnswer, textAnswer } from '../answers.js';

/** A new enum with its values, or a new value of one that is there. */
export type EnumAnswers = { name: string } & (
  | { kind: 'create'; values: string[] }
  | { kind: 'add'; value: string; before: string | undefined; after: string | undefined }
);

/** Throws a LockstepError (exit 2) for what is missing, or for both values and `--add`. */
export function enumAnswers(values: AnswerValues): EnumAnswers {
  const name = textAnswer(values, 'name', 'lockstep new enum NAME VALUE…');
  const listed = itemsAnswer(values, 'values');
  const value = optionalAnswer(values, 'add');
  const [before, after] = [optionalAnswer(values, 'before'), optionalAnswer(values, 'after')];
  if (value === undefined) {
    if (before !== undefined || after !== undefined)
      throw new LockstepError('--before and --after say where --add puts its value.', {
        fix: `lockstep new enum ${name} --add VALUE --after ${after ?? before}`,
      });
    if (listed.length === 0)
      throw new LockstepError('The argument VALUE is missing.', {
        fix: `A new enum: lockstep new enum ${name} VALUE…; a new value: lockstep new enum ${name} --add VALUE`,
      });
    return { name, kind: 'create', values: listed.map(checkValue) };
  }
  if (listed.length > 0)
    throw new LockstepError('Values and --add cannot be used together.', {
      fix: `A value more of the enum that is there: lockstep new enum ${name} --add ${value}`,
    });
  if (before !== undefined && after !== undefined)
    throw new LockstepError('--before and --after cannot be used together.', { fix: 'Choose one of them.' });
  return { name, kind: 'add', value: checkValue(value), before, after };
}

/** PostgreSQL 17 refuses longer labels (NAMEDATALEN) and empty ones are of no use. */
function checkValue(value: string): string {
  if (Buffer.byteLength(value) <= 63) return value;
  throw new LockstepError(`The value ${value} has ${Buffer.byteLength(value)} bytes; PostgreSQL takes 63.`, {
    fix: 'Choose a shorter value.',
  });
}
