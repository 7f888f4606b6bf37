import type { Argument, CallExpression, Expression } from 'oxc-parser';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import {
  constantOf,
  describeTables,
  type FoundTable,
  isCore,
  keyName,
  literalOptions,
  returnedValue,
  type SchemaSource,
  stringValue,
  unwrap,
} from '../../src/schema/source/index.js';
import { type ExistingColumn, existingColumns } from '../existing-column.js';
import { existingOptions } from '../options/existing.js';

/** A column with what a row needs to know of it. */
export interface RowColumn extends ExistingColumn {
  /** What makes it: `text`, `varchar`, or a function of the project. */
  builder: string;
  /** Null where they are computed. */
  options: Record<string, string | number | boolean> | null;
  /** Never null. */
  isRequired: boolean;
  /** A row gets a value when none is given. */
  hasDefault: boolean;
  /** `generatedAlwaysAs`: nobody writes it. */
  isComputed: boolean;
  isUnique: boolean;
  isPrimary: boolean;
  isArray: boolean;
  /** The values that its enum has. */
  values: string[] | null;
  /** What a foreign key at the column refers to. */
  refersTo: { found: FoundTable; property: string } | null;
}

const counting = ['serial', 'smallserial', 'bigserial'];

/** Every column of a table that can be read, with those that it spreads. */
export function rowColumns(found: FoundTable, schema: SchemaSource, context: GeneratorContext): RowColumn[] {
  const inKey = primaryKey(found);
  return existingColumns(found, schema, context).map((column) => {
    const links = linksOf(column.value);
    const [first, ...rest] = links;
    const names = rest.map(({ name }) => name);
    const isPrimary = names.includes('primaryKey') || inKey.includes(column.property);
    const builder = first ? importedName(first.name, column) : '';
    const settings = first?.args.map((one) => unwrap(one)).find((one) => one?.type === 'ObjectExpression');
    const hasDefault =
      counting.includes(builder) ||
      names.some((name) => /^\$?default|^generated|^autoincrement$|^\$onUpdate/.test(name)) ||
      (isPrimary && builder === 'integer' && context.project.dialect === 'sqlite');
    return {
      ...column,
      builder,
      options: settings?.type === 'ObjectExpression' ? literalOptions(settings) : first ? {} : null,
      isRequired: isPrimary || names.includes('notNull') || counting.includes(builder),
      hasDefault,
      isComputed: names.includes('generatedAlwaysAs'),
      isUnique: names.includes('unique') || isPrimary,
      isPrimary,
      isArray: names.includes('array'),
      values: enumValues(first, settings ?? null, column, schema),
      refersTo: referred(
        rest.find(({ name }) => name === 'references'),
        column,
        schema,
        context,
      ),
    };
  });
}

/** The properties of the key in the table's options, or none. */
export function primaryKey(found: FoundTable): string[] {
  return existingOptions(found).find(({ builder }) => builder === 'primaryKey')?.columns ?? [];
}

interface Link {
  name: string;
  args: readonly Argument[];
}

/** The calls of `text('a').notNull()`, the first function first. */
function linksOf(value: Expression): Link[] {
  const links: Link[] = [];
  let at: Expression | null = unwrap(value);
  while (at?.type === 'CallExpression') {
    const call: CallExpression = at;
    const callee: Expression | null = unwrap(call.callee);
    if (callee?.type === 'Identifier') return [{ name: callee.name, args: call.arguments }, ...links];
    if (callee?.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return [];
    links.unshift({ name: callee.property.name, args: call.arguments });
    at = callee.object.type === 'Super' ? null : unwrap(callee.object);
  }
  return links;
}

/** The name that drizzle gives to what a file imports under another. */
function importedName(local: string, { file }: ExistingColumn): string {
  for (const { source, named } of file.imports) {
    const found = isCore(source) ? named.find((one) => one.local === local) : undefined;
    if (found) return found.imported;
  }
  return local;
}

function enumValues(
  first: Link | undefined,
  settings: Expression | null,
  { file }: ExistingColumn,
  schema: SchemaSource,
): string[] | null {
  if (first?.name === 'mysqlEnum') {
    const list = first.args.map((one) => unwrap(one)).find((one) => one?.type === 'ArrayExpression');
    return texts(list ?? null);
  }
  for (const one of settings?.type === 'ObjectExpression' ? settings.properties : [])
    if (one.type === 'Property' && keyName(one.key) === 'enum') return texts(unwrap(one.value));
  const imported = file.imports.flatMap(({ named }) => named).find(({ local }) => local === first?.name);
  const found = schema.enums.find(({ path, local, exportName }) =>
    imported ? exportName === imported.imported : path === file.path && local === first?.name,
  );
  return found?.values ?? null;
}

function texts(list: Expression | null): string[] | null {
  if (list?.type !== 'ArrayExpression') return null;
  const values = list.elements.map((one) => stringValue(one));
  return values.every((one) => one !== null) ? values : null;
}

function referred(
  link: Link | undefined,
  { file }: ExistingColumn,
  schema: SchemaSource,
  context: GeneratorContext,
): RowColumn['refersTo'] {
  const callback = unwrap(link?.args[0]);
  const target = callback?.type === 'ArrowFunctionExpression' ? returnedValue(callback) : null;
  if (target?.type !== 'MemberExpression' || target.property.type !== 'Identifier') return null;
  const object = target.object.type === 'Super' ? null : unwrap(target.object);
  const constant = object?.type === 'Identifier' ? constantOf(object.name, file, schema, context) : null;
  const found = describeTables(schema, context).find(
    ({ table }) => table.path === constant?.file.path && table.local === constant.local,
  );
  return found ? { found, property: target.property.name } : null;
}
