import { LockstepError } from '../../src/errors.js';
import { defaultStyle, detectStyle, hasFormatter, lineWidth, removeColumn } from '../../src/scaffold/edit/index.js';
import { didYouMean, snakeCase } from '../../src/scaffold/fields/index.js';
import type { Generator, GeneratorContext } from '../../src/scaffold/generator.js';
import type { Plan } from '../../src/scaffold/plan.js';
import {
  columnSites,
  columnsShape,
  describeSite,
  type FoundTable,
  findTable,
  keyName,
  readSchema,
  referencesIn,
  type SchemaSource,
} from '../../src/schema/source/index.js';
import { textAnswer } from '../answers.js';
import { type ExistingColumn, findColumn } from '../existing-column.js';

export interface DropColumnAnswers {
  table: string;
  column: string;
}

/** `lockstep new drop-column orders note` */
export const dropColumn: Generator<DropColumnAnswers> = {
  name: 'drop-column',
  description: 'Takes a column out of a table, if nothing in the schema uses it',
  questions: [
    { name: 'table', message: 'Which table loses the column?', type: 'text', positional: true },
    { name: 'column', message: 'Which column?', type: 'text', positional: true },
  ],
  examples: ['lockstep new drop-column orders note', 'lockstep new drop-column app.orders placed_at'],
  answers: (values) => {
    const usage = 'lockstep new drop-column TABLE COLUMN';
    return { table: textAnswer(values, 'table', usage), column: textAnswer(values, 'column', usage) };
  },
  plan: planDrop,
};

function planDrop({ table: typed, column: name }: DropColumnAnswers, context: GeneratorContext): Plan {
  const schema = readSchema(context.project.schema, context, context.project.dialect);
  const found = findTable(typed, schema, context, didYouMean);
  const column = findColumn(name, found, schema, context);
  const { table, file } = found;
  const node = nodeOf(found, column);
  if (node.isPrimaryKey) {
    throw new LockstepError(`${table.name}.${column.property} is the primary key.`, {
      path: table.path,
      line: column.line,
      fix: 'Give the table another key first.',
    });
  }
  if (node.isOnly) {
    throw new LockstepError(`${table.name}.${column.property} is the only column of its table.`, {
      path: table.path,
      line: column.line,
      fix: 'Drop the table instead: delete its code.',
    });
  }
  refuseUses(found, column, node, schema, context);
  const style = detectStyle([file], { ...defaultStyle, width: lineWidth(context.read) });
  const after = removeColumn(file, table, column.property, style, hasFormatter(context.read));
  const name60 = `drop_${snakeCase(column.databaseName)}_from_${snakeCase(table.name)}`.slice(0, 60).replace(/_+$/, '');
  return {
    root: context.root,
    changes: [{ path: table.path, kind: 'edit', before: file.text, after }],
    nextSteps: [
      ...idleEnums(found, node, schema),
      `The migration deletes the values of ${table.name}.${column.databaseName}. Deploy code that does without the column first.`,
      context.generateCommand(name60),
    ],
  };
}

interface ColumnNode {
  start: number;
  end: number;
  isPrimaryKey: boolean;
  isOnly: boolean;
}

function nodeOf({ table }: FoundTable, { property }: ExistingColumn): ColumnNode {
  const properties = columnsShape(table)?.list.properties ?? [];
  const node = properties.find((one) => one.type === 'Property' && keyName(one.key) === property);
  if (!node) throw new Error(`The column ${property} was found and is not there.`);
  const read = table.columns.find((one) => one.property === property);
  return {
    start: node.start,
    end: node.end,
    isPrimaryKey: read?.calls.includes('primaryKey') ?? false,
    isOnly: properties.length === 1,
  };
}

/** A column that something in the schema files uses stays. */
function refuseUses(
  found: FoundTable,
  column: ExistingColumn,
  node: ColumnNode,
  schema: SchemaSource,
  context: GeneratorContext,
): void {
  const { table } = found;
  const names = { property: column.property, name: column.databaseName };
  const sites = columnSites(found, names, schema, context).filter(
    ({ file, start }) => file.path !== table.path || start < node.start || start >= node.end,
  );
  const [first] = sites;
  if (!first) return;
  const lines = [...new Set(sites.map((site) => `${describeSite(site, schema)} (${site.file.path}:${site.line})`))];
  throw new LockstepError(`${table.name}.${column.property} is in use: ${lines.join(', ')}.`, {
    path: first.file.path,
    line: first.line,
    fix: `Take ${lines.length === 1 ? 'that' : 'those'} out first, then run the command again.`,
  });
}

/** Enums that no other column has: drizzle-kit keeps the type until their line is deleted. */
function idleEnums({ table, file }: FoundTable, node: ColumnNode, schema: SchemaSource): string[] {
  const inside = ({ start }: { start: number }): boolean => node.start <= start && start < node.end;
  return schema.enums.flatMap((one) => {
    const locals =
      one.path === table.path
        ? [one.local]
        : file.imports.flatMap(({ named }) =>
            named.flatMap((name) => (name.imported === one.exportName ? name.local : [])),
          );
    const used = referencesIn(file.program, new Set(locals));
    if (!used.some(inside) || used.some((use) => !inside(use))) return [];
    const elsewhere = schema.files.some(
      (other) =>
        other.path !== file.path &&
        other.path !== one.path &&
        other.imports.some(({ named }) => named.some(({ imported }) => imported === one.exportName)),
    );
    return elsewhere ? [] : [`No column uses the enum ${one.name} now; delete it in ${one.path} if nothing else does.`];
  });
}
