import type { ColumnDef, Constraint as ConstraintNode, Node } from 'libpg-query';
import { type Column, type Constraint, plainColumn, type ReferentialAction } from '../table-parts.js';
import { afterWord, beforeComma, inParentheses, isWord, takeUntil, textOf } from '../token-ranges.js';
import type { Token } from '../tokens.js';
import { strings, tableName } from './names.js';
import type { Source } from './source.js';

/** What may follow a type; none of these words is part of one, `WITH` of `WITH TIME ZONE` is. */
const afterType = [
  ...['collate', 'default', 'not', 'null', 'constraint', 'check', 'unique', 'primary', 'references', 'generated'],
  ...['using', 'storage', 'compression', 'options', 'deferrable', 'initially'],
];

/** A type as written, from its place in the tree. */
export function typeText(source: Source, location: number | undefined): string {
  return textOf(
    source.sql,
    takeUntil(beforeComma(source.from(location)), (token) => isWord(token, ...afterType)),
  );
}

const serials = new Set(['serial', 'serial2', 'serial4', 'serial8', 'smallserial', 'bigserial']);

export function columnOf(source: Source, definition: ColumnDef): Column {
  const type = definition.typeName === undefined ? '' : typeText(source, definition.typeName.location);
  const column = plainColumn(definition.colname ?? '', type);
  column.autoIncrement = serials.has(strings(definition.typeName?.names).at(-1) ?? '');
  column.collation = strings(definition.collClause?.collname).join('.') || null;
  const nodes = (definition.constraints ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
  for (const [at, node] of nodes.entries()) {
    const tokens = untilLocation(source, node, nodes[at + 1] ?? after(definition, node));
    addToColumn(column, source, node, tokens);
  }
  return column;
}

/** A collation that stands behind a constraint ends what is before it. */
function after(definition: ColumnDef, node: ConstraintNode): { location?: number } | undefined {
  return (definition.collClause?.location ?? -1) > (node.location ?? 0) ? definition.collClause : undefined;
}

function untilLocation(source: Source, node: ConstraintNode, next: { location?: number } | undefined): Token[] {
  const tokens = beforeComma(source.from(node.location));
  const end = next === undefined ? undefined : source.from(next.location)[0]?.start;
  return end === undefined ? tokens : tokens.filter(({ start }) => start < end);
}

function addToColumn(column: Column, source: Source, node: ConstraintNode, tokens: Token[]): void {
  switch (node.contype) {
    case 'CONSTR_NOTNULL':
      column.notNull = true;
      return;
    case 'CONSTR_DEFAULT':
      column.default = textOf(source.sql, afterWord(tokens, 'default') ?? []);
      return;
    case 'CONSTR_IDENTITY':
      column.identity = node.generated_when === 'a' ? 'always' : 'by default';
      return;
    case 'CONSTR_GENERATED':
      column.generated = {
        expression: textOf(source.sql, inParentheses(tokens)),
        stored: node.generated_kind !== 'v',
      };
      return;
    case 'CONSTR_ATTR_DEFERRABLE':
    case 'CONSTR_ATTR_DEFERRED': {
      const last = column.constraints.at(-1);
      if (last !== undefined) {
        last.deferrable = node.contype === 'CONSTR_ATTR_DEFERRED' ? 'initially deferred' : 'initially immediate';
      }
      return;
    }
    default: {
      const constraint = constraintOf(source, node, [column.name]);
      if (constraint !== null) column.constraints.push(constraint);
    }
  }
}

const actions: Record<string, ReferentialAction> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
};

/** @param own the column it stands at. `null` for what only belongs to the one before it. */
export function constraintOf(source: Source, node: ConstraintNode, own: string[] = []): Constraint | null {
  const any = {
    name: node.conname ?? null,
    notValid: node.skip_validation === true,
    deferrable: !node.deferrable ? 'no' : node.initdeferred ? 'initially deferred' : 'initially immediate',
  } as const;
  const keys = strings(node.keys);
  const columns = keys.length > 0 ? keys : own;
  const usingIndex = node.indexname ?? null;
  switch (node.contype) {
    case 'CONSTR_PRIMARY':
      return { ...any, type: 'primary key', columns, usingIndex };
    case 'CONSTR_UNIQUE':
      return { ...any, type: 'unique', columns, usingIndex, nullsNotDistinct: node.nulls_not_distinct === true };
    case 'CONSTR_FOREIGN': {
      const from = strings(node.fk_attrs);
      return {
        ...any,
        type: 'foreign key',
        columns: from.length > 0 ? from : own,
        references: { ...tableName(node.pktable), columns: strings(node.pk_attrs) },
        onDelete: actions[node.fk_del_action ?? ''] ?? 'no action',
        onUpdate: actions[node.fk_upd_action ?? ''] ?? 'no action',
      };
    }
    case 'CONSTR_CHECK': {
      const check = afterWord(source.from(node.location), 'check') ?? [];
      return { ...any, type: 'check', expression: textOf(source.sql, inParentheses(check)) };
    }
    case 'CONSTR_NOTNULL':
      return { ...any, type: 'not null', columns };
    case 'CONSTR_EXCLUSION':
      return { ...any, type: 'exclude' };
    default:
      return null;
  }
}

/** The columns and constraints in the brackets of CREATE TABLE. */
export function tableElements(source: Source, nodes: readonly Node[] | undefined) {
  const columns: Column[] = [];
  const constraints: Constraint[] = [];
  for (const node of nodes ?? []) {
    if ('ColumnDef' in node) columns.push(columnOf(source, node.ColumnDef));
    if ('Constraint' in node) {
      const constraint = constraintOf(source, node.Constraint);
      if (constraint !== null) constraints.push(constraint);
    }
  }
  return { columns, constraints };
}
