import { findColumn, findTable } from '../../sql/built/schema.js';
import type { Column, Constraint } from '../../sql/table-parts.js';
import type { ReviewedMigration, Step } from '../migration.js';
import { isAtLeast, type Server } from '../server.js';
import { formatChange } from './column-format.js';

/** How InnoDB makes a change that it does not only note. */
export interface SlowDdl {
  /** An index beside the table; the table anew, in place; row by row into a copy. */
  algorithm: 'in place' | 'rebuild' | 'copy';
  /** Nobody writes until it is through. */
  blocksWrites: boolean;
  /** The part of the statement that makes it so, as a message says it. */
  because: string;
}

/** Where the settings do not say: the newest MySQL 8.0 of November 2026. */
const usual: Server = { product: 'mysql', version: [8, 0, 44] };

/**
 * How a step is made, where that takes the longer the more rows there are; `null` where it is only noted, or an index is
 * built that writes do not wait for. By the tables of «Online DDL Operations» in the manual of MySQL 8.0, and by what
 * MariaDB 10.11.14 grants to ALGORITHM and LOCK.
 */
export function slowDdl({ steps, server: given }: ReviewedMigration, step: Step): SlowDdl | null {
  const server = given ?? usual;
  const { operation, before } = step;
  switch (operation.kind) {
    case 'create index': {
      const { method } = operation;
      if (method !== 'fulltext' && method !== 'spatial') return null;
      return { algorithm: 'in place', blocksWrites: true, because: `a ${method} index is built` };
    }
    case 'add column':
      return addColumn(operation.definition, server);
    case 'drop column':
      return dropColumn(findColumn(before, findTable(before, operation), operation.column), server);
    case 'modify column':
      return modifyColumn(
        findColumn(before, findTable(before, operation), operation.column),
        operation.definition,
        server,
      );
    case 'add constraint':
      return addConstraint(operation.constraint.type, server);
    case 'drop constraint':
      if (operation.type !== 'primary key') return null;
      return steps.some((other) => other.operation.statement === operation.statement && addsPrimaryKey(other))
        ? rebuild('the primary key becomes another')
        : copy('the primary key is dropped', server);
    default:
      return null;
  }
}

/** MariaDB copies without keeping writes out from 11.2 on. */
function copy(because: string, server: Server): SlowDdl {
  return { algorithm: 'copy', blocksWrites: !isMariaDb(server, 11, 2), because };
}

function rebuild(because: string): SlowDdl {
  return { algorithm: 'rebuild', blocksWrites: false, because };
}

function isMariaDb(server: Server, ...version: number[]): boolean {
  return server.product === 'mariadb' && isAtLeast(server, ...version);
}

function isMysql(server: Server, ...version: number[]): boolean {
  return server.product === 'mysql' && isAtLeast(server, ...version);
}

function addsPrimaryKey({ operation }: Step): boolean {
  return operation.kind === 'add constraint' && operation.constraint.type === 'primary key';
}

function addColumn(column: Column, server: Server): SlowDdl | null {
  const { name, generated, autoIncrement, default: value, constraints } = column;
  if (generated?.stored === true) return copy(`${name} is computed for every row`, server);
  if (constraints.some(({ type }) => type === 'check')) return copy(`${name} comes with a check`, server);
  if (autoIncrement) return { algorithm: 'rebuild', blocksWrites: true, because: `${name} numbers every row` };
  if (value?.startsWith('(')) return copy(`the default of ${name} is an expression`, server);
  if (constraints.some(({ type }) => type === 'primary key')) return rebuild(`${name} is the primary key`);
  const isInstant = generated !== null || isMysql(server, 8, 0, 12) || isMariaDb(server, 10, 3);
  return isInstant ? null : rebuild(`${name} is added`);
}

function dropColumn(column: Column | null, server: Server): SlowDdl | null {
  if (column?.generated?.stored === false || isMysql(server, 8, 0, 29) || isMariaDb(server, 10, 4)) return null;
  return rebuild(`${column?.name ?? 'a column'} is dropped`);
}

function modifyColumn(old: Column | null, now: Column, server: Server): SlowDdl | null {
  if (old === null) return copy(`${now.name} is defined anew, and what it was is not known`, server);
  const format = formatChange(old.type, now.type, server);
  if (format === 'copied') return copy(`${now.name} becomes ${now.type}, was ${old.type}`, server);
  if (now.autoIncrement && !old.autoIncrement) return copy(`${now.name} becomes AUTO_INCREMENT`, server);
  if (now.generated?.stored === true && now.generated.expression !== old.generated?.expression) {
    return copy(`${now.name} is computed for every row`, server);
  }
  const isCollated = now.collation !== null && old.collation !== null && now.collation !== old.collation;
  if (isCollated && server.product === 'mysql') return copy(`the collation of ${now.name} becomes another`, server);
  if (now.notNull !== old.notNull) return rebuild(`${now.name} ${now.notNull ? 'becomes NOT NULL' : 'may be null'}`);
  return null;
}

function addConstraint(type: Constraint['type'], server: Server): SlowDdl | null {
  if (type === 'foreign key') return copy('a foreign key is added while foreign_key_checks is on', server);
  if (type === 'check') return copy('a check is added', server);
  return type === 'primary key' ? rebuild('a primary key is added') : null;
}
