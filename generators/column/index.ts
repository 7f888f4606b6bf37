import { didYouMean } from '../../src/scaffold/fields/index.js';
import type { Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';
import { findTable, readSchema } from '../../src/schema/source/index.js';
import { dialectTypes } from '../../src/schema/types/index.js';
import { listAnswer, textAnswer } from '../answers.js';
import { decideNewColumns } from './columns.js';
import { editTable } from './edit.js';
import { nextSteps } from './next-steps.js';

export interface ColumnAnswers {
  /** As typed: `orders`, `app.orders`, `src/db/shop.ts:orders`. */
  table: string;
  /** As typed: `total:numeric:10,2`. */
  fields: string[];
}

/** `lockstep new column orders total:numeric:10,2:required:default=0` */
export const column: Generator<ColumnAnswers> = {
  name: 'column',
  description: 'Columns of a table that is there, with their foreign keys, indexes and enums',
  questions: [
    { name: 'table', message: 'Which table gets the column?', type: 'text', positional: true },
    {
      name: 'fields',
      message: 'Which columns does it get? name:type[:args][:flags], separated by spaces',
      type: 'list',
      positional: true,
      required: true,
      placeholder: 'total:numeric:10,2:required:default=0',
    },
  ],
  examples: [
    'lockstep new column orders total:numeric:10,2:required:default=0:index',
    'lockstep new column orders author:references:users:cascade note:text',
    'lockstep new column app.orders status:enum:open,paid:required:default=open',
  ],
  answers: (values) => {
    const usage = 'lockstep new column TABLE FIELD…';
    return { table: textAnswer(values, 'table', usage), fields: listAnswer(values, 'fields', usage) };
  },
  plan: planColumn,
};

function planColumn({ table: typed, fields }: ColumnAnswers, context: GeneratorContext): Plan {
  const types = dialectTypes[context.project.dialect];
  const schema = readSchema(context.project.schema, context, context.project.dialect);
  const found = findTable(typed, schema, context, didYouMean);
  const columns = decideNewColumns(fields, found, schema, types, context);
  const changes = editTable(columns, found, schema, types, context);
  return { root: context.root, changes, nextSteps: nextSteps(columns, found, types, context) };
}
