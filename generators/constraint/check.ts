import { LockstepError } from '../../src/errors.js';
import { call, chainOf, raw, string } from '../../src/scaffold/edit/index.js';
import { existingColumns } from '../existing-column.js';
import { wordsOf } from '../index/decide.js';
import { editOptions } from '../options/edit.js';
import { existingOptions } from '../options/existing.js';
import { readExpression } from '../options/expression.js';
import { freeName } from '../options/names.js';
import type { ConstraintAnswers } from './answers.js';
import { copyNotes, type Decided, type Place, qualifiedName, quotedName } from './place.js';

/** ``check('orders_total_check', sql`${table.total} >= 0`)`` in the table options. */
export function planCheck(
  { expression, name: typed }: Extract<ConstraintAnswers, { kind: 'check' }>,
  place: Place,
): Decided {
  const { found, schema, types, context } = place;
  const { dialect } = context.project;
  const parts = readExpression(expression, existingColumns(found, schema, context), dialect, '--expression');
  const named = parts.flatMap((part) => (part.kind === 'column' ? [part.column] : []));
  if (named.length === 0) {
    const columns = existingColumns(found, schema, context).map(({ databaseName }) => databaseName);
    throw new LockstepError(`--expression ${expression}: it names no column of ${found.table.name}.`, {
      path: found.table.path,
      line: found.table.line,
      fix: `Columns: ${columns.join(', ')}.`,
    });
  }
  const told = [...new Set(named.map(({ databaseName }) => databaseName))];
  const base = told.length > 3 ? wordsOf(expression) : told;
  const made = `${found.table.name}_${base.join('_')}_check`;
  const inUse = existingOptions(found).filter(({ builder }) => builder === 'check');
  const taken = new Set(inUse.map(({ name }) => name));
  let free = made;
  for (let count = 2; typed === undefined && taken.has(free); count++) free = `${made}_${count}`;
  const name = freeName(typed, free, 'constraint', found, schema, types, context);
  const properties = named.map(({ property }) => property);
  const change = editOptions(found, schema, types, context, (code) => ({
    kind: 'option',
    name,
    properties,
    code: chainOf(call(code.core('check'), string(name), raw(code.sql(parts)))),
  }));
  const table = qualifiedName(found.schema, found.name, place);
  const sql = parts.map((part) => (part.kind === 'text' ? part.text : quotedName(part.column.databaseName, place)));
  const notes = [
    `The migration fails where a row breaks it; look first: SELECT * FROM ${table} WHERE NOT (${sql.join('')});`,
  ];
  if (dialect === 'postgresql')
    notes.push(
      `Writes to ${found.name} wait while every row is read. With many rows: ADD CONSTRAINT … NOT VALID first, VALIDATE CONSTRAINT in a second migration.`,
    );
  return { change, name, notes: [...notes, ...copyNotes(place)] };
}
