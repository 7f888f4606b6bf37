import { LockstepError } from '../../src/errors.js';
import { didYouMean } from '../../src/scaffold/fields/index.js';
import type { AnswerValues } from '../../src/scaffold/generator.js';
import { type KeyKind, keyKinds } from '../../src/schema/types/index.js';

export interface TableAnswers {
  /** As typed. */
  name: string;
  /** As typed: `total:numeric:10,2`. */
  fields: string[];
  key: KeyKind;
  timestamps: boolean;
}

/** Throws a LockstepError (exit 2) for a missing name and a key that is not known. */
export function tableAnswers({ name, fields, key = 'uuid', timestamps = true }: AnswerValues): TableAnswers {
  if (typeof name !== 'string' || name === '') {
    throw new LockstepError('The name of the table is missing.', { fix: 'lockstep new table NAME [FIELD…]' });
  }
  const kind = keyKinds.find((one) => one === key);
  if (!kind) {
    throw new LockstepError(`--key ${String(key)} is not known.`, {
      fix: didYouMean(String(key), keyKinds) ?? `One of ${keyKinds.join(', ')}.`,
    });
  }
  const list = Array.isArray(fields) ? fields : typeof fields === 'string' ? fields.split(/\s+/) : [];
  return { name, fields: list.filter((field) => field !== ''), key: kind, timestamps: timestamps !== false };
}
