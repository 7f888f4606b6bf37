import { LockstepError } from '../../src/errors.js';
import { plural, singular, toCase, words } from '../../src/scaffold/fields/index.js';
import type { SchemaSource } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import type { Enumeration } from './code.js';
import type { Column } from './column.js';
import { applyPattern, commonPattern, identifierCases, type Pattern, patterns } from './pattern.js';

const camel: Pattern = { style: 'camel', prefix: [], suffix: [], number: 'same' };

/**
 * The enums that are types of their own: `order_status`, exported as the schema's other enums are (`orderStatus`,
 * `orderStatusEnum`). None for a dialect that has no such types.
 * Throws a LockstepError (exit 2) when every fitting name is taken.
 */
export function enumerations(
  columns: Column[],
  tableName: string,
  exportName: string,
  schema: SchemaSource,
  types: DialectTypes,
): Map<Column, Enumeration> {
  const found = new Map<Column, Enumeration>();
  if (types.enumeration !== 'type') return found;
  const taken = new Set([...schema.files.flatMap((file) => file.exports), exportName]);
  const names = new Set([...schema.enums, ...schema.tables].map(({ name }) => name));
  const ballots = schema.enums.flatMap((one) => (one.exportName === null ? [] : [patterns(one.name, one.exportName)]));
  const pattern = commonPattern(ballots, identifierCases) ?? camel;
  for (const column of columns) {
    if (!column.values) continue;
    const owners = [singular(words(tableName)), words(tableName), plural(words(tableName))];
    const candidates = owners.map((owner) => toCase('snake', [...owner, ...words(column.name)]));
    const name = candidates.find(
      (one) => !taken.has(applyPattern(pattern, one)) && !names.has(one) && Buffer.byteLength(one) <= types.nameBytes,
    );
    if (name === undefined) {
      throw new LockstepError(
        `The enum of ${column.name} cannot be called ${candidates[0]}: the name is taken or too long.`,
        { fix: 'Choose another name for the field.' },
      );
    }
    names.add(name);
    taken.add(applyPattern(pattern, name));
    found.set(column, { exportName: applyPattern(pattern, name), name, values: column.values });
  }
  return found;
}
