import type { TableName } from '../operation.js';
import { isSymbol, isWord } from '../token-ranges.js';
import { type Token, tokenize } from '../tokens.js';
import { columnKey, tableKey } from './names.js';
import type { BuiltSchema, BuiltView } from './schema.js';

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

/** A schema without some of its views. */
export function withoutViews(schema: BuiltSchema, gone: BuiltView[]): BuiltSchema {
  if (gone.length === 0) return schema;
  return { ...schema, views: new Map([...schema.views].filter(([, view]) => !gone.includes(view))) };
}

function isName({ kind }: Token): boolean {
  return kind === 'name' || kind === 'word';
}
