import { LockstepError } from '../../src/errors.js';
import { type Action, actions, didYouMean } from '../../src/scaffold/fields/index.js';
import type { AnswerValues } from '../../src/scaffold/generator.js';
import { itemsAnswer, optionalAnswer, textAnswer } from '../answers.js';

export const kinds = ['foreign-key', 'unique', 'check', 'primary-key'] as const;
export type ConstraintKind = (typeof kinds)[number];

export type ConstraintAnswers = {
  /** As typed: `orders`, `app.orders`. */
  table: string;
  /** In the database; undefined: as the conventions say. */
  name: string | undefined;
} & (
  | {
      kind: 'foreign-key';
      columns: string[];
      /** As typed: `users`, `users.email`, `pairs.a,b`. */
      references: string;
      onDelete: Action | undefined;
      onUpdate: Action | undefined;
    }
  | { kind: 'unique' | 'primary-key'; columns: string[] }
  | { kind: 'check'; expression: string }
);

/** Throws a LockstepError (exit 2) for what is missing, what is not known, and what the kind has no use for. */
export function constraintAnswers(values: AnswerValues): ConstraintAnswers {
  const table = textAnswer(values, 'table', 'lockstep new constraint TABLE KIND [COLUMN…]');
  const typed = textAnswer(values, 'kind', `lockstep new constraint ${table} ${kinds.join('|')} [COLUMN…]`);
  const kind = kinds.find((one) => one === typed);
  if (!kind) {
    throw new LockstepError(`${JSON.stringify(typed)} is no kind of constraint.`, {
      fix: didYouMean(typed, kinds) ?? `One of ${kinds.join(', ')}.`,
    });
  }
  const name = optionalAnswer(values, 'name');
  const columns = itemsAnswer(values, 'columns');
  const [references, expression] = [optionalAnswer(values, 'references'), optionalAnswer(values, 'expression')];
  const [onDelete, onUpdate] = [action(values, 'on-delete'), action(values, 'on-update')];
  const stray = Object.entries({
    references: kind === 'foreign-key' ? undefined : references,
    'on-delete': kind === 'foreign-key' ? undefined : onDelete,
    'on-update': kind === 'foreign-key' ? undefined : onUpdate,
    expression: kind === 'check' ? undefined : expression,
  }).find(([, value]) => value !== undefined);
  if (stray) throw new LockstepError(`A ${words(kind)} has no --${stray[0]}.`, { fix: `Leave --${stray[0]} out.` });
  const missing = (what: string, fix: string): LockstepError =>
    new LockstepError(`${what} is missing.`, { fix: `lockstep new constraint ${table} ${fix}` });
  if (kind === 'check') {
    if (expression === undefined) throw missing('--expression', 'check --expression "total >= 0"');
    if (columns[0] !== undefined)
      throw new LockstepError(`A check takes an expression and no column: ${columns[0]}.`, {
        fix: 'Put the condition in quotes: --expression "total >= 0"',
      });
    return { table, name, kind, expression };
  }
  if (columns.length === 0) throw missing('The argument COLUMN', `${kind} COLUMN…`);
  if (kind !== 'foreign-key') return { table, name, kind, columns };
  if (references === undefined)
    throw missing('--references', `foreign-key ${columns.join(' ')} --references TABLE[.COLUMN]`);
  return { table, name, kind, columns, references, onDelete, onUpdate };
}

/** `foreign-key` as people say it. */
export const words = (kind: ConstraintKind): string =>
  kind === 'check' || kind === 'unique' ? `${kind} constraint` : kind.replace('-', ' ');

/** `set-null` and `set null` are the same; `no-action` is what holds without one. */
function action(values: AnswerValues, flag: string): Action | undefined {
  const typed = optionalAnswer(values, flag);
  if (typed === undefined) return undefined;
  const wanted = typed.toLowerCase().replaceAll(/[-_ ]+/g, ' ');
  const found = actions.find((one) => one === wanted);
  if (!found) {
    const known = actions.map((one) => one.replace(' ', '-'));
    throw new LockstepError(`--${flag} ${typed} is not known.`, {
      fix: didYouMean(typed, known) ?? `One of ${known.join(', ')}.`,
    });
  }
  return found === 'no action' ? undefined : found;
}
