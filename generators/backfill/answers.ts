import { LockstepError } from '../../src/errors.js';
import type { AnswerValues } from '../../src/scaffold/generator.js';
import { itemsAnswer, optionalAnswer, textAnswer } from '../answers.js';

export interface BackfillAnswers {
  table: string;
  column: string;
  /** An SQL expression. */
  set: { flag: '--set' | '--from'; text: string };
  where: string | undefined;
  key: string[];
  batch: number;
  /** Milliseconds. */
  pause: number;
  as: 'script' | 'migration';
  name: string | undefined;
  client: string | undefined;
  folder: string | undefined;
}

const usage = 'lockstep new backfill TABLE COLUMN --set "EXPRESSION"';

/** Throws a LockstepError (exit 2) that names the argument or the flag which is missing or makes no sense. */
export function backfillAnswers(values: AnswerValues): BackfillAnswers {
  const as = optionalAnswer(values, 'as') ?? 'script';
  if (as !== 'script' && as !== 'migration') {
    throw new LockstepError(`--as ${as} is not known.`, { fix: 'Use --as script or --as migration.' });
  }
  const name = optionalAnswer(values, 'name');
  if (name !== undefined && !/^[A-Za-z]\w{0,99}$/.test(name)) {
    throw new LockstepError(`--name ${name} cannot be the name of a file everywhere.`, {
      fix: 'Use letters, digits and _, with a letter first: --name fill_totals',
    });
  }
  return {
    table: textAnswer(values, 'table', usage),
    column: textAnswer(values, 'column', usage),
    set: expressionAnswer(values),
    where: optionalAnswer(values, 'where'),
    key: itemsAnswer(values, 'key'),
    batch: numberAnswer(values, 'batch', 1000, 1),
    pause: numberAnswer(values, 'pause', 100, 0),
    as,
    name,
    client: pathAnswer(values, 'client'),
    folder: pathAnswer(values, 'folder'),
  };
}

function expressionAnswer(values: AnswerValues): BackfillAnswers['set'] {
  const set = optionalAnswer(values, 'set');
  const from = optionalAnswer(values, 'from');
  if (set !== undefined && from !== undefined) {
    throw new LockstepError('--set and --from cannot be used together.', { fix: 'Choose one of them.' });
  }
  // What the review proposes has it where the expression is to stand.
  if (set !== undefined && set.trim() !== '…') return { flag: '--set', text: set };
  if (from !== undefined) return { flag: '--from', text: from };
  throw new LockstepError('--set or --from is missing: what is the column filled with?', {
    fix: `Give an SQL expression or another column: --set "price * quantity", --set "'open'", --from old_name`,
  });
}

function numberAnswer(values: AnswerValues, name: string, initial: number, least: number): number {
  const text = optionalAnswer(values, name);
  if (text === undefined) return initial;
  if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
  throw new LockstepError(`--${name} ${text} is not a whole number from ${least} on.`, {
    fix: `Leave it out for ${initial}.`,
  });
}

function pathAnswer(values: AnswerValues, name: string): string | undefined {
  const text = optionalAnswer(values, name)
    ?.replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '');
  if (text === undefined) return undefined;
  if (/^[\w@.+/-]+$/.test(text) && !text.startsWith('/') && !text.split('/').some((part) => /^\.{0,2}$/.test(part)))
    return text;
  throw new LockstepError(`--${name} ${text} is not a path inside the project.`, {
    fix: 'Give one relative to the drizzle config, with forward slashes.',
  });
}
