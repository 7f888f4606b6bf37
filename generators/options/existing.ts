import type { Argument, CallExpression, Expression } from 'oxc-parser';
import type { Dialect } from '../../src/project/dialects.js';
import {
  columnsShape,
  type FoundTable,
  isCore,
  keyName,
  lineOf,
  optionsShape,
  type SourceFile,
  stringValue,
  unwrap,
} from '../../src/schema/source/index.js';

/** What stands in a table's options, or at a column: an index, a key, a constraint. */
export interface ExistingOption {
  /** drizzle's function: `index`, `uniqueIndex`, `unique`, `primaryKey`, `foreignKey`, `check`. */
  builder: string;
  /** Its name in the database; null where drizzle makes it of the columns. */
  name: string | null;
  /** What it covers, as code without the table: `email`, `createdAt.desc()`, ``sql`lower(${email})` ``. */
  columns: string[];
  /** Its method, if it names one. */
  method: string | null;
  /** The code of its condition, or null. */
  where: string | null;
  path: string;
  /** 1-based. */
  line: number;
}

interface Link {
  name: string;
  args: readonly Argument[];
}

/** The indexes, keys and constraints of a table, as far as its code shows them; those of its columns too. */
export function existingOptions({ table, file }: FoundTable): ExistingOption[] {
  const shape = optionsShape(table);
  const entries =
    shape.kind === 'array'
      ? shape.list.elements
      : shape.kind === 'object'
        ? shape.list.properties.map((one) => (one.type === 'Property' ? one.value : null))
        : [];
  const parameter =
    (shape.kind === 'array' || shape.kind === 'object') && shape.parameter.kind === 'identifier'
      ? shape.parameter.name
      : null;
  const listed = entries.flatMap((entry) => {
    const value = entry && entry.type !== 'SpreadElement' ? unwrap(entry) : null;
    const option = value ? readOption(value, file, parameter) : null;
    return option ? [option] : [];
  });
  return [...atColumns({ table, file }), ...listed];
}

function atColumns({ table, file }: Pick<FoundTable, 'table' | 'file'>): ExistingOption[] {
  return (columnsShape(table)?.list.properties ?? []).flatMap((one): ExistingOption[] => {
    const property = one.type === 'Property' && !one.computed ? keyName(one.key) : null;
    if (one.type !== 'Property' || property === null) return [];
    const place = {
      columns: [property],
      method: null,
      where: null,
      path: file.path,
      line: lineOf(file.text, one.start),
    };
    return linksOf(unwrap(one.value)).flatMap(({ name, args }): ExistingOption[] => {
      if (name === 'unique') return [{ ...place, builder: 'unique', name: stringValue(args[0]) }];
      if (name === 'primaryKey') return [{ ...place, builder: 'primaryKey', name: null }];
      return name === 'references' ? [{ ...place, builder: 'foreignKey', name: null }] : [];
    });
  });
}

function readOption(value: Expression, file: SourceFile, parameter: string | null): ExistingOption | null {
  const [first, ...rest] = linksOf(value);
  if (!first) return null;
  const builder = coreName(first.name, file);
  if (builder === null) return null;
  const code = (node: Argument): string => bare(file.text.slice(node.start, node.end), parameter);
  const on = rest.find(({ name }) => name === 'on' || name === 'onOnly');
  const using = rest.find(({ name, args }) => name === 'using' && args.length > 1);
  const settings = settingsOf(first.args[0]);
  const listed = unwrap(settings.get('columns') ?? null);
  const named = listed?.type === 'ArrayExpression' ? listed.elements.flatMap((one) => one ?? []) : [];
  const covered =
    on?.args ?? using?.args.slice(1) ?? (builder === 'primaryKey' && named.length === 0 ? first.args : named);
  const where = rest.find(({ name }) => name === 'where')?.args[0];
  return {
    builder,
    name: stringValue(first.args[0]) ?? stringValue(settings.get('name') ?? null),
    columns: covered.map(code),
    method: using ? stringValue(using.args[0]) : null,
    where: where ? code(where) : null,
    path: file.path,
    line: lineOf(file.text, value.start),
  };
}

/** Code without the name that the table has in it and without blanks, so that two pieces can be compared. */
export function bare(code: string, parameter: string | null): string {
  const free =
    parameter === null
      ? code
      : code.replaceAll(new RegExp(`(?<![\\w$.])${parameter.replaceAll('$', '\\$')}\\.`, 'g'), '');
  return free.replaceAll(/\s+/g, ' ').trim();
}

/** The calls of a chain, the first function first. */
function linksOf(node: Expression | null): Link[] {
  const links: Link[] = [];
  let at: Expression | null = node;
  while (at?.type === 'CallExpression') {
    const call: CallExpression = at;
    const callee: Expression | null = unwrap(call.callee);
    if (callee?.type === 'Identifier') return [{ name: callee.name, args: call.arguments }, ...links];
    if (callee?.type !== 'MemberExpression' || callee.computed || callee.property.type !== 'Identifier') return [];
    links.unshift({ name: callee.property.name, args: call.arguments });
    at = callee.object.type === 'Super' ? null : unwrap(callee.object);
  }
  // `p.index('a')` of a namespace begins with a name.
  return links;
}

/** The name that drizzle gives to a function which the file may have under another. */
function coreName(local: string, file: SourceFile): string | null {
  for (const { source, named, namespace } of file.imports) {
    if (!isCore(source)) continue;
    const found = named.find((one) => one.local === local);
    if (found) return found.imported;
    if (namespace !== null) return local;
  }
  return null;
}

function settingsOf(node: Argument | undefined): Map<string, Expression> {
  const value = unwrap(node);
  const settings = new Map<string, Expression>();
  for (const one of value?.type === 'ObjectExpression' ? value.properties : []) {
    const key = one.type === 'Property' ? keyName(one.key) : null;
    if (one.type === 'Property' && key !== null) settings.set(key, one.value);
  }
  return settings;
}

/** The name in the database that drizzle 0.45 gives to what has none, as its tables make it. */
export function defaultName(
  { builder, columns }: Pick<ExistingOption, 'builder' | 'columns'>,
  tableName: string,
  databaseName: (property: string) => string,
): string | null {
  const names = columns.map(databaseName);
  if (builder === 'unique') return `${tableName}_${names.join('_')}_unique`;
  return builder === 'primaryKey' && names.length > 1 ? `${tableName}_${names.join('_')}_pk` : null;
}

/** Where a name must be the only one: PostgreSQL and SQLite keep the names of indexes for the whole schema. */
export const isTableWide = (dialect: Dialect, kind: 'index' | 'constraint'): boolean =>
  kind === 'index' ? dialect === 'mysql' : dialect !== 'mysql';
