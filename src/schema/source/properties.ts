import type { Expression, ObjectExpression } from 'oxc-parser';
import { constantOf } from './constants.js';
import type { SourceFile, SourceTable } from './model.js';
import { lineOf } from './parse.js';
import type { SchemaSource, SourceReader } from './read-schema.js';
import { columnsShape } from './shape.js';
import { chain, keyName, returnedValue, stringValue, unwrap } from './syntax-tree.js';

/** A property of a table's columns, also one that it spreads (`...timestamps`). */
export interface TableProperty {
  property: string;
  /** The name in the database, when it is written. */
  name: string | null;
  path: string;
  /** 1-based. */
  line: number;
  /** Of its key, in UTF-16 units. */
  start: number;
  /** It comes from what is spread. */
  spread: boolean;
  /** What makes the column: `text('email').notNull()`. */
  value: Expression;
  /** The file that this stands in. */
  file: SourceFile;
}

/** Every property of a table that can be read, with those that come from objects it spreads, in its files or others. */
export function propertiesOf(
  table: SourceTable,
  file: SourceFile,
  source: SchemaSource,
  reader: SourceReader,
): TableProperty[] {
  const shape = columnsShape(table);
  return shape ? read(shape.list, file, source, reader, false, 0) : [];
}

function read(
  list: ObjectExpression,
  file: SourceFile,
  source: SchemaSource,
  reader: SourceReader,
  spread: boolean,
  depth: number,
): TableProperty[] {
  return list.properties.flatMap((one): TableProperty[] => {
    if (one.type === 'Property') {
      const key = one.computed ? null : keyName(one.key);
      if (key === null) return [];
      const { value } = one;
      const name = stringValue(chain(value)?.first.arguments[0]);
      const { start } = one.key;
      return [{ property: key, name, path: file.path, line: lineOf(file.text, start), start, spread, value, file }];
    }
    const from = depth < 10 ? objectOf(one.argument, file, source, reader) : null;
    return from ? read(from.list, from.file, source, reader, true, depth + 1) : [];
  });
}

/** The object that an expression stands for: `timestamps`, `timestamps()`. */
function objectOf(
  node: Expression,
  file: SourceFile,
  source: SchemaSource,
  reader: SourceReader,
): { list: ObjectExpression; file: SourceFile } | null {
  const value = unwrap(node);
  if (value?.type === 'ObjectExpression') return { list: value, file };
  const name = value?.type === 'CallExpression' ? unwrap(value.callee) : value;
  if (name?.type !== 'Identifier') return null;
  const found = constantOf(name.name, file, source, reader);
  const init = unwrap(found?.init);
  const result = init?.type === 'ArrowFunctionExpression' ? returnedValue(init) : init;
  return found && result?.type === 'ObjectExpression' ? { list: result, file: found.file } : null;
}
