import { LockstepError } from '../../src/errors.js';
import { defaultStyle, detectStyle, nameArgument, type Replacement, replaceIn } from '../../src/scaffold/edit/index.js';
import { checkName, didYouMean, snakeCase } from '../../src/scaffold/fields/index.js';
import type { Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange, Plan } from '../../src/scaffold/plan.js';
import {
  type ColumnSite,
  chain,
  columnSites,
  columnsShape,
  describeSite,
  type FoundTable,
  findTable,
  keyName,
  propertiesOf,
  readSchema,
  type SchemaSource,
  type SourceFile,
} from '../../src/schema/source/index.js';
import { dialectTypes } from '../../src/schema/types/index.js';
import { textAnswer } from '../answers.js';
import { casingOf } from '../columns/casing.js';
import { drizzleCasing } from '../columns/conventions.js';
import { type ExistingColumn, findColumn } from '../existing-column.js';
import { tableConventions } from '../table-conventions.js';

export interface RenameColumnAnswers {
  table: string;
  column: string;
  to: string;
  /** Give the property the new name too. */
  property: boolean;
}

/** `lockstep new rename-column users name full_name` */
export const renameColumn: Generator<RenameColumnAnswers, Promise<Plan>> = {
  name: 'rename-column',
  description: 'Gives a column another name, with a migration that renames it and keeps its values',
  questions: [
    { name: 'table', message: 'Which table has the column?', type: 'text', positional: true },
    { name: 'column', message: 'Which column?', type: 'text', positional: true },
    { name: 'to', message: 'What shall it be called?', type: 'text', positional: true },
    {
      name: 'property',
      message: 'Rename the property in the schema files too? Code outside of them has to follow by hand.',
      type: 'confirm',
      initial: false,
      hint: 'rename the property in the schema files too (default: code keeps its name)',
    },
  ],
  examples: [
    'lockstep new rename-column users name full_name',
    'lockstep new rename-column orders placedAt ordered_at --property',
  ],
  answers: (values) => {
    const usage = 'lockstep new rename-column TABLE COLUMN TO';
    return {
      table: textAnswer(values, 'table', usage),
      column: textAnswer(values, 'column', usage),
      to: textAnswer(values, 'to', usage),
      property: values.property === true,
    };
  },
  plan: planRenameColumn,
};

async function planRenameColumn(answers: RenameColumnAnswers, context: GeneratorContext): Promise<Plan> {
  const { dialect } = context.project;
  const schema = readSchema(context.project.schema, context, context.project.dialect);
  const found = findTable(answers.table, schema, context, didYouMean);
  const column = findColumn(answers.column, found, schema, context);
  const wanted = checkName('column', answers.to, dialectTypes[dialect].nameBytes);
  const { name, property } = tableConventions(found, schema, context).column(wanted);
  checkFree(found, column, name, answers.property ? property : null, schema, context);
  const newProperty = answers.property ? property : column.property;
  const sites = columnSites(found, { property: column.property, name: column.databaseName }, schema, context);
  refuseText(found, column, sites, schema);
  const replacements = new Map<SourceFile, Replacement[]>();
  const add = (file: SourceFile, ...list: Replacement[]): void => {
    replacements.set(file, [...(replacements.get(file) ?? []), ...list]);
  };
  const casing = casingOf(found.table, context);
  const inferred = casing === undefined ? newProperty : drizzleCasing(newProperty, casing);
  add(found.file, ...definition(found, column, name, newProperty, column.name !== null || inferred !== name));
  if (answers.property) for (const site of sites) add(site.file, renamedSite(site, column.property, property));
  const changes = [...replacements].map(([file, list]): FileChange => {
    return { path: file.path, kind: 'edit', before: file.text, after: replaceIn(file, list) };
  });
  const rename = {
    kind: 'column' as const,
    schema: found.schema,
    table: found.name,
    from: column.databaseName,
    to: name,
  };
  const migration = `rename_${snakeCase(found.table.name)}_${snakeCase(column.databaseName)}_to_${snakeCase(name)}`;
  const files = await context.planRename({ changes, rename, name: migration.slice(0, 60).replace(/_+$/, '') });
  return { root: context.root, changes: [...changes, ...files], nextSteps: nextSteps(column, name, answers, property) };
}

/** The new name in the column's own code, and the property when it changes. */
function definition(
  { table, file }: FoundTable,
  column: ExistingColumn,
  name: string,
  property: string,
  written: boolean,
): Replacement[] {
  const node = columnsShape(table)?.list.properties.find(
    (one) => one.type === 'Property' && keyName(one.key) === column.property,
  );
  const links = node?.type === 'Property' ? chain(node.value) : null;
  const read = table.columns.find((one) => one.property === column.property);
  if (node?.type !== 'Property' || !links || !read || (read.builder === null && column.name === null)) {
    throw new LockstepError(
      `${table.name}.${column.property} is not made with a column builder in ${column.path}:${column.line}, so its name cannot be edited safely.`,
      { path: column.path, line: column.line, fix: `Give it the name where it is made: '${name}'` },
    );
  }
  const style = detectStyle([file], defaultStyle);
  const list: Replacement[] = [];
  if (written) list.push(nameArgument(links.first, name, file, style));
  if (property !== column.property) list.push({ start: node.key.start, end: node.key.end, text: property });
  return list;
}

function renamedSite({ kind, file, start, end }: ColumnSite, from: string, to: string): Replacement {
  const text = file.text.slice(start, end);
  if (kind === 'name') return { start, end, text: to };
  if (kind === 'string') return { start, end, text: text.replace(from, to) };
  // `{ email }` keeps its local name: what follows goes on using it.
  const colon = text.indexOf(':');
  return { start, end, text: colon === -1 ? `${to}: ${text}` : `${to}${text.slice(colon)}` };
}

function checkFree(
  found: FoundTable,
  column: ExistingColumn,
  name: string,
  property: string | null,
  schema: SchemaSource,
  context: GeneratorContext,
): void {
  const { table } = found;
  if (name === column.databaseName) {
    throw new LockstepError(`${table.name}.${column.property} is called ${name} in the database already.`, {
      path: table.path,
      line: column.line,
      fix: 'Choose another name.',
    });
  }
  const casing = casingOf(table, context);
  for (const other of propertiesOf(table, found.file, schema, context)) {
    if (other.property === column.property) continue;
    const taken = other.name ?? (casing ? drizzleCasing(other.property, casing) : other.property);
    if (taken !== name && other.property !== property) continue;
    throw new LockstepError(`${table.name} has a column ${name} already, in ${other.path}:${other.line}.`, {
      path: other.path,
      line: other.line,
      fix: 'Choose another name.',
    });
  }
}

/** SQL text that has the old name would mean a column that is gone. */
function refuseText(found: FoundTable, column: ExistingColumn, sites: ColumnSite[], schema: SchemaSource): void {
  const texts = sites.filter(({ kind }) => kind === 'text');
  const [first] = texts;
  if (!first) return;
  const places = texts.map((site) => `${describeSite(site, schema)} (${site.file.path}:${site.line})`);
  throw new LockstepError(`${column.databaseName} stands in SQL text: ${[...new Set(places)].join(', ')}.`, {
    path: first.file.path,
    line: first.line,
    fix: `Write \${${found.table.local || found.table.name}.${column.property}} there instead, which follows a rename; then run the command again.`,
  });
}

function nextSteps(column: ExistingColumn, name: string, answers: RenameColumnAnswers, property: string): string[] {
  const code = answers.property
    ? `Code outside of the schema files still says ${column.property}; it is ${property} now. The compiler finds it: npx tsc --noEmit`
    : `Code still says ${column.property}; only the database says ${name}.`;
  return [
    code,
    'Code that is deployed asks for the old name until it is deployed anew: migrate and deploy together.',
    'lockstep check refuses the migration until that is accepted: lockstep review says how.',
  ];
}
