import { LockstepError } from '../../src/errors.js';
import { defaultStyle, detectStyle, nameArgument, type Replacement, replaceIn } from '../../src/scaffold/edit/index.js';
import { checkName, didYouMean, snakeCase } from '../../src/scaffold/fields/index.js';
import type { Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange, Plan } from '../../src/scaffold/plan.js';
import {
  describeTables,
  type FoundTable,
  findTable,
  readSchema,
  type SchemaSource,
  type SourceFile,
  type TableSite,
  tableSites,
  tableTextSites,
} from '../../src/schema/source/index.js';
import { dialectTypes } from '../../src/schema/types/index.js';
import { textAnswer } from '../answers.js';
import { casingOfMost } from '../columns/casing.js';
import { readConventions } from '../columns/conventions.js';

export interface RenameTableAnswers {
  table: string;
  to: string;
  /** Give the `const` the new name too. */
  export: boolean;
}

/** `lockstep new rename-table users customers` */
export const renameTable: Generator<RenameTableAnswers, Promise<Plan>> = {
  name: 'rename-table',
  description: 'Gives a table another name, with a migration that renames it and keeps its rows',
  questions: [
    { name: 'table', message: 'Which table?', type: 'text', positional: true },
    { name: 'to', message: 'What shall it be called?', type: 'text', positional: true },
    {
      name: 'export',
      message: 'Rename the export in the schema files too? Code outside of them has to follow by hand.',
      type: 'confirm',
      initial: false,
      hint: 'rename the export in the schema files too (default: code keeps its name)',
    },
  ],
  examples: ['lockstep new rename-table users customers', 'lockstep new rename-table order_items lines --export'],
  answers: (values) => {
    const usage = 'lockstep new rename-table TABLE TO';
    return {
      table: textAnswer(values, 'table', usage),
      to: textAnswer(values, 'to', usage),
      export: values.export === true,
    };
  },
  plan: planRenameTable,
};

async function planRenameTable(answers: RenameTableAnswers, context: GeneratorContext): Promise<Plan> {
  const types = dialectTypes[context.project.dialect];
  const schema = readSchema(context.project.schema, context, context.project.dialect);
  const found = findTable(answers.table, schema, context, didYouMean);
  const { table, file } = found;
  const conventions = readConventions(schema.files, casingOfMost(schema.files, context));
  // With a creator the code has the name without its prefix.
  const [prefix = '', suffix = ''] = found.name.split(table.name, 2);
  const typed = conventions.tableName(checkName('table', answers.to, types.nameBytes));
  const bare =
    typed.startsWith(prefix) && typed.endsWith(suffix)
      ? typed.slice(prefix.length, typed.length - suffix.length)
      : typed;
  const to = `${prefix}${bare}${suffix}`;
  const exportName = answers.export ? conventions.exportName(bare) : null;
  checkFree(found, to, exportName, schema, context);
  const texts = tableTextSites(found, schema);
  const [text] = texts;
  if (text) {
    const places = texts.map((one) => `${one.file.path}:${one.line}`);
    throw new LockstepError(`${found.name} stands in SQL text: ${places.join(', ')}.`, {
      path: text.file.path,
      line: text.line,
      fix: `Write \${${table.local || table.name}} there instead, which follows a rename; then run the command again.`,
    });
  }
  const replacements = new Map<SourceFile, Replacement[]>();
  const add = (one: SourceFile, replacement: Replacement): void => {
    replacements.set(one, [...(replacements.get(one) ?? []), replacement]);
  };
  add(file, nameArgument(table.call, bare, file, detectStyle([file], defaultStyle)));
  if (exportName !== null) {
    for (const site of tableSites(found, schema, context)) add(site.file, renamedSite(site, exportName));
  }
  const changes = [...replacements].map(([one, list]): FileChange => {
    return { path: one.path, kind: 'edit', before: one.text, after: replaceIn(one, list) };
  });
  const migration = `rename_${snakeCase(found.name)}_to_${snakeCase(to)}`.slice(0, 60).replace(/_+$/, '');
  const rename = { kind: 'table' as const, schema: found.schema, from: found.name, to };
  const files = await context.planRename({ changes, rename, name: migration });
  const code =
    exportName === null
      ? `Code still says ${table.exportName}; only the database says ${to}.`
      : `Code outside of the schema files still says ${table.exportName}; it is ${exportName} now. The compiler finds it: npx tsc --noEmit`;
  return {
    root: context.root,
    changes: [...changes, ...files],
    nextSteps: [
      code,
      'Code that is deployed asks for the old name until it is deployed anew: migrate and deploy together.',
      'lockstep check refuses the migration until that is accepted: lockstep review says how.',
    ],
  };
}

function renamedSite({ kind, file, start, end }: TableSite, name: string): Replacement {
  // A key that was the name stays what other code knows it by.
  const text = kind === 'shorthand' ? `${file.text.slice(start, end)}: ${name}` : name;
  return { start, end, text };
}

function checkFree(
  { table, name, schema }: FoundTable,
  to: string,
  exportName: string | null,
  source: SchemaSource,
  context: GeneratorContext,
): void {
  const taken = describeTables(source, context).find((other) => other.name === to && other.schema === schema);
  if (taken) {
    throw new LockstepError(
      to === name
        ? `The table is called ${to} already.`
        : `There is a table ${to} already, in ${taken.table.path}:${taken.table.line}.`,
      { path: taken.table.path, line: taken.table.line, fix: 'Choose another name.' },
    );
  }
  const file = source.files.find(
    (one) => exportName !== null && exportName !== table.exportName && one.names.has(exportName),
  );
  if (file) {
    throw new LockstepError(`The name ${exportName} is taken in ${file.path}.`, {
      path: file.path,
      fix: 'Choose another name, or leave out --export.',
    });
  }
}
