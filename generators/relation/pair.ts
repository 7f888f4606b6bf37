import { LockstepError } from '../../src/errors.js';
import type { ExistingRelation } from './existing.js';
import type { Link } from './link.js';
import { cannotEdit } from './refuse.js';
import { relationsBetween, type State } from './state.js';
import { isSame } from './tables.js';

/** How a new pair of relations is told from the others of the same two tables. */
export interface PairAlias {
  /** null: drizzle needs none. */
  alias: string | null;
  /** How many other relations the two tables have. */
  others: number;
  named: { relation: ExistingRelation; alias: string }[];
}

/**
 * Two relations between the same two tables need names that pair their sides. drizzle-orm 0.45 counts every relation
 * back for one without a name, so those that are there get one too, and a table that refers to itself always needs one;
 * 1.0 counts only those without an alias.
 *
 * @param partner the side that is there already
 * @param name of the side that has the columns
 */
export function pairAlias(link: Link, partner: ExistingRelation | undefined, name: string, state: State): PairAlias {
  if (partner?.alias?.startsWith('${')) {
    const { path, line } = partner;
    throw cannotEdit(
      { path, line },
      `what pairs ${partner.from.table.name}.${partner.name} is computed`,
      `${name}: with ${partner.alias.slice(2, -1)} as its name`,
    );
  }
  const isSelf = isSame(link.from, link.to);
  const all = new Set([...relationsBetween(link.from, link.to, state), ...relationsBetween(link.to, link.from, state)]);
  const others = [...all].filter((one) => one !== partner);
  const isFirst = state.api.kind === 'relations';
  if (others.length === 0 && !(isSelf && isFirst)) return { alias: null, others: 0, named: [] };
  const named: PairAlias['named'] = [];
  const alias = freeAlias(`${link.from.table.exportName}_${name}`, state);
  if (partner && partner.alias === null) named.push({ relation: partner, alias });
  if (isFirst) named.push(...nameOthers(others, state, alias));
  return { alias, others: others.length, named };
}

/** The name for the pair of the others that has none yet. */
function nameOthers(others: readonly ExistingRelation[], state: State, taken: string): PairAlias['named'] {
  const unnamed = others.filter(({ alias }) => alias === null);
  const [waiting, ...more] = unnamed.filter(({ columns }) => columns === null);
  if (!waiting) return [];
  const [holder, ...others2] = unnamed.filter(({ columns, from }) => columns !== null && isSame(from, waiting.to));
  if (!holder || more.length > 0 || others2.length > 0) {
    const { path, line } = waiting;
    throw new LockstepError(
      `${path}:${line}: ${waiting.from.table.name}.${waiting.name} has no relationName, and which relation it belongs to cannot be told.`,
      { path, line, fix: 'Give it and its other side the same relationName first.' },
    );
  }
  const alias = freeAlias(`${holder.from.table.exportName}_${holder.name}`, state, [taken]);
  return [waiting, holder].map((relation) => ({ relation, alias }));
}

/** A name that no pair has yet. */
export function freeAlias(wanted: string, { existing }: State, more: readonly string[] = []): string {
  const taken = new Set([...existing.flatMap(({ alias }) => alias ?? []), ...more]);
  let alias = wanted;
  for (let count = 2; taken.has(alias); count++) alias = `${wanted}_${count}`;
  return alias;
}
