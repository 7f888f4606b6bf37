import MagicString from 'magic-string';
import { LockstepError } from '../../errors.js';
import {
  type ColumnsShape,
  columnsShape,
  keyName,
  type SourceFile,
  type SourceTable,
} from '../../schema/source/index.js';
import { snakeCase } from '../fields/index.js';
import { type Code, flat, print } from './code.js';
import { insertItems, listOf } from './list.js';
import { propertyIn, takeProperties } from './parameter.js';
import type { Style } from './style.js';

/** A column as code: `total: numeric('total').notNull()`. */
export interface ColumnEntry {
  property: string;
  code: Code;
}

const fallback = 't';

/**
 * How the columns of a table are built.
 * @returns what to write for a builder of drizzle-orm, where a callback gives them; null where they are imported.
 */
export function buildersOf(table: SourceTable): ((builder: string) => string) | null {
  const parameter = columnsShape(table)?.parameter;
  return parameter ? (builder) => propertyIn(parameter, builder, fallback) : null;
}

/**
 * The file with columns more in a table: before its timestamps and before what it spreads at its end.
 * @param builders the builders of drizzle-orm that the code uses
 * @throws LockstepError (exit 2) with the code to paste, for columns that cannot be edited safely.
 */
export function addColumns(
  file: SourceFile,
  table: SourceTable,
  columns: readonly ColumnEntry[],
  builders: readonly string[],
  style: Style,
): string {
  const { text } = file;
  const { list, parameter } = editableColumns(
    table,
    columns.map((column) => `${column.property}: ${flat(column.code, style)},`),
  );
  const edit = new MagicString(text);
  if (parameter) takeProperties(edit, text, parameter, builders, fallback, style);
  const codes = columns.map(({ property, code }) => (indent: string | null) => {
    const before = `${indent ?? ''}${property}: `;
    return `${property}: ${indent === null ? flat(code, style) : print(code, before, ',', style)}`;
  });
  const audits = columns.every(({ property }) => isAudit(property));
  insertItems(edit, text, listOf(list, list.properties), columnPlace(list, audits), codes, style);
  return edit.toString();
}

/**
 * The columns of a table where an edit of them is safe: an object with keys that can be read, not only spread.
 * @param paste lines that the user may write by hand instead
 * @throws LockstepError (exit 2)
 */
export function editableColumns(table: SourceTable, paste: readonly string[]): ColumnsShape {
  const shape = columnsShape(table);
  const why = !shape
    ? 'are not written as an object there'
    : shape.list.properties.some((one) => one.type === 'Property' && one.computed)
      ? 'have keys that are computed'
      : shape.list.properties.length > 0 && shape.list.properties.every(({ type }) => type === 'SpreadElement')
        ? 'come from elsewhere, all of them'
        : null;
  if (shape && why === null) return shape;
  throw new LockstepError(
    `The columns of ${table.name} in ${table.path}:${table.line} ${why ?? ''}, so they cannot be edited safely.`,
    {
      path: table.path,
      line: table.line,
      fix:
        paste.length > 0 ? `Write it where they are made:\n  ${paste.join('\n  ')}` : 'Edit them where they are made.',
    },
  );
}

/** The place of new columns among the properties: before which of them. */
function columnPlace({ properties }: ColumnsShape['list'], audits: boolean): number {
  let at = properties.length;
  for (; at > 1; at--) {
    const before = properties[at - 1];
    if (before?.type === 'SpreadElement') continue;
    const key = before ? keyName(before.key) : null;
    if (audits || key === null || !isAudit(key)) break;
  }
  // A spread at the beginning holds what every table has: new columns follow it.
  const [first] = properties;
  if (at === 1 && first?.type !== 'SpreadElement') {
    const key = first ? keyName(first.key) : null;
    if (key !== null && isAudit(key) && !audits) return 0;
  }
  return Math.min(at, properties.length);
}

/** `createdAt`, `updated_on`, `deletedAt`: what tables end with. */
const isAudit = (property: string): boolean =>
  /^(date_)?(created|updated|modified|deleted|archived)(_(at|on|by|date|time))?$/.test(snakeCase(property));
