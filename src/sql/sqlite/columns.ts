import type {
  ColumnDefinition,
  DeferSubclause,
  Expr,
  ForeignKeyClause,
  IndexedColumn,
  NamedTableConstraint,
  RefAct,
  SortedColumn,
} from 'sqlite3-parser';
import { type Column, type Constraint, plainColumn, type ReferentialAction } from '../table-parts.js';
import { afterWord, textOf } from '../token-ranges.js';
import type { Source } from './source.js';

export function columnOf(source: Source, { colName, colType, constraints }: ColumnDefinition): Column {
  const column = plainColumn(colName.text, source.text(colType));
  const own = [column.name];
  for (const { name, constraint } of constraints) {
    const any = anyConstraint(name?.text, undefined);
    switch (constraint.type) {
      case 'PrimaryKeyColumnConstraint':
        column.autoIncrement ||= constraint.autoIncrement;
        column.constraints.push({ ...any, type: 'primary key', columns: own, usingIndex: null });
        break;
      case 'NotNullColumnConstraint':
        column.notNull = !constraint.nullable;
        break;
      case 'UniqueColumnConstraint':
        column.constraints.push({ ...any, type: 'unique', columns: own, usingIndex: null, nullsNotDistinct: false });
        break;
      case 'CheckColumnConstraint':
        column.constraints.push({ ...any, type: 'check', expression: source.text(constraint.expr) });
        break;
      case 'DefaultColumnConstraint':
        // The tree's place of an expression in brackets begins at DEFAULT itself (sqlite3-parser 0.7.1).
        column.default = textOf(source.sql, afterWord(source.tokens(constraint), 'default') ?? []);
        break;
      case 'CollateColumnConstraint':
        column.collation = constraint.collationName.text;
        break;
      case 'ForeignKeyColumnConstraint':
        column.constraints.push(foreignKey(name?.text, own, constraint.clause, constraint.deferClause));
        break;
      case 'DeferColumnConstraint': {
        const last = column.constraints.at(-1);
        if (last !== undefined) last.deferrable = deferral(constraint.clause);
        break;
      }
      case 'GeneratedColumnConstraint': {
        const stored = constraint.typ?.name.toLowerCase() === 'stored';
        column.generated = { expression: source.text(constraint.expr), stored };
        column.type = withoutGenerated(column.type);
        break;
      }
    }
  }
  return column;
}

/** SQLite's grammar takes any words for a type's name, GENERATED ALWAYS too, and then takes them off again. */
function withoutGenerated(type: string): string {
  const end = type.toLowerCase().lastIndexOf('generated always');
  return end === -1 ? type : type.slice(0, end).trimEnd();
}

export function constraintOf(source: Source, { name, constraint }: NamedTableConstraint): Constraint {
  const any = anyConstraint(name?.text, undefined);
  switch (constraint.type) {
    case 'PrimaryKeyTableConstraint':
      return { ...any, type: 'primary key', columns: columnNames(source, constraint.columns), usingIndex: null };
    case 'UniqueTableConstraint': {
      const columns = columnNames(source, constraint.columns);
      return { ...any, type: 'unique', columns, usingIndex: null, nullsNotDistinct: false };
    }
    case 'CheckTableConstraint':
      return { ...any, type: 'check', expression: source.text(constraint.expr) };
    case 'ForeignKeyTableConstraint':
      return foreignKey(name?.text, indexed(constraint.columns), constraint.clause, constraint.deferClause);
  }
}

/** The column that an entry of an index or key is, with or without a collation; `null` for an expression. */
export function columnIn(expression: Expr): string | null {
  if (expression.type === 'Id') return expression.name;
  if (expression.type === 'NameExpr') return expression.name.text;
  return expression.type === 'CollateExpr' ? columnIn(expression.expr) : null;
}

function columnNames(source: Source, columns: readonly SortedColumn[]): string[] {
  return columns.map((column) => columnIn(column.expr) ?? source.text(column.expr));
}

function indexed(columns: readonly IndexedColumn[] | undefined): string[] {
  return (columns ?? []).map(({ colName }) => colName.text);
}

function anyConstraint(name: string | undefined, defer: DeferSubclause | undefined) {
  return { name: name ?? null, notValid: false, deferrable: deferral(defer) };
}

function deferral(clause: DeferSubclause | undefined): Constraint['deferrable'] {
  if (clause === undefined || !clause.deferrable) return 'no';
  return clause.initDeferred === 'InitiallyDeferred' ? 'initially deferred' : 'initially immediate';
}

const actions: Record<RefAct, ReferentialAction> = {
  NoAction: 'no action',
  Restrict: 'restrict',
  Cascade: 'cascade',
  SetNull: 'set null',
  SetDefault: 'set default',
};

function foreignKey(
  name: string | undefined,
  columns: string[],
  clause: ForeignKeyClause,
  defer: DeferSubclause | undefined,
): Constraint {
  const action = (type: 'OnDeleteRefArg' | 'OnUpdateRefArg'): ReferentialAction => {
    const found = clause.args.findLast((arg) => arg.type === type);
    return found !== undefined && 'action' in found ? actions[found.action] : 'no action';
  };
  return {
    ...anyConstraint(name, defer),
    type: 'foreign key',
    columns,
    references: { schema: null, table: clause.tblName.text, columns: indexed(clause.columns) },
    onDelete: action('OnDeleteRefArg'),
    onUpdate: action('OnUpdateRefArg'),
  };
}
