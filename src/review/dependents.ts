import type { Dialect } from '../project/dialects.js';
import { columnKey, shownName, tableKey } from '../sql/built/names.js';
import type { BuiltSchema, BuiltView } from '../sql/built/schema.js';
import type { TableName } from '../sql/operation.js';
import { isSymbol, isWord } from '../sql/token-ranges.js';
import { type Token, tokenize } from '../sql/tokens.js';
import { listed } from './text.js';

/** The views whose query reads a table, or another view. */
export function viewsThatUse(schema: BuiltSchema, of: TableName): BuiltView[] {
  const { dialect } = schema;
  const wanted = tableKey(dialect, of.schema, of.table);
  return [...schema.views.values()].filter((view) => {
    if (tableKey(dialect, view.schema, view.name) === wanted) return false;
    const tokens = tokenize(dialect, view.text);
    return tokens.some((token, at) => {
      if (!isName(token)) return false;
      const isQualified = isSymbol(tokens[at - 1], '.');
      const before = tokens[isQualified ? at - 3 : at - 1];
      const isRead = isWord(before, 'from', 'join', 'only') || isSymbol(before, ',', '(');
      const owner = isQualified ? (tokens[at - 2]?.value ?? null) : of.schema;
      return isRead && tableKey(dialect, owner, token.value) === wanted;
    });
  });
}

/** Those of the views that name the column, or take all of them (`*`, which is spelled out when the view is made). */
export function viewsThatUseColumn(schema: BuiltSchema, of: TableName, column: string): BuiltView[] {
  const key = columnKey(schema.dialect, column);
  return viewsThatUse(schema, of).filter(({ text }) => {
    const tokens = tokenize(schema.dialect, text);
    return tokens.some(
      (token, at) =>
        (isName(token) && columnKey(schema.dialect, token.value) === key) ||
        (isSymbol(token, '*') && (isWord(tokens[at - 1], 'select', 'distinct') || isSymbol(tokens[at - 1], '.', ','))),
    );
  });
}

/** The views that fall when these do: those that read them, and those that read those. */
export function viewsAbove(schema: BuiltSchema, first: BuiltView[]): BuiltView[] {
  const found = new Set(first);
  for (const view of found) {
    for (const above of viewsThatUse(schema, { schema: view.schema, table: view.name })) found.add(above);
  }
  return [...found];
}

/** Views as messages name them. */
export function shownViews({ dialect }: BuiltSchema, views: BuiltView[]): string[] {
  return views.map(({ schema, name }) => shownName(dialect, schema, name));
}

/** What becomes of views when what they read goes: a sentence behind another one, or nothing. */
export function becomeOf(dialect: Dialect, views: string[], cascade: boolean): string {
  if (views.length === 0) return '';
  const names = `${views.length === 1 ? 'view' : 'views'} ${listed(views)}`;
  if (dialect !== 'postgresql') return ` The ${names} can no longer be read.`;
  return cascade
    ? ` The ${names} ${views.length === 1 ? 'falls' : 'fall'} with it (CASCADE).`
    : ` PostgreSQL refuses it as long as the ${names} ${views.length === 1 ? 'is' : 'are'} there.`;
}

/** The indexes and constraints that an operation took from tables that are still there. */
export function fallen(before: BuiltSchema, after: BuiltSchema): string[] {
  return [...before.tables].flatMap(([key, table]) => {
    const now = after.tables.get(key);
    if (now === undefined || now === table) return [];
    const left = new Set([...now.indexes, ...now.constraints].map(({ name }) => name));
    return [...table.indexes, ...table.constraints].flatMap(({ name }) =>
      name === null || name === '' || left.has(name) ? [] : [name],
    );
  });
}

function isName({ kind }: Token): boolean {
  return kind === 'name' || kind === 'word';
}
