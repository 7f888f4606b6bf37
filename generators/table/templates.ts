import { LockstepError } from '../../src/errors.js';
import type { Imports } from '../../src/scaffold/edit/index.js';
import { didYouMean } from '../../src/scaffold/fields/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import { ownTemplatePath, readOwnTemplate } from '../../src/scaffold/own-templates.js';
import type { Helpers } from '../../src/scaffold/template-helpers.js';
import { findTable, readSource, type SchemaSource } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import { type Ending, specifier } from '../columns/specifier.js';
import type { TableAnswers } from './answers.js';

export const tableTemplates = {
  fields: 'table/fields.hbs',
  statements: 'table/statements.ts.hbs',
  file: 'table/file.ts.hbs',
} as const;

/** Stands for a line break in a field: the template gives one field a line. */
const lineBreak = '\uE000';

/** The fields of the table as `table/fields.hbs` lists them: those that were asked for, and what a team always adds. */
export function templateFields(answers: TableAnswers, name: string, context: GeneratorContext): string[] {
  const { key, timestamps } = answers;
  const fields = answers.fields.map((field) => field.replaceAll('\n', lineBreak));
  const { dialect } = context.project;
  const text = context.render(tableTemplates.fields, { name, fields, key, timestamps, dialect });
  return text
    .split('\n')
    .map((line) => line.trim().replaceAll(lineBreak, '\n'))
    .filter((line) => line !== '');
}

/** Runs `decide`; what is wrong with a field that nobody typed is said of the template that it comes from. */
export function blamingTemplate<T>(fields: readonly string[], answers: TableAnswers, decide: () => T): T {
  try {
    return decide();
  } catch (error) {
    if (!(error instanceof LockstepError) || error.path !== undefined) throw error;
    const { message, fix, exitCode } = error;
    const stray = fields.find(
      (field) =>
        !answers.fields.includes(field) && (message.startsWith(`${field}:`) || message.includes(JSON.stringify(field))),
    );
    if (stray === undefined) throw error;
    const path = ownTemplatePath(tableTemplates.fields);
    throw new LockstepError(message, { exitCode, path, ...(fix === undefined ? {} : { fix }), cause: error });
  }
}

interface Around {
  path: string;
  imports: Imports;
  types: DialectTypes;
  schema: SchemaSource;
  ending: Ending;
  context: GeneratorContext;
}

/**
 * What `table/statements.ts.hbs` can call to complete the imports of the file that the table goes into; each gives the
 * name to write:
 * `use "uuid"` of the dialect's module of drizzle, `table "tenants"` of the schema, `import "base" from="src/db/base.ts"`
 * of a file of the project or of a package.
 */
export function importHelpers({ path, imports, types, schema, ending, context }: Around): Helpers {
  return {
    use: (builder) => imports.use(types.module, nameOf('use', builder)),
    table: (typed) => {
      const { table } = findTable(nameOf('table', typed), schema, context, didYouMean);
      if (table.path === path) return table.local;
      return imports.use(specifier(path, table.path, ending), table.exportName ?? table.local);
    },
    import: (typed, options) => {
      const name = nameOf('import', typed);
      const from = fromOf(options);
      if (from === undefined || from === '') {
        throw new LockstepError(`"import" of ${name} does not say where from.`, {
          fix: `{{import "${name}" from="src/db/columns.ts"}}`,
        });
      }
      if (from === path) return name;
      const isFile = !from.startsWith('.') && /\.[cm]?[jt]s$/.test(from) && context.read(from) !== null;
      return imports.use(isFile ? specifier(path, from, ending) : from, name);
    },
  };
}

function nameOf(helper: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw new LockstepError(`"${helper}" needs a name.`, { fix: `{{${helper} "name"}}` });
}

function fromOf(options: unknown): string | undefined {
  if (typeof options !== 'object' || options === null || !('hash' in options)) return undefined;
  const { hash } = options;
  if (typeof hash !== 'object' || hash === null || !('from' in hash)) return undefined;
  return typeof hash.from === 'string' ? hash.from : undefined;
}

/**
 * Throws a LockstepError when a template of the project made code that is no TypeScript, or that does not export the
 * table. What the packaged ones make is tested.
 */
export function checkOwnCode(path: string, code: string, exportName: string, context: GeneratorContext): void {
  const own = [tableTemplates.file, tableTemplates.statements].find((name) => readOwnTemplate(context, name) !== null);
  if (own === undefined) return;
  const details = {
    path: ownTemplatePath(own),
    fix: `Compare it with the packaged one: lockstep templates ${own} --diff`,
  };
  let exported: readonly string[];
  try {
    exported = readSource(path, code).exports;
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    const line = code.split('\n')[(error.line ?? 0) - 1]?.trim();
    const where = line === undefined || line === '' ? '' : ` at ${JSON.stringify(line)}`;
    throw new LockstepError(`The template makes code that cannot be parsed${where}: ${error.message}`, {
      ...details,
      cause: error,
    });
  }
  if (!exported.includes(exportName))
    throw new LockstepError(`The template makes code that does not export ${exportName}.`, details);
}
