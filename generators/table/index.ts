import { posix } from 'node:path';
import { LockstepError } from '../../src/errors.js';
import {
  addToBarrel,
  defaultStyle,
  detectStyle,
  Imports,
  insertStatements,
  lineWidth,
  type Style,
  withEol,
} from '../../src/scaffold/edit/index.js';
import { checkName, snakeCase } from '../../src/scaffold/fields/index.js';
import type { Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange, Plan } from '../../src/scaffold/plan.js';
import { elsewhere, readSchema, type SchemaSource, type SourceFile } from '../../src/schema/source/index.js';
import { dialectTypes } from '../../src/schema/types/index.js';
import { casingOfMost } from '../columns/casing.js';
import type { Column } from '../columns/column.js';
import { readConventions } from '../columns/conventions.js';
import { enumerations } from '../columns/enums.js';
import { indexName } from '../columns/index-name.js';
import { findMaker, reach } from '../columns/maker.js';
import { moduleEnding, specifier } from '../columns/specifier.js';
import { type TableAnswers, tableAnswers } from './answers.js';
import { tableValues } from './code.js';
import { decideColumns } from './columns.js';
import { findPlace, isCovered, type Place } from './place.js';
import { blamingTemplate, checkOwnCode, importHelpers, tableTemplates, templateFields } from './templates.js';

/** `lockstep new table orders number:integer:required user:references` */
export const table: Generator<TableAnswers> = {
  name: 'table',
  description: 'A table with its columns, foreign keys, indexes and enums',
  questions: [
    {
      name: 'name',
      message: 'What is the table called?',
      type: 'text',
      positional: true,
      validate: (value) => problem(() => checkName('table', value, 63)),
    },
    {
      name: 'fields',
      message: 'Which fields does it have? name:type[:args][:flags], separated by spaces',
      type: 'list',
      positional: true,
      placeholder: 'number:integer:required user:references total:numeric:10,2',
    },
    {
      name: 'key',
      message: 'What is its primary key?',
      type: 'select',
      initial: 'uuid',
      hint: 'uuid (default), serial, identity, or none',
      choices: [
        { value: 'uuid', label: 'uuid', hint: 'a random one' },
        { value: 'serial', label: 'serial', hint: 'a number that counts up' },
        { value: 'identity', label: 'identity', hint: 'a number that counts up, the standard way' },
        { value: 'none', label: 'none', hint: 'mark fields with :primary' },
      ],
    },
    {
      name: 'timestamps',
      message: 'With created_at and updated_at?',
      type: 'confirm',
      initial: true,
      hint: 'created_at and updated_at (default)',
    },
  ],
  examples: [
    'lockstep new table orders number:integer:required user:references:users total:numeric:10,2:required',
    'lockstep new table tickets status:enum:open,paid,shipped:default=open placed_at:timestamp:default=now',
    "lockstep new table posts 'title:string!' 'price:decimal{10,2}' author:references:users:cascade",
    'lockstep new table memberships --key none team:references:primary user:references:primary',
  ],
  answers: tableAnswers,
  plan: planTable,
};

function planTable(answers: TableAnswers, context: GeneratorContext): Plan {
  const types = dialectTypes[context.project.dialect];
  const asked = checkName('table', answers.name, types.nameBytes);
  const schema = readSchema(context.project.schema, context, context.project.dialect);
  const place = findPlace(schema, context);
  const home = place.kind === 'file' ? place.file : null;
  const neighbours = home ? [home] : place.kind === 'folder' ? place.neighbours : [];
  const models = home && home.tables.length === 0 ? schema.files : neighbours;
  const conventions = readConventions(models, casingOfMost(models, context));
  const name = conventions.tableName(asked);
  const exportName = conventions.exportName(name);
  checkFree(name, exportName, schema, home);

  const fields = templateFields(answers, name, context);
  const own = { name, exportName, typed: answers.name };
  const columns = blamingTemplate(fields, answers, () =>
    decideColumns(fields, answers, own, schema, types, conventions, context),
  );
  const enums = enumerations(columns, name, exportName, schema, types);
  const style = detectStyle(home ? [home] : neighbours, { ...defaultStyle, width: lineWidth(context.read) });
  const declared = [exportName, ...[...enums.values()].map((one) => one.exportName)];
  const imports = new Imports(home, style, declared);
  const path = home?.path ?? newPath(place, conventions.fileName(name), schema, context);
  const ending = moduleEnding(schema.files, context);
  const reachable = { reader: context, path, ending };
  const values = tableValues({
    exportName,
    name,
    columns,
    enums,
    types,
    style,
    imports,
    builder: (builder) => imports.use(types.module, builder),
    indexName: (column) => indexName(name, [column], false, context),
    isCircular: ({ table: other }) => other === null,
    own: (property) => `table.${property}`,
    tableMaker: findMaker(neighbours, { types, ...reachable }),
    maker: ({ local, file, made }) => reach(local, file, reachable, made)(imports),
    tableName: ({ table: other }) => {
      if (other === null) return exportName;
      if (other.path === path) return other.local;
      return imports.use(specifier(path, other.path, ending), other.exportName ?? other.local);
    },
  });
  const helpers = importHelpers({ path, imports, types, schema, ending, context });
  const statements = context.render(tableTemplates.statements, values, helpers).trimEnd();
  const changes: FileChange[] = home
    ? [{ path, kind: 'edit', before: home.text, after: insertStatements(home, statements, imports, style) }]
    : [
        newFile(
          path,
          context.render(tableTemplates.file, {
            name,
            exportName,
            path,
            imports: imports.statements().map((one) => one.replaceAll('\r\n', '\n')),
            statements,
          }),
          style,
        ),
      ];
  for (const { after } of changes) checkOwnCode(path, after ?? '', exportName, context);
  if (place.kind === 'folder' && place.barrel) {
    changes.push(barrelChange(place.barrel, specifier(place.barrel.path, path, ending), declared, schema, style));
  }
  return { root: context.root, changes, nextSteps: nextSteps(columns, name, context) };
}

const newFile = (path: string, text: string, style: Style): FileChange => ({
  path,
  kind: 'create',
  before: null,
  after: withEol(text, style.eol),
});

/** The path of the new file. Throws when it is taken, or when drizzle-kit would not see it. */
function newPath(place: Place, fileName: string, schema: SchemaSource, context: GeneratorContext): string {
  const path = posix.join(place.kind === 'folder' ? place.folder : '.', fileName);
  if (context.read(path) !== null) {
    throw new LockstepError(`${path} exists already.`, {
      path,
      fix: 'Choose another name for the table, or move the file.',
    });
  }
  const seen = isCovered(path, schema) || (place.kind === 'folder' && place.barrel !== null);
  if (!seen) {
    throw new LockstepError(
      `drizzle-kit would not see ${path}: the schema of the config is ${schema.entries.map((entry) => entry.path).join(', ')}.`,
      {
        fix: 'Add the path to schema in the drizzle config.',
      },
    );
  }
  return path;
}

function barrelChange(
  barrel: SourceFile,
  source: string,
  names: string[],
  schema: SchemaSource,
  style: Style,
): FileChange {
  const own = detectStyle([barrel], style);
  const after = addToBarrel(barrel, source, names, own);
  if (typeof after === 'string') return { path: barrel.path, kind: 'edit', before: barrel.text, after };
  throw new LockstepError(
    `${barrel.path} has no line that exports a schema file, so there is no place for the new one.`,
    {
      path: barrel.path,
      line: barrel.text.split('\n').length,
      fix:
        elsewhere(schema) ??
        `Add a line like this one, then run the command again: ${after.code.replace(source, './existing-file')}`,
    },
  );
}

function checkFree(name: string, exportName: string, schema: SchemaSource, home: SourceFile | null): void {
  for (const table of schema.tables) {
    if (table.name !== name && table.exportName !== exportName) continue;
    const what = table.name === name ? `a table ${name}` : `an export ${exportName}`;
    throw new LockstepError(`There is ${what} already, in ${table.path}:${table.line}.`, {
      path: table.path,
      line: table.line,
      fix: 'Choose another name.',
    });
  }
  const file =
    schema.files.find((one) => one.exports.includes(exportName)) ?? (home?.names.has(exportName) ? home : undefined);
  if (file) {
    throw new LockstepError(`The name ${exportName} is taken in ${file.path}.`, {
      path: file.path,
      fix: 'Choose another name.',
    });
  }
}

function nextSteps(columns: Column[], name: string, context: GeneratorContext): string[] {
  const extensions = [...new Set(columns.flatMap(({ extension }) => extension ?? []))];
  return [
    ...extensions.map((one) => `The database needs the extension first: CREATE EXTENSION IF NOT EXISTS ${one};`),
    context.generateCommand(`add_${snakeCase(name)}`.slice(0, 60)),
  ];
}

function problem(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof LockstepError) return error.message;
    throw error;
  }
}
