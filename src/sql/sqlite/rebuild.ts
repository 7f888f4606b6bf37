import type { Expr, InsertStmt, Select } from 'sqlite3-parser';
import type { Action, Operation, OperationOf } from '../operation.js';
import { isSameName, names } from './names.js';
import type { Source } from './source.js';

/** `INSERT INTO new (…) SELECT … FROM old`: how a table's rows get into the one that takes its place. */
export interface Copy {
  from: string;
  into: string;
  copied: OperationOf<'rebuild table'>['copied'];
  filtered: boolean;
}

/** Reads an INSERT as a copy of the rows of one table; `null` where it is something else. */
export function copyOf(source: Source, node: InsertStmt): Copy | null {
  if (node.body.type !== 'SelectInsertBody') return null;
  const { select } = node.body;
  if (select.select.type !== 'SelectFrom') return null;
  const { columns, from } = select.select;
  if (from?.select?.type !== 'TableSelectTable') return null;
  const targets = names(node.columns);
  const expressions = columns.flatMap((column) => (column.type === 'ExprResultColumn' ? [column.expr] : []));
  // SELECT *: which column gets what is not told.
  const isTold = expressions.length === columns.length && [0, columns.length].includes(targets.length);
  const copied = isTold
    ? expressions.map((expression, at) => ({
        // Where the INSERT names none: that in this place of the new table, once it is known.
        column: targets[at] ?? '',
        expression: source.text(expression),
        from: columnIn(source, expression),
      }))
    : null;
  const filtered = node.orConflict !== undefined || node.body.upsert !== undefined || isFiltered(select);
  return { from: from.select.tblName.objName.text, into: node.tblName.objName.text, copied, filtered };
}

function isFiltered({ select, compounds, limit }: Select): boolean {
  if (select.type !== 'SelectFrom') return true;
  const { distinctness, from, whereClause, groupBy, having } = select;
  const parts = [limit, whereClause, having].some((part) => part !== undefined);
  const lists = [compounds, groupBy, from?.joins].some((list) => (list ?? []).length > 0);
  return parts || lists || distinctness === 'Distinct';
}

function columnIn(source: Source, expression: Expr): string | null {
  // The grammar takes TRUE and FALSE for names.
  if (expression.type === 'Id') {
    return ['true', 'false'].includes(source.text(expression).toLowerCase()) ? null : expression.name;
  }
  if (expression.type === 'NameExpr') return expression.name.text;
  return expression.type === 'QualifiedExpr' ? expression.column.text : null;
}

/**
 * Takes the four steps of a table's rebuild together: a new table, the rows copied, the old one dropped, the new one
 * under its name. drizzle-kit writes them one after the other (0.31.11); by hand there may be something between them,
 * which then stands before the rebuild, as long as it touches neither of the two tables.
 */
export function joinRebuilds(operations: readonly Operation[], copies: ReadonlyMap<Operation, Copy>): Operation[] {
  const joined = [...operations];
  for (const [insert, copy] of copies) {
    const steps = stepsAround(joined, insert, copy);
    if (steps === null) continue;
    const { create, drop, rename } = steps;
    const at = joined.indexOf(rename);
    joined[at] = rebuilt(create, insert, drop, rename, copy);
    for (const step of [create, insert, drop]) joined.splice(joined.indexOf(step), 1);
  }
  return joined;
}

function stepsAround(operations: readonly Operation[], insert: Operation, { from, into }: Copy) {
  const at = operations.indexOf(insert);
  const create = operations.slice(0, at).findLast((operation) => touches(operation, into));
  const drop = operations.slice(at + 1).find((operation) => touches(operation, into, from));
  if (create?.kind !== 'create table' || create.temporary || create.from !== null) return null;
  if (drop?.kind !== 'drop table' || !isSameName(drop.table, from)) return null;
  const afterDrop = operations.slice(operations.indexOf(drop) + 1);
  const rename = afterDrop.find((operation) => touches(operation, into, from));
  if (rename?.kind !== 'rename table' || !isSameName(rename.table, into) || !isSameName(rename.to, from)) return null;
  const between = operations.slice(operations.indexOf(create) + 1, at);
  return between.some((operation) => touches(operation, from)) ? null : { create, drop, rename };
}

function touches(operation: Operation, ...tables: string[]): boolean {
  const named = 'table' in operation ? operation.table : null;
  // A view, a trigger or what is not understood may be about any table.
  if (named === null) return operation.kind !== 'pragma' && operation.kind !== 'transaction control';
  return tables.some((table) => isSameName(named, table));
}

function rebuilt(
  create: OperationOf<'create table'>,
  insert: Operation,
  drop: OperationOf<'drop table'>,
  rename: OperationOf<'rename table'>,
  { copied, filtered }: Copy,
): Operation {
  const { columns, constraints } = create;
  const places = columns.filter(({ generated }) => generated === null);
  const isNamed = insert.kind === 'insert' && insert.columns.length > 0;
  const isByPlace = !isNamed && copied?.length === places.length;
  const action: Action = {
    kind: 'rebuild table',
    schema: drop.schema,
    table: drop.table,
    temporaryName: create.table,
    columns,
    constraints,
    copied: isByPlace
      ? copied.map((copy, at) => ({ ...copy, column: places[at]?.name ?? '' }))
      : isNamed
        ? copied
        : null,
    filtered,
    steps: [create, insert, drop, rename],
  };
  const { offset, line } = create.place;
  const length = rename.place.offset + rename.place.length - offset;
  const text = [create, insert, drop, rename].map((step) => step.text).join(';\n');
  return { ...action, place: { offset, length, line }, text, statement: create.statement };
}
