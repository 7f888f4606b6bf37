import type { Operation, OperationOf, TableName } from '../../sql/operation.js';
import { brief } from '../lost.js';
import { fillingOf } from './fill.js';
import type { ForeignKeyChanges } from './foreign-keys.js';
import type { Pairing } from './identity.js';
import type { Inverse } from './inverse.js';
import type { TableChanges } from './table-changes.js';
import { isKeyed } from './table-statements.js';

interface Found {
  unread: OperationOf<'unanalysed'>[];
  unknownViews: string[];
  pairing: Pairing;
  tables: TableChanges[];
  keys: ForeignKeyChanges;
}

/** What no statement undoes, and why. */
export function gaps({ unread, unknownViews, pairing, tables, keys }: Found): string[] {
  const unseen = 'no migration that could be read made it';
  return [
    ...unread.map(({ place, text }) => `line ${place.line}: what "${brief(text)}" does is not known`),
    ...unknownViews.map((name) => `the view ${name} is not known as it was: ${unseen}`),
    ...pairing.lost
      .filter(({ isPartial }) => isPartial)
      .map(({ table }) => `the table ${table} is not known as it was: ${unseen}`),
    ...tables.flatMap(({ table, addedIndexes, primaryKey, modified, addedChecks, droppedChecks }) => {
      const own = table.before.table;
      const columns = [...table.columns.lost, ...modified.map(({ before }) => before)]
        .filter(({ definition }) => definition.type === '')
        .map(({ definition }) => `the column ${own}.${definition.name}`);
      const indexes = addedIndexes
        .filter(({ parts }) => parts.length === 0)
        .map(({ name }) => `the index ${name} of ${own}`);
      const key = primaryKey?.before?.parts.length === 0 ? [`the primary key of ${own}`] : [];
      const checks = addedChecks
        .filter(({ expression }) => expression === '')
        .map(({ name }) => `the check ${name} of ${own}`);
      return [
        ...[...columns, ...indexes, ...key, ...checks].map((what) => `${what} is not known as it was: ${unseen}`),
        ...droppedChecks
          .filter(({ name }) => name === null)
          .map(() => `a check of ${own} was added without a name: the one that the server gave it is not known`),
      ];
    }),
    ...keys.added
      .filter(({ key }) => key.columns.length === 0)
      .map(({ key, table }) => `the foreign key ${key.name} of ${table.table} is not known as it was: ${unseen}`),
  ];
}

/** What may not have been as it is known: tables that something is brought back in or that come or go as a whole. */
export function doubts(
  { lost, made }: Pairing,
  tables: readonly TableChanges[],
  keys: ForeignKeyChanges,
  operations: readonly Operation[],
): string[] {
  const changed = tables
    .filter(({ table, addedIndexes, primaryKey, modified, addedChecks }) =>
      [table.columns.lost, addedIndexes, modified, addedChecks, primaryKey === null ? [] : [primaryKey]].some(
        (list) => list.length > 0,
      ),
    )
    .map(({ table }) => table.before);
  const all = new Set([...lost, ...changed, ...keys.added.map(({ table }) => table)]);
  const isOptional = ({ schema, table }: TableName): boolean =>
    operations.some(
      (each) => each.kind === 'create table' && each.ifNotExists && each.schema === schema && each.table === table,
    );
  return [
    ...made
      .filter(isOptional)
      .map(({ table }) => `whether ${table} was there before is not certain: it was made IF NOT EXISTS`),
    ...[...all].flatMap(({ table, doubt }) =>
      doubt === null ? [] : [`what ${table} was before is not certain: ${doubt}`],
    ),
    ...tables.flatMap(({ table: { before }, droppedIndexes }) =>
      droppedIndexes
        .filter(({ isGenerated }) => before.isPartial && isGenerated)
        .map(({ name }) => `whether the server made the index ${name} of ${before.table} is not certain`),
    ),
  ];
}

/** Columns that come back without their values and cannot be empty. */
export function fillings({ kept }: Pairing): Pick<Inverse, 'filled' | 'unfilled'> {
  const found: Pick<Inverse, 'filled' | 'unfilled'> = { filled: [], unfilled: [] };
  for (const { before, columns } of kept) {
    const { schema, table } = before;
    for (const { definition } of columns.lost) {
      const { name } = definition;
      const filling = fillingOf(definition);
      const isCounted = filling?.value === 'AUTO_INCREMENT';
      const isRequired = definition.notNull && definition.default === null && definition.generated === null;
      if (!isRequired || definition.type === '') continue;
      if (filling === null || (!isCounted && isKeyed(before, name)))
        found.unfilled.push({ schema, table, column: name });
      else found.filled.push({ schema, table, column: name, value: filling.value });
    }
  }
  return found;
}
