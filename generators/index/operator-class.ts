import { LockstepError } from '../../src/errors.js';
import type { ExistingColumn } from '../existing-column.js';
import type { IndexAnswers } from './answers.js';

/** Operator classes of an index: by the property of the column, and of the expression. */
export interface OperatorClasses {
  columns: ReadonlyMap<string, string>;
  expression: string | null;
}

/**
 * What `--op` means: one class where the index has one part (`text_pattern_ops`), else one for a column
 * (`email=text_pattern_ops`).
 *
 * @param columns of the index.
 * @throws LockstepError (exit 2) for what is no name, and for a column that the index does not have.
 */
export function operatorClasses({ op, expressions }: IndexAnswers, columns: ExistingColumn[]): OperatorClasses {
  const found = new Map<string, string>();
  let expression: string | null = null;
  for (const typed of op) {
    const [, named, name = ''] = /^(?:(.*)=)?(.*)$/.exec(typed) ?? [];
    const refuse = (why: string, fix: string): LockstepError => new LockstepError(`--op ${typed}: ${why}.`, { fix });
    if (!/^[a-z_]\w*(?:\.[a-z_]\w*)?$/i.test(name))
      throw refuse('that is not the name of an operator class', '--op text_pattern_ops');
    const all = columns.map(({ databaseName }) => databaseName);
    if (named === undefined && columns.length + expressions.length > 1)
      throw refuse(`it could be of ${[...all, ...expressions].join(' or ')}`, `--op ${all[0] ?? 'COLUMN'}=${name}`);
    if (named === undefined && columns.length === 0) expression = name;
    else {
      const column = columns.find(
        ({ property, databaseName }) => named === undefined || [property, databaseName].includes(named),
      );
      if (!column) throw refuse('the index does not have that column', `One of ${all.join(', ')}.`);
      found.set(column.property, name);
    }
  }
  return { columns: found, expression };
}
