import type { Operation, OperationOf, TableName } from '../sql/operation.js';
import type { Risk } from './rule.js';

/** Where the code of the working tree uses a table, or a column of one; `null` where that cannot be found out. */
export type UsesOf = (table: TableName, column: string | null) => Promise<Uses | null>;

export interface Uses {
  places: number;
  files: number;
  /** The first of them: `src/users.ts:12`. */
  first: string;
}

type TakingAway = OperationOf<'drop table' | 'drop column' | 'rename table' | 'rename column' | 'rebuild table'>;

const taking = new Set<string>(['drop table', 'drop column', 'rename table', 'rename column', 'rebuild table']);

/** Whether a statement may take a table or a column away, or give it another name. */
export function isTakenAway(operation: Operation): operation is Operation & TakingAway {
  return taking.has(operation.kind);
}

/** Risks of which the first about each table or column that goes says where code still uses it. */
export async function withUses<Found extends { risk: Risk }>(found: Found[], usesOf: UsesOf): Promise<Found[]> {
  const told = new Set<string>();
  const result: Found[] = [];
  for (const one of found) {
    const { operation, message, target } = one.risk;
    // Which columns a rebuild leaves out, the rules about it say: each under the name of its column.
    const isNew = isTakenAway(operation) && operation.kind !== 'rebuild table' && !told.has(target);
    if (isNew) told.add(target);
    const uses = isNew ? await usesOf(operation, 'column' in operation ? operation.column : null) : null;
    const risk =
      uses === null || uses.places === 0 ? one.risk : { ...one.risk, message: `${message} ${sentence(uses)}` };
    result.push({ ...one, risk });
  }
  return result;
}

function sentence({ places, files, first }: Uses): string {
  if (places === 1) return `One place in the code still uses it: ${first}.`;
  return `${places} places in ${files === 1 ? 'one file' : `${files} files`} still use it, the first at ${first}.`;
}
