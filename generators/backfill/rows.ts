import { camelCase } from '../../src/scaffold/fields/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FoundTable } from '../../src/schema/source/index.js';
import { type RowColumn, rowColumns } from './columns.js';
import type { Decided, Parts } from './decide.js';
import { literal, sample } from './sample.js';

/** What a test puts into the tables, as code. */
export interface TestRows {
  /** Rows that the table's rows refer to, in the order in which they are inserted. */
  parents: { table: FoundTable; key: string; value: string; entries: Entry[]; overrides: boolean }[];
  /** A row that the backfill means; `at` counts the rows. */
  entries: Entry[];
  overrides: boolean;
  /** A value of the column that no row gets from the backfill; null where none is known. */
  other: string | null;
  /** Columns that no value is known for. */
  missing: string[];
}

interface Entry {
  property: string;
  code: string;
}

/** Deepest chain of tables that rows are made for. */
const deepest = 5;

/** Rows that the backfill has to fill, with those that they refer to. */
export function testRows(decided: Decided, context: GeneratorContext): TestRows {
  const { found, schema, columns, column, value, where, onlyEmpty } = decided;
  const made: TestRows = { parents: [], entries: [], overrides: false, other: null, missing: [] };
  const pinned = where === null ? new Map<string, string>() : equalities(where);
  const mentioned = new Set(
    [...value, ...(where ?? [])].flatMap((part) => (part.kind === 'column' ? [part.column.property] : [])),
  );
  const entriesOf = (table: FoundTable, list: RowColumn[], number: string, depth: number): Entry[] =>
    list.flatMap((one): Entry[] => {
      const isTarget = table === found && one.property === column.property;
      if (one.isComputed || (isTarget && onlyEmpty)) return [];
      const isMentioned = table === found && mentioned.has(one.property);
      const fixed = table === found ? pinned.get(one.property) : undefined;
      const isNeeded = (one.isRequired || isMentioned) && (!one.hasDefault || fixed !== undefined);
      if (!isNeeded) return [];
      const code =
        (fixed === undefined ? null : literal(fixed, one)) ??
        (one.refersTo ? parentKey(one.refersTo, table, depth) : null) ??
        sample(one, number, context.project.dialect);
      if (code === null) made.missing.push(`${table.name}.${one.databaseName}`);
      return [{ property: one.property, code: code ?? 'undefined' }];
    });
  /** The key of a row of another table, which is inserted before; null for a table that refers to itself. */
  const parentKey = (to: NonNullable<RowColumn['refersTo']>, from: FoundTable, depth: number): string | null => {
    const { table } = to.found;
    if (depth > deepest || (table.path === from.table.path && table.local === from.table.local)) return null;
    const known = made.parents.find(
      ({ table: one, value: name }) => one.table === table && name.endsWith(upper(to.property)),
    );
    if (known) return known.value;
    const list = rowColumns(to.found, schema, context);
    const referred = list.find(({ property }) => property === to.property);
    const key = referred ? sample(referred, '1', context.project.dialect) : null;
    if (!referred || key === null) return null;
    const name = camelCase(`${table.local}_${to.property}`);
    const others = list.filter(({ property }) => property !== to.property);
    const entries = [{ property: to.property, code: name }, ...entriesOf(to.found, others, '1', depth + 1)];
    made.parents.push({
      table: to.found,
      key,
      value: name,
      entries,
      overrides: isAlwaysIdentity(referred),
    });
    return name;
  };
  made.entries = entriesOf(found, columns, 'at', 0);
  made.overrides = columns.some(
    (one) => isAlwaysIdentity(one) && made.entries.some(({ property }) => property === one.property),
  );
  made.other =
    onlyEmpty && !column.refersTo && !column.isUnique ? sample(column, '987', context.project.dialect) : null;
  return made;
}

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `generatedAlwaysAsIdentity`: PostgreSQL takes a value for it only when it is told to. */
const isAlwaysIdentity = ({ file, value }: RowColumn): boolean =>
  file.text.slice(value.start, value.end).includes('.generatedAlwaysAsIdentity(');

/** `status = 'open' and …`: the values that the rows must have to be meant, as far as the expression says so plainly. */
function equalities(where: Parts): Map<string, string> {
  const found = new Map<string, string>();
  if (where.some((part) => part.kind === 'text' && /\b(?:or|not|select)\b/i.test(part.text))) return found;
  for (const [at, part] of where.entries()) {
    const next = where[at + 1];
    if (part.kind !== 'column' || next?.kind !== 'text') continue;
    const value = /^\s*=\s*('(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false)\s*(?:$|\)|and\b)/i.exec(next.text)?.[1];
    if (value !== undefined) found.set(part.column.property, value);
  }
  return found;
}
