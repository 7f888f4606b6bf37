import type { Generator } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';
import { type BackfillAnswers, backfillAnswers } from './answers.js';
import { decide } from './decide.js';
import { planAsMigration } from './migration.js';
import { planScript } from './script.js';

/** `lockstep new backfill orders total --set "price * quantity"` */
export const backfill: Generator<BackfillAnswers, Promise<Plan>> = {
  name: 'backfill',
  description: 'Fills a column of the rows that are there: in batches, resumable, with its down and a test',
  questions: [
    { name: 'table', message: 'In which table?', type: 'text', positional: true },
    { name: 'column', message: 'Which column is filled?', type: 'text', positional: true },
    {
      name: 'from',
      message: 'From which column? Empty: from an expression',
      type: 'text',
      initial: '',
      hint: 'with the values of another column',
      when: ({ set }) => set === undefined,
    },
    {
      name: 'set',
      message: 'With which SQL expression?',
      type: 'text',
      hint: 'with an SQL expression: "price * quantity", "\'open\'"',
      when: ({ from }) => from === undefined || from === '',
    },
    {
      name: 'where',
      message: 'Which rows, as an SQL condition? Empty: all that have no value',
      type: 'text',
      initial: '',
      hint: 'only the rows that meet an SQL condition (default: those without a value)',
    },
    {
      name: 'as',
      message: 'How is it run?',
      type: 'select',
      initial: 'script',
      hint: 'script (default): batches; migration: one UPDATE in the history',
      choices: [
        { value: 'script', label: 'as a script', hint: 'in batches, beside the running application' },
        {
          value: 'migration',
          label: 'as a migration',
          hint: 'one UPDATE, for small tables: its locks last to the end',
        },
      ],
    },
    {
      name: 'key',
      message: 'By which columns are rows gone through? Empty: the primary key',
      type: 'text',
      initial: '',
      hint: 'unique columns to go through the rows by (default: the primary key)',
    },
    {
      name: 'batch',
      message: 'How many rows in one transaction?',
      type: 'text',
      initial: '1000',
      hint: 'rows in one transaction (default: 1000)',
    },
    {
      name: 'pause',
      message: 'How many milliseconds between two?',
      type: 'text',
      initial: '100',
      hint: 'milliseconds between two (default: 100)',
    },
    {
      name: 'name',
      message: 'What is it called? Empty: fill_TABLE_COLUMN',
      type: 'text',
      initial: '',
      hint: 'default: fill_TABLE_COLUMN',
    },
    {
      name: 'client',
      message: 'Which module exports the database? Empty: it is searched',
      type: 'text',
      initial: '',
      hint: 'the module that exports the database',
    },
    {
      name: 'folder',
      message: 'Where do backfills lie? Empty: beside that module',
      type: 'text',
      initial: '',
      hint: 'where backfills lie (default: backfills, beside the client)',
    },
  ],
  examples: [
    'lockstep new backfill orders total --set "price * quantity"',
    'lockstep new backfill users full_name --from name --as migration',
    `lockstep new backfill users email --set "lower(email)" --where "email <> lower(email)" --batch 500`,
  ],
  answers: backfillAnswers,
  plan: planBackfill,
};

async function planBackfill(answers: BackfillAnswers, context: Parameters<typeof decide>[1]): Promise<Plan> {
  const decided = decide(answers, context);
  return answers.as === 'migration' ? planAsMigration(decided, context) : planScript(decided, answers, context);
}
