import { LockstepError } from '../../src/errors.js';
import { camelCase, didYouMean, plural, singular, words } from '../../src/scaffold/fields/index.js';
import type { FoundTable } from '../../src/schema/source/index.js';
import type { RelationField } from './answers.js';
import { type ForeignKey, foreignKeys, isUnique } from './foreign-keys.js';
import type { State } from './state.js';
import { isSame } from './tables.js';

/** The key of a table whose rows all refer to different ones. Throws a LockstepError (exit 2) for one that may repeat. */
export function unique(field: RelationField, key: ForeignKey): ForeignKey {
  if (isUnique(key.from, key.columns)) return key;
  const { name } = key.from.table;
  const columns = key.columns.join(', ');
  throw new LockstepError(
    `${field.source}: ${name}.${columns} may repeat, so a row of ${key.to.table.name} has many ${name}.`,
    {
      path: key.from.table.path,
      line: key.from.table.line,
      fix: `Make it ${camelCase(plural(words(name)).join('_'))}:many:${name}, or let no two rows refer to the same: lockstep new constraint ${name} unique ${key.columns.join(' ')}`,
    },
  );
}

/** Several keys fit: which ones, and how to say which is meant. */
export function several(field: RelationField, keys: readonly ForeignKey[]): LockstepError {
  const shown = keys.map(({ from, columns, to }) => `${from.table.name}.${columns.join(', ')} → ${to.table.name}`);
  const typed = keys.map(({ from, columns, to }) => {
    const other = field.kind === 'many' ? from : to;
    return `${field.name}:${field.kind}:${other.table.name}:${columns.join(',')}`;
  });
  return new LockstepError(`${field.source}: ${keys.length} foreign keys fit: ${shown.join('; ')}.`, {
    path: keys[0]?.from.table.path,
    line: keys[0]?.from.table.line,
    fix: `Say which one: ${[...new Set(typed)].join(' or ')}`,
  });
}

/** `many` was asked for from the side that has the columns. */
export function wrongSide(field: RelationField, { from, columns, to }: ForeignKey): LockstepError {
  const name = camelCase(singular(words(field.name)).join('_'));
  const back = camelCase(plural(words(from.table.name)).join('_'));
  return new LockstepError(
    `${field.source}: ${from.table.name} has the column that refers (${columns.join(', ')}), so each of its rows has one of ${to.table.name}, not many.`,
    {
      path: from.table.path,
      line: from.table.line,
      fix: `From this side: ${name}:one:${to.table.name}:${columns.join(',')}; from the other: lockstep new relation ${to.table.name} ${back}:many:${from.table.name}:${columns.join(',')}`,
    },
  );
}

/** Nothing says how the two tables belong together. */
export function noKey(field: RelationField, target: FoundTable | null, found: FoundTable, state: State): LockstepError {
  const { name } = found.table;
  if (!target) {
    const list = state.tables.all.map(({ table }) => table.name);
    return new LockstepError(`${field.source}: no foreign key of ${name} fits, and no table is called so.`, {
      path: found.table.path,
      line: found.table.line,
      fix: [
        didYouMean(field.name, list),
        `Name the table: ${field.name}:${field.kind}:TABLE. Tables: ${list.join(', ')}.`,
      ]
        .filter(Boolean)
        .join(' '),
    });
  }
  const between = state.tables.all.filter((one) => {
    const keys = foreignKeys(one, state.tables);
    return (
      !isSame(one, found) &&
      !isSame(one, target) &&
      [found, target].every((side) => keys.some(({ to }) => isSame(to, side)))
    );
  });
  const other = target.table.name;
  const [junction] = between;
  const columns =
    field.kind === 'one' ? `${camelCase(field.name)}Id=id` : `${camelCase(singular(words(name)).join('_'))}Id=id`;
  return new LockstepError(`${field.source}: there is no foreign key between ${name} and ${other} that can be read.`, {
    path: found.table.path,
    line: found.table.line,
    fix: junction
      ? `${junction.table.name} refers to both: ${field.name}:many:${other}:through=${junction.table.name}`
      : `Make one (lockstep new constraint), or name the columns: ${field.name}:${field.kind}:${other}:${columns}`,
  });
}
