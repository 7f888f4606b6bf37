import { didYouMean, snakeCase } from '../../src/scaffold/fields/index.js';
import type { AnswerValues, Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';
import { findTable, readSchema } from '../../src/schema/source/index.js';
import { dialectTypes } from '../../src/schema/types/index.js';
import { type ConstraintAnswers, constraintAnswers } from './answers.js';
import { planCheck } from './check.js';
import { planForeignKey } from './foreign-key.js';
import { planKey } from './key.js';
import type { Decided, Place } from './place.js';

const isForeignKey = ({ kind }: AnswerValues): boolean => kind === 'foreign-key';

/** `lockstep new constraint orders foreign-key user_id --references users --on-delete cascade` */
export const constraint: Generator<ConstraintAnswers> = {
  name: 'constraint',
  description: 'A foreign key, a unique or check constraint, or a primary key of a table that is there',
  questions: [
    { name: 'table', message: 'Which table gets the constraint?', type: 'text', positional: true },
    {
      name: 'kind',
      message: 'Which kind?',
      type: 'select',
      positional: true,
      choices: [
        { value: 'foreign-key', label: 'foreign key', hint: 'its values are those of another table' },
        { value: 'unique', label: 'unique', hint: 'no two rows with the same values' },
        { value: 'check', label: 'check', hint: 'a condition that every row fulfils' },
        { value: 'primary-key', label: 'primary key', hint: 'for a table without one' },
      ],
    },
    {
      name: 'columns',
      message: 'Of which columns? Separated by spaces',
      type: 'list',
      positional: true,
      placeholder: 'user_id',
      when: ({ kind }) => kind !== 'check',
    },
    {
      name: 'references',
      message: 'Which table does it refer to? TABLE or TABLE.COLUMN',
      type: 'text',
      initial: '',
      hint: 'of a foreign key: TABLE (its primary key), TABLE.COLUMN or TABLE.COLUMN,COLUMN',
      when: isForeignKey,
    },
    {
      name: 'on-delete',
      message: 'When the row that it refers to is deleted?',
      type: 'text',
      initial: 'no-action',
      hint: 'of a foreign key: cascade, restrict, set-null, set-default, no-action (default)',
      when: isForeignKey,
    },
    {
      name: 'on-update',
      message: 'When the key that it refers to changes?',
      type: 'text',
      initial: 'no-action',
      hint: 'of a foreign key: as --on-delete',
      when: isForeignKey,
    },
    {
      name: 'expression',
      message: 'Which condition? SQL',
      type: 'text',
      initial: '',
      hint: 'of a check: SQL that is true for every row',
      when: ({ kind }) => kind === 'check',
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
    'lockstep new constraint orders foreign-key user_id --references users --on-delete cascade',
    'lockstep new constraint users unique tenant_id email',
    'lockstep new constraint orders check --expression "total >= 0" --name orders_total_check',
    'lockstep new constraint order_items primary-key order_id product_id',
  ],
  answers: constraintAnswers,
  plan: planConstraint,
};

function planConstraint(answers: ConstraintAnswers, context: GeneratorContext): Plan {
  const schema = readSchema(context.project.schema, context, context.project.dialect);
  const found = findTable(answers.table, schema, context, didYouMean);
  const place: Place = { found, schema, types: dialectTypes[context.project.dialect], context };
  const { change, name, notes } = decide(answers, place);
  const migration = `add_${snakeCase(name)}`.slice(0, 60).replace(/_+$/, '');
  return { root: context.root, changes: [change], nextSteps: [...notes, context.generateCommand(migration)] };
}

function decide(answers: ConstraintAnswers, place: Place): Decided {
  switch (answers.kind) {
    case 'foreign-key':
      return planForeignKey(answers, place);
    case 'check':
      return planCheck(answers, place);
    default:
      return planKey(answers, place);
  }
}
