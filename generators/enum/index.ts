import { LockstepError } from '../../src/errors.js';
import type { Dialect } from '../../src/project/dialects.js';
import type { Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';
import { readSchema } from '../../src/schema/source/index.js';
import { addValue } from './add-value.js';
import { type EnumAnswers, enumAnswers } from './answers.js';
import { createEnum } from './create.js';

/** `lockstep new enum order_status open paid`, `lockstep new enum order_status --add shipped --after paid` */
export const enumeration: Generator<EnumAnswers> = {
  name: 'enum',
  description: 'An enum type of PostgreSQL, or a value more of one that is there',
  questions: [
    { name: 'name', message: 'What is the enum called?', type: 'text', positional: true },
    {
      name: 'values',
      message: 'Which values does it have, in which order? Separated by spaces',
      type: 'list',
      positional: true,
      required: true,
      placeholder: 'open paid shipped',
      when: ({ add }) => add === undefined,
    },
    {
      name: 'add',
      message: 'Which value does the enum get that is there? Empty: it is a new enum',
      type: 'text',
      initial: '',
      hint: 'a value more of the enum that is there',
      when: ({ values }) => !Array.isArray(values) || values.length === 0,
    },
    {
      name: 'before',
      message: 'Before which value?',
      type: 'text',
      initial: '',
      hint: 'with --add: before which value',
      when: ({ add }) => add !== undefined && add !== '',
    },
    {
      name: 'after',
      message: 'After which value? Empty: at the end',
      type: 'text',
      initial: '',
      hint: 'with --add: after which value (default: at the end)',
      when: ({ add, before }) => add !== undefined && add !== '' && !before,
    },
  ],
  examples: [
    'lockstep new enum order_status open paid shipped',
    'lockstep new enum order_status --add refunded --after paid',
  ],
  answers: enumAnswers,
  plan: planEnum,
};

/** What the other dialects have instead of a type. */
const instead: Record<Exclude<Dialect, 'postgresql'>, string> = {
  mysql: 'MySQL has no enum types: the values stand in the column',
  sqlite: 'SQLite has no enum types: the column is text, and TypeScript knows its values',
};

function planEnum(answers: EnumAnswers, context: GeneratorContext): Plan {
  const { dialect, schema: files } = context.project;
  if (dialect !== 'postgresql') {
    const values = answers.kind === 'create' ? answers.values.join(',') : answers.value;
    throw new LockstepError(`${instead[dialect]}.`, {
      fix:
        answers.kind === 'create'
          ? `lockstep new column TABLE ${answers.name}:enum:${values}`
          : `Add ${values} to the values of the column in the schema, then generate the migration.`,
    });
  }
  const schema = readSchema(files, context, dialect);
  const { changes, nextSteps } =
    answers.kind === 'create' ? createEnum(answers, schema, context) : addValue(answers, schema, context);
  return { root: context.root, changes, nextSteps };
}
