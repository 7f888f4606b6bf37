import { LockstepError } from '../../src/errors.js';
import { camelCase, plural, words } from '../../src/scaffold/fields/index.js';
import type { FoundTable } from '../../src/schema/source/index.js';
import { columnOf } from '../existing-column.js';
import type { RelationField } from './answers.js';
import { type Decision, decide, decideThrough, holderRelation } from './decide.js';
import { foreignKeys } from './foreign-keys.js';
import { guessed, type Link, primaryKey, tableOf } from './link.js';
import { forwardName } from './names.js';
import { again, relationsBetween, type State } from './state.js';
import { isSame } from './tables.js';

/** What one field takes, step by step: each sees the files as the one before left them. */
export interface Steps {
  steps: ((state: State) => Decision)[];
  /** What `with` of a query says. */
  query: string;
  notes: string[];
}

/** The steps of a field. Throws a LockstepError (exit 2) when the table in between does not lead to both tables. */
export function stepsOf(field: RelationField, found: FoundTable, inverse: boolean, state: State): Steps {
  if (field.through === undefined) {
    const step = (now: State): Decision => decide(field, again(found, now), inverse, now);
    return { steps: [step], query: `{ ${field.name}: true }`, notes: [] };
  }
  const [target] = field.target === undefined ? guessed(field.name, state) : [tableOf(field.target, state)];
  if (!target) {
    throw new LockstepError(`${field.source}: it does not say which table it leads to.`, {
      fix: `Name it: ${field.name}:${field.kind}:TABLE:through=${field.through}`,
    });
  }
  const between = tableOf(field.through, state);
  const [own, other] = ends(field, found, target, between, state);
  if (state.api.kind === 'defineRelations') {
    return {
      steps: [(now) => decideThrough(field, own, other, inverse, now)],
      query: `{ ${field.name}: true }`,
      notes: [],
    };
  }
  return overJunction(field, own, other, inverse, state);
}

/**
 * drizzle-orm 0.45 knows no table in between: its rows are what both tables have many of, and each of them has one of
 * both.
 */
function overJunction(field: RelationField, own: Link, other: Link, inverse: boolean, state: State): Steps {
  const between = own.from;
  const list = camelCase(plural(words(between.table.name)).join('_'));
  const isSelf = isSame(own.to, other.to);
  const backName = (isFirst: boolean): string | undefined => {
    if (isFirst && isSelf) return field.name;
    return isSelf ? field.inverse : list;
  };
  const steps = (
    [
      [own, true],
      [other, inverse],
    ] as const
  ).flatMap(([link, both]) => {
    const isFirst = link === own;
    const holder = holderRelation(link, state);
    const name = holder?.name ?? forwardName({ ...field, inverse: undefined }, link, state);
    const columns = { refer: link.columns, keys: link.keys };
    const shared = { ...field, through: undefined, columns, inverse: backName(isFirst) };
    const isPaired =
      holder &&
      relationsBetween(link.to, between, state).some((one) => one.columns === null && one.alias === holder.alias);
    if (holder && (isPaired || !both)) return [];
    const asked: RelationField = holder
      ? { ...shared, name: shared.inverse ?? list, kind: 'many', target: tableKey(between), inverse: undefined }
      : { ...shared, name, kind: 'one', target: tableKey(link.to) };
    return [(now: State): Decision => decide(asked, again(holder ? link.to : between, now), both, now)];
  });
  if (steps.length === 0) {
    throw new LockstepError(
      `${field.source}: ${between.table.name} leads from each of the two tables to the other already.`,
      {
        path: between.table.path,
        line: between.table.line,
        fix: 'There is nothing to add.',
      },
    );
  }
  const far = holderRelation(other, state)?.name ?? forwardName({ ...field, inverse: undefined }, other, state);
  const near = holderRelation(own, state);
  const paired =
    near && relationsBetween(own.to, between, state).find((one) => one.columns === null && one.alias === near.alias);
  const query = `{ ${paired?.name ?? backName(true)}: { with: { ${far}: true } } }`;
  return {
    steps,
    query,
    notes: [
      `drizzle-orm ${state.api.version} has no through: a query goes over ${between.table.name}${isSelf ? '' : `, and nothing is called ${field.name}`}.`,
    ],
  };
}

const tableKey = ({ table }: FoundTable): string => (table.exportName === null ? table.name : `${table.exportName}`);

/** The columns of the table in between that lead to the one table and to the other. */
function ends(
  field: RelationField,
  found: FoundTable,
  target: FoundTable,
  between: FoundTable,
  state: State,
): [Link, Link] {
  const keys = foreignKeys(between, state.tables);
  if (field.columns) {
    const [first, second, ...more] = field.columns.refer.map(
      (typed) => columnOf(typed, between, state.schema, state.context).property,
    );
    if (first !== undefined && second !== undefined && more.length === 0) {
      return [named(first, found, between, state), named(second, target, between, state)];
    }
    throw new LockstepError(
      `${field.source}: of ${between.table.name}, name the column for ${found.table.name} and the one for ${target.table.name}.`,
      {
        fix: example(field, target, between),
      },
    );
  }
  const own = keys.filter(({ to }) => isSame(to, found));
  const other = keys.filter(({ to }) => isSame(to, target));
  if (isSame(found, target) && own[0] && own[1] && own.length === 2) {
    return [
      { ...own[0], declared: true },
      { ...own[1], declared: true },
    ];
  }
  for (const [side, list] of [
    [found, own],
    [target, other],
  ] as const) {
    if (list.length === 1) continue;
    const shown = list.map(({ columns }) => columns.join(', ')).join('; ');
    throw new LockstepError(
      `${field.source}: ${between.table.name} has ${list.length === 0 ? 'no foreign key' : `${list.length} foreign keys (${shown})`} to ${side.table.name}${list.length === 0 ? ' that can be read' : ''}.`,
      {
        path: between.table.path,
        line: between.table.line,
        fix: `Name its columns: ${example(field, target, between)}`,
      },
    );
  }
  const [first] = own;
  const [second] = other;
  if (!first || !second) throw new Error('Each side has one key.');
  return [
    { ...first, declared: true },
    { ...second, declared: true },
  ];
}

function named(column: string, to: FoundTable, between: FoundTable, state: State): Link {
  const key = foreignKeys(between, state.tables).find(
    ({ columns, to: other }) => columns.length === 1 && columns[0] === column && isSame(other, to),
  );
  if (key) return { ...key, declared: true };
  const [only, ...more] = primaryKey(to);
  if (only !== undefined && more.length === 0)
    return { from: between, columns: [column], to, keys: [only], declared: false };
  throw new LockstepError(
    `${between.table.name}.${column} cannot refer to ${to.table.name}, which has no single primary key.`,
    {
      path: to.table.path,
      line: to.table.line,
      fix: 'Relate the table in between with each of the two by itself.',
    },
  );
}

const example = (field: RelationField, target: FoundTable, between: FoundTable): string =>
  `${field.name}:${field.kind}:${target.table.name}:COLUMN,COLUMN:through=${between.table.name}`;
