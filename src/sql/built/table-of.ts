import type { Dialect } from '../../project/dialects.js';
import type { Column, Constraint } from '../table-parts.js';
import { postgresqlName, schemaName } from './names.js';
import type { BuiltConstraint, BuiltTable } from './schema.js';

/** A table as CREATE TABLE makes it: the constraints of its columns stand with its own, all of them named. */
export function tableOf(
  dialect: Dialect,
  of: { schema: string | null; name: string; columns: Column[]; constraints: Constraint[]; isPartial: boolean },
  tag: string,
): BuiltTable {
  const table: BuiltTable = {
    schema: schemaName(dialect, of.schema),
    name: of.name,
    columns: of.columns.map((column) => builtColumn(dialect, column)),
    isPartial: of.isPartial,
    isPartitioned: false,
    constraints: [],
    indexes: [],
    triggers: [],
    policies: [],
    madeBy: tag,
    emptySince: tag,
  };
  const stated = [...of.columns.flatMap((column) => column.constraints), ...of.constraints];
  return stated.reduce((grown, constraint) => withConstraint(dialect, grown, constraint), table);
}

/**
 * A column as a table has it, its constraints apart. A serial or an identity is required on PostgreSQL without a word
 * of it (15).
 */
export function builtColumn(dialect: Dialect, column: Column): Column {
  const isNumbered = dialect === 'postgresql' && (column.autoIncrement || column.identity !== null);
  return { ...column, notNull: column.notNull || isNumbered, constraints: [] };
}

/** The table with a constraint more, under the name that the engine gives it. */
export function withConstraint(dialect: Dialect, table: BuiltTable, constraint: Constraint): BuiltTable {
  const columns =
    constraint.type === 'primary key' || constraint.type === 'not null'
      ? table.columns.map((column) =>
          constraint.columns.includes(column.name) &&
          !column.notNull &&
          impliesNotNull(dialect, table, constraint, column)
            ? { ...column, notNull: true }
            : column,
        )
      : table.columns;
  if (constraint.type === 'not null') return { ...table, columns };
  const named = { ...constraint, name: constraint.name ?? madeUpName(dialect, table, constraint) };
  return { ...table, columns, constraints: [...table.constraints, named] };
}

/** SQLite allows nulls in primary keys, except as the row id (lang_createtable.html, 3.5). */
function impliesNotNull(dialect: Dialect, { columns }: BuiltTable, constraint: Constraint, column: Column): boolean {
  if (dialect !== 'sqlite' || constraint.type === 'not null') return true;
  return column.type.toLowerCase() === 'integer' && columns.length > 0 && keyLength(constraint) === 1;
}

function keyLength(constraint: Constraint): number {
  return constraint.type === 'primary key' ? constraint.columns.length : 0;
}

function madeUpName(dialect: Dialect, table: BuiltTable, constraint: BuiltConstraint): string | null {
  if (dialect === 'mysql') return mysqlName(table, constraint);
  if (dialect === 'sqlite') return null;
  const unique = (name: string): string => {
    const taken = new Set(table.constraints.map((other) => other.name));
    for (let at = 0; ; at++) {
      const candidate = at === 0 ? name : `${name}${at}`;
      if (!taken.has(candidate)) return candidate;
    }
  };
  switch (constraint.type) {
    case 'primary key':
      return postgresqlName(table.name, [], 'pkey');
    case 'unique':
      return unique(postgresqlName(table.name, constraint.columns, 'key'));
    case 'foreign key':
      return unique(postgresqlName(table.name, constraint.columns, 'fkey'));
    case 'check':
      return unique(postgresqlName(table.name, columnsIn(constraint.expression, table), 'check'));
    default:
      return unique(postgresqlName(table.name, [], 'excl'));
  }
}

/** A check over one column has it in its name, one over several has none (PostgreSQL 15). */
function columnsIn(expression: string, { columns }: BuiltTable): string[] {
  const words = new Set(expression.match(/[\p{L}_][\p{L}\p{N}_$]*/gu));
  const used = columns.map(({ name }) => name).filter((name) => words.has(name));
  return used.length === 1 ? used : [];
}

/** `users_ibfk_1`, `users_chk_1`; a unique key takes the name of its first column (MySQL 8.0, MariaDB 10.11). */
function mysqlName(table: BuiltTable, constraint: BuiltConstraint): string | null {
  const number = table.constraints.filter(({ type }) => type === constraint.type).length + 1;
  if (constraint.type === 'foreign key') return `${table.name}_ibfk_${number}`;
  if (constraint.type === 'check') return `${table.name}_chk_${number}`;
  return constraint.type === 'unique' ? (constraint.columns[0] ?? null) : null;
}
