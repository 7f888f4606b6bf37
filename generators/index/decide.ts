import { LockstepError } from '../../src/errors.js';
import { words } from '../../src/scaffold/fields/index.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FoundTable, SchemaSource } from '../../src/schema/source/index.js';
import { columnOf, type ExistingColumn, existingColumns } from '../existing-column.js';
import { bare, existingOptions } from '../options/existing.js';
import { type ExpressionPart, readExpression } from '../options/expression.js';
import { refuseUnindexable } from '../options/unindexable.js';
import type { IndexAnswers } from './answers.js';
import { type OperatorClasses, operatorClasses } from './operator-class.js';

/** An index, decided and not yet code. */
export interface DecidedIndex {
  columns: { column: ExistingColumn; desc: boolean; op: string | null }[];
  expressions: ExpressionPart<ExistingColumn>[][];
  /** The operator class of the expression. */
  expressionOp: string | null;
  where: ExpressionPart<ExistingColumn>[] | null;
  unique: boolean;
  /** null: the usual one. */
  method: string | null;
  concurrently: boolean;
  /** For its name: the columns and the words of the expressions. */
  words: string[];
}

/**
 * What the answers mean in a table.
 * Throws a LockstepError (exit 2) for a column that is not there or given twice, for SQL that makes no sense, and for an
 * index that is there.
 */
export function decideIndex(
  answers: IndexAnswers,
  found: FoundTable,
  schema: SchemaSource,
  context: GeneratorContext,
): DecidedIndex {
  const { dialect } = context.project;
  const columns = distinct(answers.columns, found, schema, context);
  const downwards = distinct(answers.desc, found, schema, context);
  const stray = downwards.find(({ property }) => !columns.some((one) => one.property === property));
  if (stray) {
    throw new LockstepError(`--desc ${stray.property}: the index does not have that column.`, {
      fix: `Name it among the columns too: ${[...columns, stray].map(({ property }) => property).join(' ')}`,
    });
  }
  const all = existingColumns(found, schema, context);
  const read = (sql: string, flag: string): ExpressionPart<ExistingColumn>[] => readExpression(sql, all, dialect, flag);
  // drizzle-kit 0.31 keeps the columns of an index as one text and takes it apart at these.
  const mark = dialect === 'postgresql' ? /,,|--/ : /,/;
  const torn = answers.expressions.find((sql) => mark.test(sql));
  if (torn !== undefined) {
    throw new LockstepError(
      `--expression ${torn}: drizzle-kit takes it apart at ${mark.exec(torn)?.[0]} and writes other SQL.`,
      {
        fix: 'Write the index as SQL in a migration of its own: lockstep generate --custom',
      },
    );
  }
  const classes = operatorClasses(answers, columns);
  if (context.project.line === 'journal') refuseClassAndOrder(downwards, classes);
  // An operator class says how, and GiST takes points as they are.
  const asTheyAre = columns.filter(
    ({ property }) =>
      !classes.columns.has(property) && !(answers.method === 'gist' && builderOf(property, found) === 'point'),
  );
  refuseUnindexable('an index', asTheyAre, found, context);
  const decided: DecidedIndex = {
    columns: columns.map((column) => ({
      column,
      op: classes.columns.get(column.property) ?? null,
      desc: downwards.some(({ property }) => property === column.property),
    })),
    expressions: answers.expressions.map((sql) => read(sql, '--expression')),
    expressionOp: classes.expression,
    where: answers.where === undefined ? null : read(answers.where, '--where'),
    unique: answers.unique,
    method: answers.method === 'btree' ? null : (answers.method ?? null),
    concurrently: answers.concurrently,
    words: [
      ...columns.flatMap(({ databaseName, property }) => [databaseName, classes.columns.get(property) ?? []].flat()),
      ...answers.expressions.flatMap(wordsOf),
      ...(classes.expression === null ? [] : [classes.expression]),
    ].map((word) => word.replace('.', '_')),
  };
  refuseTwin(decided, found);
  return decided;
}

/** 0.31.11 writes either the class or the direction; 1.0.0-rc.5 both. */
function refuseClassAndOrder(downwards: ExistingColumn[], { columns }: OperatorClasses): void {
  const both = downwards.find(({ property }) => columns.has(property));
  if (!both) return;
  throw new LockstepError(`--op of ${both.databaseName}: drizzle-kit 0.31 leaves DESC out where there is one.`, {
    fix: 'Leave --desc or --op out.',
  });
}

const builderOf = (property: string, { table }: FoundTable): string | null | undefined =>
  table.columns.find((one) => one.property === property)?.builder;

/** The columns that are meant. Throws a LockstepError (exit 2) for one that is not there or comes twice. */
export function distinct(
  typed: readonly string[],
  found: FoundTable,
  schema: SchemaSource,
  context: GeneratorContext,
): ExistingColumn[] {
  const columns: ExistingColumn[] = [];
  for (const one of typed) {
    const column = columnOf(one, found, schema, context);
    if (columns.some(({ property }) => property === column.property))
      throw new LockstepError(`The column ${one} is given twice.`, { fix: 'Name each column once.' });
    columns.push(column);
  }
  return columns;
}

/** `lower(email)` gives `lower` and `email`; at most six words. */
export const wordsOf = (sql: string): string[] =>
  (sql.replaceAll(/'(?:[^']|'')*'/g, ' ').match(/[A-Za-z][A-Za-z0-9_]*/g) ?? [])
    .flatMap((word) => words(word).join('_'))
    .slice(0, 6);

/** An index of the same columns, in the same order, for the same rows, is there: a second one only costs. */
function refuseTwin(decided: DecidedIndex, found: FoundTable): void {
  const plain = (parts: readonly ExpressionPart<ExistingColumn>[]): string =>
    parts.map((part) => (part.kind === 'text' ? part.text : part.column.property)).join('');
  const wanted = [
    ...decided.columns.map(({ column, desc, op }) => `${column.property}${desc ? ' desc' : ''}${ofClass(op)}`),
    ...decided.expressions.map((parts) => `${plain(parts)}${ofClass(decided.expressionOp)}`),
  ];
  const condition = decided.where ? plain(decided.where) : null;
  const twin = existingOptions(found).find(
    (option) =>
      ['index', 'uniqueIndex', 'unique', 'primaryKey'].includes(option.builder) &&
      (option.method ?? 'btree') === (decided.method ?? 'btree') &&
      // A unique one is wanted where a plain one stands: that is another rule for the rows.
      (!decided.unique || option.builder !== 'index') &&
      option.columns.length === wanted.length &&
      option.columns.every((code, at) => same(code, wanted[at] ?? '')) &&
      (option.where === null ? condition === null : condition !== null && same(option.where, condition)),
  );
  if (!twin) return;
  const { path, line } = twin;
  const what = { index: 'an index', uniqueIndex: 'a unique index', unique: 'a unique constraint' };
  const kind = Object.entries(what).find(([builder]) => builder === twin.builder)?.[1] ?? 'the primary key';
  throw new LockstepError(`${found.table.name} has ${kind} of ${wanted.join(', ')} already, in ${path}:${line}.`, {
    path,
    line,
    fix: 'It serves the same queries; there is nothing to add.',
  });
}

const ofClass = (op: string | null): string => (op === null ? '' : ` ${op}`);

/** Code and SQL mean the same: `` sql`lower(${email})` `` and `lower(email)`, `createdAt.desc()` and `createdAt desc`. */
const same = (code: string, sql: string): boolean => normal(code) === normal(sql);

const normal = (text: string): string =>
  bare(text, null)
    .replace(/^[\w$.]*sql`([\s\S]*)`$/, '$1')
    .replaceAll(/\$\{([^}]*)\}/g, (_, inner: string) => inner.replace(/^.*\./, ''))
    .replace(/\.asc\(\)|\.nullsLast\(\)|\.nullsFirst\(\)/g, '')
    .replace(/\.desc\(\)/, ' desc')
    .replace(/\.op\((['"`])(.*?)\1\)/, ' $2')
    .replaceAll(/[\s"`]+/g, ' ')
    .trim()
    .replace(/^\((.*)\)$/, '$1');
