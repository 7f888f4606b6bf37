import type { AnswerValues } from '../../src/scaffold/generator.js';
import { itemsAnswer, listAnswer, optionalAnswer, textAnswer } from '../answers.js';

export interface IndexAnswers {
  /** As typed: `orders`, `app.orders`. */
  table: string;
  /** As typed; by property or by name in the database. */
  columns: string[];
  /** SQL, after the columns. */
  expressions: string[];
  unique: boolean;
  /** SQL, for the rows that are in it. */
  where: string | undefined;
  method: string | undefined;
  /** Of the columns, those that are sorted downwards. */
  desc: string[];
  /** Operator classes, as typed: `text_pattern_ops`, `email=text_pattern_ops`. */
  op: string[];
  concurrently: boolean;
  name: string | undefined;
}

/** Throws a LockstepError (exit 2) for a missing table, and where there is neither a column nor an expression. */
export function indexAnswers(values: AnswerValues): IndexAnswers {
  const usage = 'lockstep new index TABLE COLUMN…';
  const expression = optionalAnswer(values, 'expression');
  return {
    table: textAnswer(values, 'table', usage),
    columns: expression === undefined ? listAnswer(values, 'columns', usage) : itemsAnswer(values, 'columns'),
    expressions: expression === undefined ? [] : [expression],
    unique: values.unique === true,
    where: optionalAnswer(values, 'where'),
    method: optionalAnswer(values, 'method'),
    desc: itemsAnswer(values, 'desc'),
    op: itemsAnswer(values, 'op'),
    concurrently: values.concurrently === true,
    name: optionalAnswer(values, 'name'),
  };
}
