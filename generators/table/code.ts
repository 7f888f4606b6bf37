import { array, type Code, call, chainOf, object, print, quoted, raw } from '../../src/scaffold/edit/index.js';
import { type ColumnContext, columnCode, columnOptions, enumCode } from '../columns/code.js';
import type { Column } from '../columns/column.js';
import type { Maker } from '../columns/maker.js';

export interface TableCode extends Omit<ColumnContext, 'composite'> {
  exportName: string;
  columns: Column[];
  tableMaker: Maker;
}

/** The values of the template `table/statements.ts.hbs`. */
export function tableValues(table: TableCode): Record<string, unknown> {
  const { style, tableMaker: maker, imports, exportName } = table;
  const end = style.semicolons ? ';' : '';
  const callee = maker.table(imports);
  const primaries = table.columns.filter(({ primary }) => primary);
  const context: ColumnContext = { ...table, composite: primaries.length > 1 };
  const extras = extraCode(table, primaries, context);
  const depth = style.indent.repeat(extras.length > 0 ? 2 : 1);
  const columns = table.columns.map((column, at) => {
    const before = `${depth}${column.property}: `;
    const code = before + print(columnCode(column, context), before, ',', style);
    const comma = at < table.columns.length - 1 || style.trailingCommas ? ',' : '';
    return { property: column.property, name: column.name, code: code + comma };
  });
  const enums = [...table.enums.values()].map((one) => {
    const before = `export const ${one.exportName} = `;
    const code = before + print(enumCode(one, maker.enumeration(imports)), before, end, style) + end;
    return { exportName: one.exportName, name: one.name, code };
  });
  const extrasBefore = `${style.indent}(table) => `;
  return {
    enums,
    exportName,
    callee,
    name: table.name,
    quotedName: quoted(table.name, style),
    indent: style.indent,
    columns,
    extras: extras.length > 0 ? print(array(extras), extrasBefore, ',', style) : '',
    comma: style.trailingArgumentCommas ? ',' : '',
    end,
  };
}

/** The third argument of the table: composite key, named foreign keys, indexes. */
function extraCode({ columns, imports, types }: TableCode, primaries: Column[], context: ColumnContext): Code[] {
  const extras: Code[] = [];
  if (context.composite) {
    const list = array(primaries.map(({ property }) => raw(context.own(property))));
    extras.push(chainOf(call(imports.use(types.module, 'primaryKey'), object([['columns', list]]))));
  }
  const options = columns.map((column) => columnOptions(column, context));
  extras.push(...options.flatMap(({ key }) => (key ? [key.code] : [])));
  extras.push(...options.flatMap(({ index }) => (index ? [index.code] : [])));
  return extras;
}
