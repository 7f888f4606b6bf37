import MagicString from 'magic-string';
import {
  addColumns,
  addOptions,
  buildersOf,
  defaultStyle,
  detectStyle,
  hasFormatter,
  Imports,
  insertBefore,
  lineWidth,
  ownColumns,
  print,
} from '../../src/scaffold/edit/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { type FoundTable, readSource, type SchemaSource, type SourceFile } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import { type ColumnContext, columnCode, columnOptions, enumCode, needsNamedKey } from '../columns/code.js';
import type { Column } from '../columns/column.js';
import { enumerations } from '../columns/enums.js';
import { indexName } from '../columns/index-name.js';
import { findMaker, reach } from '../columns/maker.js';
import { moduleEnding, specifier } from '../columns/specifier.js';
import { leadsTo, refuseNamedCircle } from './circular.js';
import { reexported } from './reexported.js';

/** The changes of the schema files that give a table these columns. */
export function editTable(
  columns: Column[],
  found: FoundTable,
  schema: SchemaSource,
  types: DialectTypes,
  context: GeneratorContext,
): FileChange[] {
  const { table, file } = found;
  const { path, text } = file;
  const exportName = table.exportName ?? table.local;
  const enums = enumerations(columns, table.name, exportName, schema, types);
  const style = detectStyle([file], { ...defaultStyle, width: lineWidth(context.read) });
  const declared = [...enums.values()].map((one) => one.exportName);
  const imports = new Imports(file, style, declared);
  const ending = moduleEnding(schema.files, context);
  const inCallback = buildersOf(table);
  const used = new Set<string>();
  const own = ownColumns(file, table);
  const reachable = { reader: context, path, ending };
  const code: ColumnContext = {
    name: table.name,
    enums,
    types,
    style,
    imports,
    composite: false,
    own,
    builder: (name) => {
      used.add(name);
      return inCallback ? inCallback(name) : imports.use(types.module, name);
    },
    indexName: (column) => indexName(table.name, [column], false, context),
    maker: ({ local, file: home, made }) => reach(local, home, reachable, made)(imports),
    isCircular: ({ table: other }) => other === null || leadsTo(other, table, schema),
    tableName: ({ table: other }) => {
      if (other === null || other.path === path) return other?.local ?? table.local;
      return imports.use(specifier(path, other.path, ending), other.exportName ?? other.local);
    },
  };
  for (const column of columns) {
    const other = column.target?.table;
    if (other && needsNamedKey(column, code) && leadsTo(other, table, schema))
      refuseNamedCircle(column.name, table, other);
  }
  const entries = columns.map((column) => ({ property: column.property, code: columnCode(column, code) }));
  const options = columns.map((column) => ({ column, ...columnOptions(column, code) }));
  const statements = [...enums.values()].map((one) => {
    const maker = findMaker([{ ...file, tables: [table] }], { types, ...reachable });
    const before = `export const ${one.exportName} = `;
    const end = style.semicolons ? ';' : '';
    return before + print(enumCode(one, maker.enumeration(imports)), before, end, style) + end;
  });

  // Each step reads the file anew: positions change with every edit.
  const edit = new MagicString(text);
  imports.apply(edit);
  let now = readSource(path, edit.toString());
  const step = (change: (file: SourceFile, table: FoundTable['table']) => string): void => {
    const at = now.tables.find(({ local, name }) => local === table.local && name === table.name);
    if (!at) throw new Error(`${path} has lost ${table.name} on the way.`);
    now = readSource(path, change(now, at));
  };
  for (const statement of statements) step((one, at) => insertBefore(one, at, statement, style));
  const keys = options.flatMap(({ column, key }) => (key ? [{ ...key, column }] : []));
  const indexes = options.flatMap(({ column, index }) => (index ? [{ ...index, column }] : []));
  const wanted = [...keys, ...indexes];
  const properties = wanted.map(({ column }) => column.property);
  step((one, at) => addOptions(one, at, wanted, properties, style, hasFormatter(context.read)));
  step((one, at) => addColumns(one, at, entries, [...used], style));
  const change: FileChange = { path, kind: 'edit', before: text, after: now.text };
  return [change, ...reexported(declared, found, schema, context)];
}
