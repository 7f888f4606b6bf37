import { LockstepError } from '../../src/errors.js';
import type { FoundTable } from '../../src/schema/source/index.js';
import type { RelationField } from './answers.js';
import type { ExistingRelation } from './existing.js';
import { isRequired, isUnique } from './foreign-keys.js';
import { findLink, type Link } from './link.js';
import { backName, checkFree, forwardName } from './names.js';
import { freeAlias, pairAlias } from './pair.js';
import { relationsBetween, type State } from './state.js';
import { isSame } from './tables.js';

/** One relation, decided and not yet code. */
export interface NewRelation {
  from: FoundTable;
  name: string;
  kind: 'one' | 'many';
  to: FoundTable;
  /** Properties of the columns here and there. */
  own: string[];
  other: string[];
  /** The columns that refer are those of this side. */
  holds: boolean;
  /** There is always a row on the other side. */
  required: boolean;
  through: { table: FoundTable; own: string[]; other: string[] } | null;
  alias: string | null;
}

export interface Decision {
  /** The one that was asked for first. */
  relations: NewRelation[];
  /** Relations that are there and get a name, so that drizzle can tell them from the new ones. */
  named: { relation: ExistingRelation; alias: string }[];
  notes: string[];
}

/**
 * What a field means: the relation, the one of the other side, and what both are told apart by.
 * Throws a LockstepError (exit 2) for what does not fit the tables or is there already.
 */
export function decide(field: RelationField, found: FoundTable, inverse: boolean, state: State): Decision {
  const link = findLink(field, found, state);
  checkFree(field.name, found, field.source, 'Choose another name.', state);
  // A table that refers to itself has both sides; `many` is the one without the columns.
  const holds = field.kind === 'one' && isSame(link.from, found);
  return holds ? fromHolder(field, link, inverse, state) : fromKey(field, link, inverse, state);
}

/** The relation of the table that has the columns: `posts.author`. */
function fromHolder(field: RelationField, link: Link, inverse: boolean, state: State): Decision {
  const twin = holderRelation(link, state);
  if (twin) throw isThere(field, twin);
  const partner = orphan(link, state);
  const pair = pairAlias(link, partner, field.name, state);
  const alias = partner?.alias ?? pair.alias;
  const relations = [forward(link, field.name, alias)];
  if (!partner && inverse) {
    const kind = isUnique(link.from, link.columns) ? 'one' : 'many';
    const name = backName(field, link, kind, pair.others > 0, state);
    relations.push(back(link, name, kind, alias));
  }
  const told = partner
    ? [`${partner.from.table.name}.${partner.name} in ${partner.path}:${partner.line} is its other side.`]
    : [];
  return { relations, named: pair.named, notes: [...told, ...softNotes(link)] };
}

/** The relation of the table that is referred to: `users.posts`. */
function fromKey(field: RelationField, link: Link, inverse: boolean, state: State): Decision {
  const partner = holderRelation(link, state);
  const twin = relationsBetween(link.to, link.from, state).find(
    (one) => partner && one.columns === null && one.alias === partner.alias && one.call !== partner.call,
  );
  if (twin) throw isThere(field, twin);
  if (!partner && !inverse && state.api.kind === 'relations') {
    throw new LockstepError(
      `${field.source}: drizzle-orm ${state.api.version} reads the columns of this relation from the one of ${link.from.table.name}, which --no-inverse leaves out.`,
      { path: link.from.table.path, line: link.from.table.line, fix: 'Leave --no-inverse out.' },
    );
  }
  const name = partner?.name ?? forwardName(field, link, state);
  const pair = pairAlias(link, partner, name, state);
  const alias = partner?.alias ?? pair.alias;
  const relations = [back(link, field.name, field.kind, alias)];
  if (!partner && inverse) relations.push(forward(link, name, alias));
  return { relations, named: pair.named, notes: softNotes(link) };
}

const forward = (link: Link, name: string, alias: string | null): NewRelation => ({
  from: link.from,
  name,
  kind: 'one',
  to: link.to,
  own: link.columns,
  other: link.keys,
  holds: true,
  required: link.declared && isRequired(link.from, link.columns),
  through: null,
  alias,
});

const back = (link: Link, name: string, kind: 'one' | 'many', alias: string | null): NewRelation => ({
  from: link.to,
  name,
  kind,
  to: link.from,
  own: link.keys,
  other: link.columns,
  holds: false,
  required: false,
  through: null,
  alias,
});

/** The relation that goes over the columns already. */
export const holderRelation = (link: Link, state: State): ExistingRelation | undefined =>
  relationsBetween(link.from, link.to, state).find(
    ({ columns, through }) =>
      !through &&
      columns?.own.length === link.columns.length &&
      columns.own.every((one, at) => one === link.columns[at]),
  );

/** A relation of the other side that waits for the one that has the columns. */
function orphan(link: Link, state: State): ExistingRelation | undefined {
  const holders = relationsBetween(link.from, link.to, state).filter(({ columns }) => columns !== null);
  const waiting = relationsBetween(link.to, link.from, state).filter(
    (one) => one.columns === null && !holders.some(({ alias }) => alias === one.alias),
  );
  return waiting.length === 1 ? waiting[0] : undefined;
}

/** `r.many.groups` over `memberships`, of drizzle-orm 1.0. */
export function decideThrough(field: RelationField, own: Link, other: Link, inverse: boolean, state: State): Decision {
  const [found, target] = [own.to, other.to];
  checkFree(field.name, found, field.source, 'Choose another name.', state);
  const others = [...relationsBetween(found, target, state), ...relationsBetween(target, found, state)];
  const alias = others.length > 0 ? freeAlias(`${found.table.exportName}_${field.name}`, state) : null;
  const relation: NewRelation = {
    from: found,
    name: field.name,
    kind: field.kind,
    to: target,
    own: own.keys,
    other: other.keys,
    holds: true,
    required: false,
    through: { table: own.from, own: own.columns, other: other.columns },
    alias,
  };
  if (!inverse) return { relations: [relation], named: [], notes: [] };
  const link: Link = { from: found, columns: own.keys, to: target, keys: other.keys, declared: true };
  const through = { table: own.from, own: other.columns, other: own.columns };
  const name = backName(field, link, 'many', others.length > 0, state);
  const reverse = { ...relation, from: target, to: found, name, own: other.keys, other: own.keys, through };
  return { relations: [relation, { ...reverse, kind: 'many', holds: false }], named: [], notes: [] };
}

function isThere(field: RelationField, { from, name, path, line }: ExistingRelation): LockstepError {
  return new LockstepError(
    `${field.source}: ${from.table.name}.${name} is this relation already, in ${path}:${line}.`,
    {
      path,
      line,
      fix: 'Use that one, or rename it there.',
    },
  );
}

function softNotes({ from, columns, to, keys, declared }: Link): string[] {
  if (declared) return [];
  const shown = columns.map((column, at) => `${from.table.name}.${column} → ${to.table.name}.${keys[at]}`).join(', ');
  const key = keys.length === 1 && keys[0] === 'id' ? '' : `.${keys.join(',')}`;
  return [
    `No foreign key is written for ${shown}, so rows may refer to nothing. To have one: lockstep new constraint ${from.table.name} foreign-key ${columns.join(' ')} --references ${to.table.name}${key}`,
  ];
}
