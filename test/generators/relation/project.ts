import { relation } from '../../../generators/relation/index.js';
import { LockstepError } from '../../../src/errors.js';
import type { AnswerValues } from '../../../src/scaffold/generator.js';
import type { Plan } from '../../../src/scaffold/plan.js';
import { contextOf, folderWith, outcome, type Setup } from '../table/fixture.js';

/** Which drizzle-orm the project asks for. */
export type Line = '0.45.4' | '1.0.0-rc.5';
export const lines: readonly Line[] = ['0.45.4', '1.0.0-rc.5'];

export const schemaPath = 'src/schema.ts';

/** Plans relations in a folder with these files. */
export function planIn(line: Line, files: Record<string, string>, values: AnswerValues, setup: Setup = {}): Plan {
  const manifest = JSON.stringify({ dependencies: { 'drizzle-orm': `^${line}` } });
  const root = folderWith({ 'package.json': manifest, ...files });
  return relation.plan(relation.answers(values), contextOf(root, { schema: [schemaPath], ...setup }));
}

/** What the files would be: `fields` as on the command line. */
export function filesAfter(
  line: Line,
  files: Record<string, string>,
  table: string,
  fields: string,
  values: AnswerValues = {},
  setup: Setup = {},
): Record<string, string> {
  const made = outcome(planIn(line, files, { table, fields: fields.split(' '), ...values }, setup));
  return Object.fromEntries(Object.entries(made).map(([path, text]) => [path, text ?? '']));
}

export function refusal(
  line: Line,
  files: Record<string, string>,
  table: string,
  fields: string,
  values: AnswerValues = {},
  setup: Setup = {},
): LockstepError {
  try {
    planIn(line, files, { table, fields: fields.split(' '), ...values }, setup);
  } catch (error) {
    if (error instanceof LockstepError) return error;
    throw error;
  }
  throw new Error('It was accepted.');
}
