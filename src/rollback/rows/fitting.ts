import type { RowColumn, RowTable, Unique, ValueSet } from './table.js';
import type { Touched } from './touched.js';

/**
 * The tables of a schema with what another schema asks of their rows, too: rows for them pass a migration from the one
 * to the other, as far as constraints decide it.
 *
 * @param after the tables of the other schema, under the names that `renames` gives them.
 */
export function fitting(tables: RowTable[], after: RowTable[], renames: Touched['renames']): RowTable[] {
  const afterByKey = new Map(after.map((table) => [table.key, table]));
  const namesBefore = new Map([...renames.tables].map(([from, to]) => [to, from]));
  const before = new Map(tables.map((table) => [table.key, table]));
  return tables.map((table) => {
    const other = afterByKey.get(renames.tables.get(table.key) ?? table.key);
    if (other === undefined) return table;
    const columns = new Map(
      table.columns.map(({ name }) => [renames.columns.get(table.key)?.get(name) ?? name, name] as const),
    );
    return merged(table, other, columns, (key) => before.get(namesBefore.get(key) ?? key), renames);
  });
}

/** @param names the columns that both have: name after → name before. */
function merged(
  table: RowTable,
  other: RowTable,
  names: Map<string, string>,
  targetOf: (key: string) => RowTable | undefined,
  renames: Touched['renames'],
): RowTable {
  const known = new Map(table.columns.map(({ name }) => [name, name]));
  const isKept = (name: string): boolean => names.get(name) === name;
  const columns = table.columns.map((column) => {
    const same = other.columns.find(({ name }) => names.get(name) === column.name);
    return same === undefined
      ? column
      : { ...column, notNull: column.notNull || same.notNull, values: both(column, same) };
  });
  const foreignKeys = other.foreignKeys.flatMap((key) => {
    const target = targetOf(key.target);
    if (target === undefined) return [];
    const targetNames = renames.columns.get(target.key);
    const nameBefore = (name: string): string => [...(targetNames ?? [])].find(([, to]) => to === name)?.[0] ?? name;
    const mapped = key.columns.flatMap((name) => names.get(name) ?? []);
    const targetColumns = key.targetColumns.map(nameBefore);
    const isThere = targetColumns.every((name) => target.columns.some((column) => column.name === name));
    if (mapped.length !== key.columns.length || !isThere) return [];
    const isKnown = table.foreignKeys.some(({ columns: [...have] }) => have.join('\0') === mapped.join('\0'));
    return isKnown ? [] : [{ ...key, target: target.key, columns: mapped, targetColumns }];
  });
  return {
    ...table,
    columns,
    uniques: [...table.uniques, ...other.uniques.flatMap((unique) => uniqueBefore(unique, other, names))],
    foreignKeys: [...table.foreignKeys, ...foreignKeys],
    checks: [
      ...table.checks,
      // A check speaks of its columns by the names after.
      ...other.checks.filter(({ columns: about }) => about.every((name) => isKept(name) && known.has(name))),
    ],
  };
}

/** What a unique asks of the columns that are there before. */
function uniqueBefore(unique: Unique, other: RowTable, names: Map<string, string>): Unique[] {
  const added = other.columns.filter(({ name }) => unique.columns.includes(name) && !names.has(name));
  // A column that is added has one value in all rows, unless that is NULL or made for each row.
  if (added.some(({ default: value, isNumbered, isGenerated }) => isNumbered || isGenerated || !isConstant(value)))
    return [];
  return [{ ...unique, columns: unique.columns.flatMap((name) => names.get(name) ?? []) }];
}

function isConstant(value: string): boolean {
  return value !== '' && !value.includes('(');
}

/** The values that fit both types: those of the narrower one, as far as that can be told. */
function both({ values: before }: RowColumn, { values: after }: RowColumn): ValueSet {
  if (before.family === 'text' && after.family === 'text') {
    const shorter = (after.length ?? Number.POSITIVE_INFINITY) < (before.length ?? Number.POSITIVE_INFINITY);
    return shorter ? after : before;
  }
  if (before.family === 'text') return after;
  if (before.family !== 'enum' || after.family !== 'enum') return before;
  const inBoth = (values: string[]): string[] => values.filter((value) => after.awkward.includes(value));
  return { ...before, awkward: inBoth(before.awkward), plain: inBoth(before.plain) };
}
