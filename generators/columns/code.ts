import {
  array,
  type Call,
  type Code,
  call,
  chainOf,
  flat,
  type Imports,
  object,
  raw,
  type Style,
  sqlTemplate,
  string,
} from '../../src/scaffold/edit/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import { type Column, fitName } from './column.js';
import type { OwnMaker, Target } from './references.js';

/** A `pgEnum` that the table needs. */
export interface Enumeration {
  exportName: string;
  name: string;
  values: string[];
}

/** What the code of columns takes from the table and the file that they go into. */
export interface ColumnContext {
  /** The table's name in the database. */
  name: string;
  /** The enum of a column, where it is a type of its own. */
  enums: ReadonlyMap<Column, Enumeration>;
  types: DialectTypes;
  style: Style;
  imports: Imports;
  /** What to call for a builder: `text`, `p.text`, or `t.text` in a callback. */
  builder(name: string): string;
  /** What to call for a function of the project. */
  maker(own: OwnMaker): string;
  /** What to write for a table of the schema. */
  tableName(target: Target): string;
  /** The type of what is referred to follows from the table itself. */
  isCircular(target: Target): boolean;
  /** What the table options call a column of the table: `table.userId`. */
  own(property: string): string;
  /** What an index of this column is called. */
  indexName(column: string): string;
  /** Several columns are the primary key together, so none is on its own. */
  composite: boolean;
}

/** `pgEnum('order_status', ['open', 'paid'])`; `callee` is what makes enums here. */
export const enumCode = ({ name, values }: Enumeration, callee: string): Code =>
  chainOf(call(callee, string(name), array(values.map(string))));

/** The code of a column: `text('name').notNull()`. */
export function columnCode(column: Column, table: ColumnContext): Code {
  const { types } = table;
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
  const callee = enumeration
    ? enumeration.exportName
    : column.maker
      ? table.maker(column.maker)
      : table.builder(column.builder);
  return chainOf(call(callee, ...args), ...modifiers(column, table));
}

function modifiers(column: Column, table: ColumnContext): Call[] {
  const calls: Call[] = [];
  if (column.array) calls.push(call('array'));
  if (column.primary && !table.composite) calls.push(call('primaryKey'));
  for (const code of column.fixed) calls.push(codeCall(code, table.imports));
  if (column.required) calls.push(call('notNull'));
  if (column.unique) calls.push(uniqueCall(column, table));
  if (column.default) calls.push(defaultCall(column.default, table.imports));
  if (column.target && !needsNamedKey(column, table)) calls.push(referenceCall(column.target, table));
  return calls;
}

/** drizzle names the constraint itself; a name that the engine would cut or refuse is written out. */
function uniqueCall(column: Column, { name, types }: ColumnContext): Call {
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

function referenceCall(target: Target, table: ColumnContext): Call {
  const { imports, types } = table;
  // Without the type TypeScript finds that the table's type refers to itself.
  const head = table.isCircular(target) ? `(): ${imports.use(types.module, types.anyColumn, true)} =>` : '() =>';
  const arrow: Code = { kind: 'arrow', text: `${head} ${table.tableName(target)}.${target.property}` };
  const options = actionOptions(target);
  return options.length > 0 ? call('references', arrow, object(options)) : call('references', arrow);
}

const foreignKeyName = (column: Column, target: Target, name: string): string =>
  `${name}_${column.name}_${target.tableName}_${target.columnName}_fk`;

/** drizzle's own name for the foreign key would be too long, so it stands in the table options with one that fits. */
export const needsNamedKey = (column: Column, { name, types }: ColumnContext): boolean =>
  column.target !== null && Buffer.byteLength(foreignKeyName(column, column.target, name)) > types.nameBytes;

/** The entries of the table options that a column needs, in their order: a named foreign key, an index. */
export interface ColumnOptions {
  key: { name: string; code: Code } | null;
  index: { name: string; code: Code } | null;
}

/** What a column needs in the table options; `name` is the constraint's in the database. */
export function columnOptions(column: Column, table: ColumnContext): ColumnOptions {
  const { imports, types, name, own } = table;
  const options: ColumnOptions = { key: null, index: null };
  if (column.target && needsNamedKey(column, table)) {
    const key = fitName(foreignKeyName(column, column.target, name), types.nameBytes);
    options.key = { name: key, code: namedKey(key, column, column.target, table) };
  }
  if (column.index && !(column.primary && !table.composite)) {
    const index = fitName(table.indexName(column.name), types.nameBytes);
    const code = chainOf(
      call(imports.use(types.module, 'index'), string(index)),
      call('on', raw(own(column.property))),
    );
    options.index = { name: index, code };
  }
  return options;
}

function namedKey(name: string, column: Column, target: Target, table: ColumnContext): Code {
  const { imports, types, style, own } = table;
  const foreign = target.table === null ? own(target.property) : `${table.tableName(target)}.${target.property}`;
  const entries: [string, Code][] = [
    ['name', string(name)],
    ['columns', array([raw(own(column.property))])],
    ['foreignColumns', array([raw(foreign)])],
  ];
  const actions = actionOptions(target).map(([key, value]) => call(key, raw(flat(value, style))));
  return chainOf(call(imports.use(types.module, 'foreignKey'), object(entries)), ...actions);
}
