import type { CatalogObject } from '../../database/catalog.js';
import type { Difference } from '../../database/difference.js';
import { tokenize } from '../../sql/tokens.js';
import { columnClause } from './definition.js';
import { quoted } from './names.js';
import { columnsIn, type Table } from './schema.js';

/**
 * ALTER TABLE statements that undo these differences of a table; null where SQLite needs it rebuilt. Whether a column
 * can be dropped is left to SQLite to say.
 */
export function alterBack(table: Table, differences: readonly Difference[]): string[] | null {
  const dropped: string[] = [];
  const added: string[] = [];
  for (const { kind, object } of differences) {
    if (kind === 'changed') return null;
    if (object.kind === 'column' && kind === 'unexpected') {
      dropped.push(`ALTER TABLE ${quoted(table.name)} DROP COLUMN ${quoted(object.name)}`);
    } else if (object.kind === 'column') {
      const clause = columnClause(table.definition, object.name);
      if (clause === null || !canBeAdded(table, object)) return null;
      added.push(`ALTER TABLE ${quoted(table.name)} ADD COLUMN ${clause}`);
    } else if (object.kind !== 'check' && object.kind !== 'foreign key') {
      return null;
    }
  }
  // A check or foreign key that does not stand at a column of its own stays as it is: that takes a rebuild.
  return dropped.length + added.length === 0 ? null : [...dropped, ...added];
}

/** SQLite refuses these once there are rows, or always (seen on 3.45). */
function canBeAdded(table: Table, column: CatalogObject): boolean {
  const { facts, besides } = column;
  const isPart = (kind: string): boolean =>
    table.constraints.some((constraint) => constraint.kind === kind && columnsIn(constraint).includes(column.name));
  if (isPart('primary key') || isPart('unique')) return false;
  if (String(facts.generated ?? '').endsWith(' stored')) return false;
  const value = besides.default === null ? null : String(besides.default);
  const hasValue = value !== null && value.toLowerCase() !== 'null';
  if (facts['not null'] === true && facts.generated === null && !hasValue) return false;
  if (hasValue && isPart('foreign key')) return false;
  return value === null || isConstant(value);
}

function isConstant(expression: string): boolean {
  const tokens = tokenize('sqlite', expression);
  const [first, second] = tokens;
  if (first?.kind === 'symbol' && ['-', '+'].includes(first.value))
    return tokens.length === 2 && second?.kind === 'number';
  if (first?.kind === 'word' && first.value === 'x') return tokens.length === 2 && second?.kind === 'string';
  if (tokens.length !== 1 || first === undefined) return false;
  if (first.kind === 'word') return ['null', 'true', 'false'].includes(first.value);
  return first.kind !== 'symbol';
}
