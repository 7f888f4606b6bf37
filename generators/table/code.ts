import {
  array,
  type Call,
  type Code,
  call,
  chainOf,
  flat,
  type Imports,
  object,
  print,
  quoted,
  raw,
  type Style,
  sqlTemplate,
  string,
} from '../../src/scaffold/edit/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import { type Column, fitName } from './columns.js';
import type { Maker } from './maker.js';
import type { Target } from './references.js';

/** A `pgEnum` that the table needs. */
export interface Enumeration {
  exportName: string;
  name: string;
  values: string[];
}

export interface TableCode {
  exportName: string;
  name: string;
  columns: Column[];
  /** The enum of a column, where it is a type of its own. */
  enums: ReadonlyMap<Column, Enumeration>;
  types: DialectTypes;
  maker: Maker;
  style: Style;
  imports: Imports;
  /** What to write for a table of the schema. */
  tableName(target: Target): string;
}

/** The values of the template `table/statements.ts.hbs`. */
export function tableValues(table: TableCode): Record<string, unknown> {
  const { style, maker, imports, exportName } = table;
  const end = style.semicolons ? ';' : '';
  const callee = maker.table(imports);
  const extras = extraCode(table);
  const depth = style.indent.repeat(extras.length > 0 ? 2 : 1);
  const rows = table.columns.map((column) => {
    const before = `${depth}${column.property}: `;
    return before + print(columnCode(column, table), before, ',', style);
  });
  const columns = rows.map((row, at) => (at < rows.length - 1 || style.trailingCommas ? `${row},` : row));
  const enums = [...table.enums.values()].map(({ exportName, name, values }) => {
    const before = `export const ${exportName} = `;
    const code = chainOf(call(maker.enumeration(imports), string(name), array(values.map(string))));
    return before + print(code, before, end, style) + end;
  });
  const extrasBefore = `${style.indent}(table) => `;
  return {
    enums,
    exportName,
    callee,
    name: quoted(table.name, style),
    indent: style.indent,
    columns,
    extras: extras.length > 0 ? print(array(extras), extrasBefore, ',', style) : '',
    comma: style.trailingArgumentCommas ? ',' : '',
    end,
  };
}

function columnCode(column: Column, table: TableCode): Code {
  const { imports, types } = table;
  const enumeration = table.enums.get(column);
  const options = { ...column.options };
  const args: Code[] = column.explicit ? [string(column.name)] : [];
  if (column.values && types.enumeration === 'builder') args.push(array(column.values.map(string)));
  const entries = Object.entries(options).map(([key, value]): [string, Code] => [
    key,
    typeof value === 'string' ? string(value) : raw(String(value)),
  ]);
  if (column.values && types.enumeration === 'option') entries.push(['enum', array(column.values.map(string))]);
  if (entries.length > 0) args.push(object(entries));
  const callee = enumeration ? enumeration.exportName : imports.use(types.module, column.builder);
  return chainOf(call(callee, ...args), ...modifiers(column, table));
}

function modifiers(column: Column, table: TableCode): Call[] {
  const calls: Call[] = [];
  if (column.array) calls.push(call('array'));
  if (column.primary && !isComposite(table.columns)) calls.push(call('primaryKey'));
  for (const code of column.fixed) calls.push(codeCall(code, table.imports));
  if (column.required) calls.push(call('notNull'));
  if (column.unique) calls.push(uniqueCall(column, table));
  if (column.default) calls.push(defaultCall(column.default, table.imports));
  if (column.target && !needsNamedKey(column, table)) calls.push(referenceCall(column.target, table));
  return calls;
}

/** drizzle names the constraint itself; a name that the engine would cut or refuse is written out. */
function uniqueCall(column: Column, { name, types }: TableCode): Call {
  const full = `${name}_${column.name}_unique`;
  const fitted = fitName(full, types.nameBytes);
  return fitted === full ? call('unique') : call('unique', string(fitted));
}

function defaultCall(value: NonNullable<Column['default']>, imports: Imports): Call {
  if (value.kind === 'call') return codeCall(value.call, imports);
  if (value.kind === 'string') return call('default', string(value.text));
  return call('default', raw(value.kind === 'code' ? value.code : sqlCode(sqlTemplate(value.sql), imports)));
}

/** `defaultNow()`, ``default(sql`…`)``, `$onUpdate(() => new Date())` of the tables of types. */
function codeCall(code: string, imports: Imports): Call {
  const open = code.indexOf('(');
  const name = code.slice(0, open);
  const argument = code.slice(open + 1, -1);
  if (argument === '') return call(name);
  if (argument.startsWith('() =>')) return call(name, { kind: 'arrow', text: argument });
  return call(name, raw(argument.startsWith('sql`') ? sqlCode(argument, imports) : argument));
}

function sqlCode(template: string, imports: Imports): string {
  const local = imports.use('drizzle-orm', 'sql');
  return local + template.slice('sql'.length);
}

function actionOptions({ onDelete, onUpdate }: Target): [string, Code][] {
  const entries: [string, Code][] = [];
  if (onDelete !== undefined) entries.push(['onDelete', string(onDelete)]);
  if (onUpdate !== undefined) entries.push(['onUpdate', string(onUpdate)]);
  return entries;
}

function referenceCall(target: Target, table: TableCode): Call {
  const { imports, types } = table;
  // Without the type TypeScript finds that the table's type refers to itself.
  const head = target.table === null ? `(): ${imports.use(types.module, types.anyColumn, true)} =>` : '() =>';
  const arrow: Code = { kind: 'arrow', text: `${head} ${table.tableName(target)}.${target.property}` };
  const options = actionOptions(target);
  return options.length > 0 ? call('references', arrow, object(options)) : call('references', arrow);
}

const foreignKeyName = (column: Column, target: Target, name: string): string =>
  `${name}_${column.name}_${target.tableName}_${target.columnName}_fk`;

const needsNamedKey = (column: Column, { name, types }: TableCode): boolean =>
  column.target !== null && Buffer.byteLength(foreignKeyName(column, column.target, name)) > types.nameBytes;

const isComposite = (columns: Column[]): boolean => columns.filter(({ primary }) => primary).length > 1;

/** The third argument of the table: composite key, named foreign keys, indexes. */
function extraCode(table: TableCode): Code[] {
  const { columns, imports, types, name } = table;
  const extras: Code[] = [];
  const primaries = columns.filter(({ primary }) => primary);
  if (isComposite(columns)) {
    const list = array(primaries.map(({ property }) => raw(`table.${property}`)));
    extras.push(chainOf(call(imports.use(types.module, 'primaryKey'), object([['columns', list]]))));
  }
  for (const column of columns) {
    if (column.target && needsNamedKey(column, table)) extras.push(namedKey(column, column.target, table));
  }
  for (const column of columns) {
    if (!column.index || (column.primary && primaries.length === 1)) continue;
    const indexName = fitName(`${name}_${column.name}_idx`, types.nameBytes);
    extras.push(
      chainOf(call(imports.use(types.module, 'index'), string(indexName)), call('on', raw(`table.${column.property}`))),
    );
  }
  return extras;
}

function namedKey(column: Column, target: Target, table: TableCode): Code {
  const { imports, types, style } = table;
  const foreign = target.table === null ? 'table' : table.tableName(target);
  const entries: [string, Code][] = [
    ['name', string(fitName(foreignKeyName(column, target, table.name), types.nameBytes))],
    ['columns', array([raw(`table.${column.property}`)])],
    ['foreignColumns', array([raw(`${foreign}.${target.property}`)])],
  ];
  const actions = actionOptions(target).map(([key, value]) => call(key, raw(flat(value, style))));
  return chainOf(call(imports.use(types.module, 'foreignKey'), object(entries)), ...actions);
}
