import { LockstepError } from '../../src/errors.js';
import {
  array,
  type Call,
  type Code,
  call,
  chainOf,
  flat,
  object,
  raw,
  string,
  takesCall,
} from '../../src/scaffold/edit/index.js';
import type { FoundTable, SourceColumn } from '../../src/schema/source/index.js';
import { leadsTo } from '../column/circular.js';
import { checkCircle } from '../column/columns.js';
import type { ExistingColumn } from '../existing-column.js';
import { distinct } from '../index/decide.js';
import { type Addition, editOptions, type OptionCode } from '../options/edit.js';
import { existingOptions } from '../options/existing.js';
import { freeName } from '../options/names.js';
import type { ConstraintAnswers } from './answers.js';
import { copyNotes, type Decided, type Place, qualifiedName, quotedName } from './place.js';
import { misfit, type ReferredKey, referredKey } from './referred-key.js';

type KeyAnswers = Extract<ConstraintAnswers, { kind: 'foreign-key' }>;

/**
 * A foreign key: `.references(() => users.id)` at the column when it is one that the table has written out and drizzle's
 * own name for it will do, else `foreignKey({ … })` in the table options.
 * Throws a LockstepError (exit 2) for types that do not fit, a key that is there, and rows that no table could begin with.
 */
export function planForeignKey(answers: KeyAnswers, place: Place): Decided {
  const { found, schema, types, context } = place;
  const columns = distinct(answers.columns, found, schema, context);
  const target = referredKey(answers.references, columns.length, place);
  refuseTwin(columns, found);
  checkTypes(columns, target, place);
  checkActions(answers, columns, found);
  const isSelf = target.found.table === found.table;
  const back = !isSelf && leadsTo(target.found.table, found.table, schema);
  for (const [at, column] of columns.entries()) {
    const key = target.columns[at];
    if (!key) continue;
    const required = columnOf(found, column)?.calls.includes('notNull') ?? false;
    const name = { tableName: target.found.table.name, columnName: key.databaseName };
    const { onDelete, onUpdate } = answers;
    const to = { table: isSelf ? null : target.found.table, property: key.property, ...name, onDelete, onUpdate };
    checkCircle({ name: column.databaseName, required, target: to }, found, schema);
  }
  const list = (many: ExistingColumn[]): string => many.map(({ databaseName }) => databaseName).join('_');
  const made = `${found.name}_${list(columns)}_${target.found.name}_${list(target.columns)}_fk`;
  const name = freeName(answers.name, made, 'constraint', found, schema, types, context);
  const [only, ...more] = columns;
  const isAlone = only !== undefined && more.length === 0 && !only.spread;
  const inline = isAlone && name === made && takesCall(found.table, only.property);
  const change = editOptions(found, schema, types, context, (code) => {
    if (inline) return atColumn(answers, columns, target, isSelf || back, isSelf, place, code);
    const addition = inOptions(name, answers, columns, target, isSelf, code);
    if (back && addition.kind === 'option') refuseCircle(addition.code, found, target, code);
    return addition;
  });
  return { change, name, notes: notes(columns, target, back, place) };
}

const columnOf = ({ table }: FoundTable, { property }: ExistingColumn): SourceColumn | undefined =>
  table.columns.find((one) => one.property === property);

function atColumn(
  { onDelete, onUpdate }: KeyAnswers,
  [column]: ExistingColumn[],
  { found: { table }, columns: [key] }: ReferredKey,
  isCircular: boolean,
  isSelf: boolean,
  { types }: Place,
  code: OptionCode,
): Addition {
  const local = isSelf ? table.local : code.other(table);
  // Without the type TypeScript finds that the table's type refers to itself.
  const head = isCircular ? `(): ${code.type(types.anyColumn)} =>` : '() =>';
  const arrow: Code = { kind: 'arrow', text: `${head} ${local}.${key?.property ?? ''}` };
  const entries: [string, Code][] = [];
  if (onDelete !== undefined) entries.push(['onDelete', string(onDelete)]);
  if (onUpdate !== undefined) entries.push(['onUpdate', string(onUpdate)]);
  const made = entries.length > 0 ? call('references', arrow, object(entries)) : call('references', arrow);
  return { kind: 'column', property: column?.property ?? '', call: made };
}

function inOptions(
  name: string,
  { onDelete, onUpdate }: KeyAnswers,
  columns: ExistingColumn[],
  target: ReferredKey,
  isSelf: boolean,
  code: OptionCode,
): Addition {
  const { table } = target.found;
  const own = columns.map(({ property }) => raw(code.own(property)));
  const foreign = target.columns.map(({ property }) =>
    raw(isSelf ? code.own(property) : `${code.other(table)}.${property}`),
  );
  const settings = object([
    ['name', string(name)],
    ['columns', array(own)],
    ['foreignColumns', array(foreign)],
  ]);
  const calls: Call[] = [call(code.core('foreignKey'), settings)];
  if (onDelete !== undefined) calls.push(call('onDelete', string(onDelete)));
  if (onUpdate !== undefined) calls.push(call('onUpdate', string(onUpdate)));
  const properties = [...columns, ...(isSelf ? target.columns : [])].map(({ property }) => property);
  return { kind: 'option', name, code: chainOf(...calls), properties };
}

/** In the options the type of one table would follow from the other's, and that from this one's (TypeScript 7022). */
function refuseCircle(option: Code, { table }: FoundTable, { found }: ReferredKey, { style }: OptionCode): never {
  throw new LockstepError(
    `${found.table.name} refers to ${table.name} already, be it through others: TypeScript could not infer the types of both.`,
    {
      path: table.path,
      line: table.line,
      fix: `Write the options with the type of what they return, (table): PgTableExtraConfigValue[] => [ … ] in PostgreSQL, and in them:\n  ${flat(option, style)},`,
    },
  );
}

function refuseTwin(columns: ExistingColumn[], found: FoundTable): void {
  const properties = columns.map(({ property }) => property);
  const twin = existingOptions(found).find(
    (option) =>
      option.builder === 'foreignKey' &&
      option.columns.length === properties.length &&
      option.columns.every((column, at) => column === properties[at]),
  );
  if (!twin) return;
  const { path, line } = twin;
  throw new LockstepError(
    `${found.table.name}.${properties.join(', ')} has a foreign key already, in ${path}:${line}.`,
    { path, line, fix: 'Change it there: drizzle-kit drops the old one and makes the new one.' },
  );
}

function checkTypes(columns: ExistingColumn[], target: ReferredKey, place: Place): void {
  const { found } = place;
  for (const [at, column] of columns.entries()) {
    const key = target.columns[at];
    const why = key ? misfit(columnOf(found, column), columnOf(target.found, key), place) : null;
    if (why === null) continue;
    throw new LockstepError(
      `${found.table.name}.${column.property} cannot refer to ${target.found.table.name}.${key?.property}: their types are ${why}.`,
      {
        path: column.path,
        line: column.line,
        fix: 'Give the column the type of the key first, in a migration of its own.',
      },
    );
  }
}

function checkActions({ onDelete, onUpdate }: KeyAnswers, columns: ExistingColumn[], found: FoundTable): void {
  if (onDelete !== 'set null' && onUpdate !== 'set null') return;
  const required = columns.find((column) => {
    const calls = columnOf(found, column)?.calls ?? [];
    return calls.includes('notNull') || calls.includes('primaryKey');
  });
  if (!required) return;
  throw new LockstepError(`${found.table.name}.${required.property} is required, so it cannot be set to null.`, {
    path: required.path,
    line: required.line,
    fix: 'Use cascade or restrict, or make the column nullable first.',
  });
}

function notes(columns: ExistingColumn[], target: ReferredKey, back: boolean, place: Place): string[] {
  const { found, context } = place;
  const table = qualifiedName(found.schema, found.name, place);
  const other = qualifiedName(target.found.schema, target.found.name, place);
  const pairs = columns.map(
    ({ databaseName }, at) =>
      `r.${quotedName(target.columns[at]?.databaseName ?? '', place)} = t.${quotedName(databaseName, place)}`,
  );
  const present = columns.map(({ databaseName }) => `t.${quotedName(databaseName, place)} IS NOT NULL`);
  const told = [
    `The migration fails where a row refers to nothing; look first: SELECT t.* FROM ${table} t WHERE ${present.join(' AND ')} AND NOT EXISTS (SELECT 1 FROM ${other} r WHERE ${pairs.join(' AND ')});`,
  ];
  if (back)
    told.push(
      `${found.name} and ${target.found.name} refer to each other now: a row of one of them goes in with its key empty first.`,
    );
  const properties = columns.map(({ property }) => property);
  const isIndexed = existingOptions(found).some(
    (option) =>
      ['index', 'uniqueIndex', 'unique', 'primaryKey'].includes(option.builder) &&
      properties.every((property, at) => option.columns[at] === property),
  );
  // InnoDB makes the index itself.
  if (!isIndexed && context.project.dialect !== 'mysql') {
    told.push(
      `No index begins with ${properties.join(', ')}, so every delete in ${target.found.name} reads all of ${found.name}: lockstep new index ${found.table.name} ${properties.join(' ')}`,
    );
  }
  return [...told, ...copyNotes(place)];
}
