import type { Operation, OperationOf, TableName } from '../sql/operation.js';
import { isWord } from '../sql/token-ranges.js';
import { tokenize } from '../sql/tokens.js';

/** How a dialect quotes a name. */
type Quote = (name: string) => string;

const quotes: Record<'postgresql' | 'sqlite', Quote> = {
  postgresql: (name) => `"${name.replaceAll('"', '""')}"`,
  sqlite: (name) => `\`${name.replaceAll('`', '``')}\``,
};

/**
 * What undoes one operation where the operation alone says it: for a migration that the embedded engine refuses, so
 * that there is no schema before to ask. The statements of a migration are those of its operations, last one first.
 *
 * Statements stand each alone, with a semicolon. None for what changes rows or the session only. Null where the schema
 * before would have to be known: for a drop, a changed type, a default, whatever was replaced, and for names that the
 * database made up.
 *
 * Three things are taken on trust, so that a down of such statements is not proven: what was made IF NOT EXISTS or in a
 * DO block is dropped, though it may have been there before; what was renamed, dropped or made not null is taken to have
 * been the other way before; and a function is named without its parameters, which fails where several have its name.
 */
export function undoOfOperation(dialect: 'postgresql' | 'sqlite', operation: Operation): string[] | null {
  const quote = quotes[dialect];
  const undo =
    dialect === 'postgresql'
      ? (undoOfPostgresql(operation, quote) ?? undoOfAny(operation, quote))
      : undoOfAny(operation, quote);
  return undo === null ? null : undo.map((statement) => `${statement};`);
}

/** What both dialects have. */
function undoOfAny(operation: Operation, quote: Quote): string[] | null {
  switch (operation.kind) {
    case 'create table':
      // It ended with the session.
      return operation.temporary ? [] : [`DROP TABLE ${tableOf(operation, quote)}`];
    case 'rename table': {
      const renamed = tableOf({ schema: operation.schema, table: operation.to }, quote);
      return [`ALTER TABLE ${renamed} RENAME TO ${quote(operation.table)}`];
    }
    case 'add column':
      return [`ALTER TABLE ${tableOf(operation, quote)} DROP COLUMN ${quote(operation.column)}`];
    case 'rename column': {
      const { column, to } = operation;
      return [`ALTER TABLE ${tableOf(operation, quote)} RENAME COLUMN ${quote(to)} TO ${quote(column)}`];
    }
    case 'create index': {
      const { schema, index, concurrently } = operation;
      // The name is the database's, or whatever it is in a statement that says none.
      if (index === null) return null;
      return [`DROP INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${named(schema, index, quote)}`];
    }
    case 'create view':
      return operation.orReplace ? null : [`DROP VIEW ${named(operation.schema, operation.name, quote)}`];
    case 'create trigger':
      return operation.orReplace ? null : [`DROP TRIGGER ${named(operation.schema, operation.name, quote)}`];
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
    case 'truncate':
    case 'refresh materialized view':
    case 'pragma':
    case 'transaction control':
    case 'set':
    case 'lock':
    case 'maintenance':
      return [];
    default:
      return null;
  }
}

/** What PostgreSQL has alone or has otherwise; null for everything else. */
function undoOfPostgresql(operation: Operation, quote: Quote): string[] | null {
  switch (operation.kind) {
    case 'create table': {
      const isForeign = !operation.temporary && isWord(tokenize('postgresql', operation.text)[1], 'foreign');
      return isForeign ? [`DROP FOREIGN TABLE ${tableOf(operation, quote)}`] : null;
    }
    case 'attach partition': {
      const partition = tableOf(operation.partition, quote);
      return [`ALTER TABLE ${tableOf(operation, quote)} DETACH PARTITION ${partition}`];
    }
    case 'row level security': {
      const back = { enable: 'DISABLE', force: 'NO FORCE', disable: null, 'no force': null }[operation.state];
      return back === null ? null : [`ALTER TABLE ${tableOf(operation, quote)} ${back} ROW LEVEL SECURITY`];
    }
    case 'set not null':
    case 'drop not null':
    case 'add identity': {
      const back = {
        'set not null': 'DROP NOT NULL',
        'drop not null': 'SET NOT NULL',
        'add identity': 'DROP IDENTITY',
      };
      return [
        `ALTER TABLE ${tableOf(operation, quote)} ALTER COLUMN ${quote(operation.column)} ${back[operation.kind]}`,
      ];
    }
    case 'add constraint': {
      const { name } = operation.constraint;
      // The index that becomes the constraint's was there before, and would go with it.
      const tookIndex = 'usingIndex' in operation.constraint && operation.constraint.usingIndex !== null;
      if (name === null || tookIndex) return null;
      return [`ALTER TABLE ${tableOf(operation, quote)} DROP CONSTRAINT ${quote(name)}`];
    }
    case 'rename constraint': {
      const { name, to } = operation;
      return [`ALTER TABLE ${tableOf(operation, quote)} RENAME CONSTRAINT ${quote(to)} TO ${quote(name)}`];
    }
    case 'rename index': {
      const { schema, index, to } = operation;
      return [`ALTER INDEX ${named(schema, to, quote)} RENAME TO ${quote(index)}`];
    }
    case 'create enum':
      return [`DROP TYPE ${named(operation.schema, operation.name, quote)}`];
    case 'rename enum value': {
      const [from, to] = [operation.to, operation.value].map((value) => `'${value.replaceAll("'", "''")}'`);
      return [`ALTER TYPE ${named(operation.schema, operation.name, quote)} RENAME VALUE ${from} TO ${to}`];
    }
    case 'set schema':
      return undoOfMove(operation, quote);
    case 'do block':
      return undoOfBlock(operation);
    case 'select':
      // Any function may change the schema, except those that move a sequence or set a setting.
      return operation.functions.every((name) => /^(?:pg_catalog\.)?(?:setval|nextval|set_config)$/i.test(name))
        ? []
        : null;
    default:
      return undoOfObject(operation, quote);
  }
}

function undoOfObject(operation: Operation, quote: Quote): string[] | null {
  switch (operation.kind) {
    case 'create schema':
    case 'create sequence':
    case 'create view':
    case 'create materialized view':
    case 'create type':
    case 'create domain':
    case 'create function':
    case 'create procedure':
    case 'create extension':
    case 'create role':
      if (operation.orReplace) return null;
      return [`DROP ${keyword(operation)} ${named(operation.schema, operation.name, quote)}`];
    case 'rename schema':
    case 'rename sequence':
    case 'rename view':
    case 'rename materialized view':
    case 'rename type':
    case 'rename domain':
    case 'rename function':
    case 'rename procedure':
    case 'rename extension':
    case 'rename role': {
      const { schema, name, to } = operation;
      return [`ALTER ${keyword(operation)} ${named(schema, to, quote)} RENAME TO ${quote(name)}`];
    }
    case 'create policy':
    case 'create trigger':
    case 'create rule':
      if (operation.orReplace) return null;
      return [`DROP ${keyword(operation)} ${quote(operation.name)} ON ${tableOf(operation, quote)}`];
    case 'rename policy':
    case 'rename trigger':
    case 'rename rule': {
      const on = `${quote(operation.to)} ON ${tableOf(operation, quote)}`;
      return [`ALTER ${keyword(operation)} ${on} RENAME TO ${quote(operation.name)}`];
    }
    default:
      return null;
  }
}

/** `MATERIALIZED VIEW` of `create materialized view`. An aggregate is a function here; ROUTINE names both. */
function keyword({ kind, text }: Operation): string {
  const object = kind.slice(kind.indexOf(' ') + 1);
  const isAggregate = tokenize('postgresql', text)
    .slice(0, 4)
    .some((token) => isWord(token, 'aggregate', 'routine'));
  return object === 'function' && isAggregate ? 'ROUTINE' : object.toUpperCase();
}

/** Without a schema it was in the first one of the search path that has it, which the statement does not say. */
function undoOfMove(operation: OperationOf<'set schema'>, quote: Quote): string[] | null {
  const { schema, object, name, to } = operation;
  if (schema === null || object === '') return null;
  return [`ALTER ${object.toUpperCase()} ${named(to, name, quote)} SET SCHEMA ${quote(schema)}`];
}

function undoOfBlock(block: OperationOf<'do block'>): string[] | null {
  if (!block.plain || block.dynamic) return null;
  const undone = [...block.operations].reverse().map((operation) => undoOfOperation('postgresql', operation));
  const statements = undone.filter((each) => each !== null);
  return statements.length < undone.length ? null : statements.flat().map((statement) => statement.replace(/;$/, ''));
}

function tableOf({ schema, table }: TableName, quote: Quote): string {
  return named(schema, table, quote);
}

function named(schema: string | null, name: string, quote: Quote): string {
  return schema === null ? quote(name) : `${quote(schema)}.${quote(name)}`;
}
