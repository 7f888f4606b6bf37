import MagicString from 'magic-string';
import { LockstepError } from '../../errors.js';
import { keyName, optionsShape, type SourceFile, type SourceTable } from '../../schema/source/index.js';
import { camelCase, snakeCase } from '../fields/index.js';
import { array, type Code, flat, print } from './code.js';
import { indentAt } from './gap.js';
import { insertItems, listOf } from './list.js';
import { propertyIn, takeProperties } from './parameter.js';
import { spreadArguments } from './spread-arguments.js';
import type { Style } from './style.js';

/** One entry of the table options: an index, a key, a constraint. */
export interface OptionEntry {
  /** Its name in the database, for the key where the options are an object. */
  name: string;
  code: Code;
}

/**
 * What the options of a table call its columns: `table.userId`, `t.userId`, or `userId` where they take the table apart.
 * A table without options gets the name that the other tables of the file use.
 */
export function ownColumns(file: SourceFile, table: SourceTable): (property: string) => string {
  const shape = optionsShape(table);
  const name = parameterName(file);
  if (shape.kind === 'none' || shape.kind === 'other') return (property) => `${name}.${property}`;
  return (property) => propertyIn(shape.parameter, property, name);
}

/**
 * The file with entries more in a table's third argument: in the array or the object that is there, else in a new array.
 * @param properties the columns that the code of the entries uses
 * @param formatted the project has a formatter, which puts three arguments on lines of their own
 * @throws LockstepError (exit 2) with the code to paste, for options that are neither.
 */
export function addOptions(
  file: SourceFile,
  table: SourceTable,
  entries: readonly OptionEntry[],
  properties: readonly string[],
  style: Style,
  formatted: boolean,
): string {
  if (entries.length === 0) return file.text;
  const { text } = file;
  const shape = optionsShape(table);
  const name = parameterName(file);
  if (shape.kind === 'other') {
    throw new LockstepError(
      `The options of ${table.name} in ${table.path}:${table.line} are neither a list nor an object, so they cannot be edited safely.`,
      {
        path: table.path,
        line: table.line,
        fix: `Write it where they are made:\n  ${entries.map(({ code }) => `${flat(code, style)},`).join('\n  ')}`,
      },
    );
  }
  const edit = new MagicString(text);
  if (shape.kind === 'none') {
    appendOptions(edit, file, table, array(entries.map(({ code }) => code)), name, style, formatted);
    return edit.toString();
  }
  takeProperties(edit, text, shape.parameter, properties, name, style);
  if (shape.kind === 'array') {
    const { list } = shape;
    const codes = entries.map(
      ({ code }) =>
        (indent: string | null) =>
          indent === null ? flat(code, style) : print(code, indent, ',', style),
    );
    insertItems(edit, text, listOf(list, list.elements), list.elements.length, codes, style);
    return edit.toString();
  }
  const { list } = shape;
  const keys = list.properties.flatMap((one) => (one.type === 'Property' ? (keyName(one.key) ?? []) : []));
  const codes = entries.map(({ name: entry, code }) => {
    const key = freeKey(entry, table.name, keys);
    keys.push(key);
    return (indent: string | null) =>
      `${key}: ${indent === null ? flat(code, style) : print(code, `${indent}${key}: `, ',', style)}`;
  });
  insertItems(edit, text, listOf(list, list.properties), list.properties.length, codes, style);
  return edit.toString();
}

function appendOptions(
  edit: MagicString,
  file: SourceFile,
  table: SourceTable,
  options: Code,
  name: string,
  style: Style,
  formatted: boolean,
): void {
  const { text } = file;
  const last = table.call.arguments[1];
  if (!last) return;
  const arrow = `(${name}) => `;
  if (isSpread(file, table) ?? formatted) {
    const indent = indentAt(text, table.call.start) + style.indent;
    spreadArguments(edit, file, table.call, style);
    const code = print(options, indent + arrow, ',', style).replaceAll('\n', style.eol);
    edit.appendLeft(last.end, `,${style.eol}${indent}${arrow}${code}`);
    return;
  }
  const line = text.slice(text.lastIndexOf('\n', last.end - 1) + 1, last.end);
  const code = print(options, `${line}, ${arrow}`, ');', style).replaceAll('\n', style.eol);
  edit.appendLeft(last.end, `, ${arrow}${code}`);
}

/** The tables of the file that have options have their arguments on lines of their own; null when none has any. */
function isSpread(file: SourceFile, table: SourceTable): boolean | null {
  const own = table.call.arguments[0];
  if (own && file.text.slice(table.call.callee.end, own.start).includes('\n')) return true;
  const others = file.tables.filter((one) => optionsShape(one).kind !== 'none');
  const spread = others.filter(({ call }) =>
    file.text.slice(call.callee.end, call.arguments[0]?.start ?? call.callee.end).includes('\n'),
  );
  return others.length === 0 ? null : spread.length * 2 >= others.length;
}

/** What most of the tables of the file call themselves in their options. */
function parameterName(file: SourceFile): string {
  const counts = new Map<string, number>();
  for (const table of file.tables) {
    const shape = optionsShape(table);
    if ((shape.kind === 'array' || shape.kind === 'object') && shape.parameter.kind === 'identifier')
      counts.set(shape.parameter.name, (counts.get(shape.parameter.name) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 'table';
}

/** The key of an entry: its name without the table's, in the case that the other keys have. */
function freeKey(entry: string, tableName: string, keys: readonly string[]): string {
  const snake = keys.length > 0 && keys.some((key) => key.includes('_'));
  const whole = keys.some((key) => snakeCase(key).startsWith(`${snakeCase(tableName)}_`));
  const prefix = `${tableName}_`;
  const base = !whole && entry.startsWith(prefix) ? entry.slice(prefix.length) : entry;
  const name = snake ? snakeCase(base) : camelCase(base);
  let key = name;
  for (let count = 2; keys.includes(key); count++) key = `${name}${count}`;
  return key;
}
