import { didYouMean, snakeCase } from '../../src/scaffold/fields/index.js';
import type { Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';
import { findTable, readSchema } from '../../src/schema/source/index.js';
import { dialectTypes } from '../../src/schema/types/index.js';
import { indexName } from '../columns/index-name.js';
import { editOptions } from '../options/edit.js';
import { freeName } from '../options/names.js';
import { type IndexAnswers, indexAnswers } from './answers.js';
import { indexAddition } from './code.js';
import { decideIndex } from './decide.js';
import { checkDialect, checkMethod, methodNames } from './method.js';
import { nextSteps } from './next-steps.js';

/** `lockstep new index orders user_id placed_at --desc placed_at` */
export const index: Generator<IndexAnswers> = {
  name: 'index',
  description: 'An index of a table that is there: unique, partial, of an expression, with a method',
  questions: [
    { name: 'table', message: 'Which table gets the index?', type: 'text', positional: true },
    {
      name: 'columns',
      message: 'Which columns, in which order? Separated by spaces',
      type: 'list',
      positional: true,
      required: true,
      placeholder: 'user_id placed_at',
      when: ({ expression }) => expression === undefined,
    },
    {
      name: 'unique',
      message: 'No two rows with the same values?',
      type: 'confirm',
      initial: false,
      hint: 'no two rows with the same values',
    },
    {
      name: 'where',
      message: 'Only for some rows? An SQL condition',
      type: 'text',
      initial: '',
      hint: 'SQL: only the rows for which it is true',
    },
    {
      name: 'expression',
      message: 'Of an expression too? SQL',
      type: 'text',
      initial: '',
      hint: 'SQL that is indexed, after the columns if there are any',
    },
    {
      name: 'method',
      message: 'With which method?',
      type: 'text',
      initial: '',
      hint: `${methodNames.join(', ')} (PostgreSQL)`,
    },
    {
      name: 'desc',
      message: 'Which of the columns are sorted downwards?',
      type: 'list',
      hint: 'columns that are sorted downwards, with commas between them',
    },
    {
      name: 'op',
      message: 'With which operator class? CLASS, or COLUMN=CLASS',
      type: 'list',
      hint: 'operator class: CLASS, or COLUMN=CLASS where there are several columns (PostgreSQL)',
    },
    {
      name: 'concurrently',
      message: 'Built while rows are written?',
      type: 'confirm',
      initial: false,
      hint: 'built while rows are written (PostgreSQL)',
    },
    {
      name: 'name',
      message: 'What is it called? Empty: as the conventions say',
      type: 'text',
      initial: '',
      hint: 'its name in the database',
    },
  ],
  examples: [
    'lockstep new index orders user_id placed_at --desc placed_at',
    'lockstep new index users email --unique --where "deleted_at is null"',
    'lockstep new index users --expression "lower(email)" --unique',
    'lockstep new index posts tags --method gin --concurrently',
    'lockstep new index users email --op text_pattern_ops',
  ],
  answers: indexAnswers,
  plan: planIndex,
};

function planIndex(answers: IndexAnswers, context: GeneratorContext): Plan {
  const { dialect, schema: files } = context.project;
  checkDialect(answers, dialect);
  checkMethod(answers);
  const types = dialectTypes[dialect];
  const schema = readSchema(files, context, dialect);
  const found = findTable(answers.table, schema, context, didYouMean);
  const decided = decideIndex(answers, found, schema, context);
  const made = answers.name ?? indexName(found.table.name, decided.words, answers.unique, context);
  const name = freeName(answers.name, made, 'index', found, schema, types, context);
  const change = editOptions(found, schema, types, context, (code) =>
    indexAddition({ ...decided, name }, dialect, code),
  );
  const migration = `add_${snakeCase(name)}`.slice(0, 60).replace(/_+$/, '');
  return {
    root: context.root,
    changes: [change],
    nextSteps: [...nextSteps({ ...decided, name }, found, context), context.generateCommand(migration)],
  };
}
