import type { DoStmt } from 'libpg-query';

/** What a DO block consists of. */
export interface DoBlock {
  language: string;
  /** Its SQL statements as written, in their order. */
  queries: string[];
  plain: boolean;
  dynamic: boolean;
}

export function doBlock({ args = [] }: DoStmt, tree: unknown): DoBlock {
  let language = 'plpgsql';
  for (const node of args) {
    if (!('DefElem' in node) || node.DefElem.defname !== 'language') continue;
    const { arg } = node.DefElem;
    if (arg !== undefined && 'String' in arg) language = arg.String.sval ?? language;
  }
  if (language !== 'plpgsql' || tree === null) return { language, queries: [], plain: false, dynamic: true };
  const found: DoBlock = { language, queries: [], plain: true, dynamic: false };
  walk(tree, found);
  return found;
}

/** The compiler adds a RETURN at the end; NULL leaves no trace (libpg-query 18.1.5). */
const harmless = new Set(['PLpgSQL_stmt_block', 'PLpgSQL_stmt_return']);

/** EXECUTE, FOR … IN EXECUTE, OPEN … FOR EXECUTE, RETURN QUERY EXECUTE and CALL: their SQL is not in the tree. */
const dynamic = new Set(['PLpgSQL_stmt_dynexecute', 'PLpgSQL_stmt_dynfors', 'PLpgSQL_stmt_open', 'PLpgSQL_stmt_call']);

function walk(node: unknown, found: DoBlock): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, found);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    const query = key === 'PLpgSQL_stmt_execsql' ? queryIn(value, 'sqlstmt') : null;
    if (query !== null) {
      found.queries.push(query);
      continue;
    }
    if (key === 'PLpgSQL_stmt_perform') {
      const expression = queryIn(value, 'expr');
      if (expression !== null) found.queries.push(expression);
    }
    if (key.startsWith('PLpgSQL_stmt_') && !harmless.has(key)) found.plain = false;
    if (dynamic.has(key)) found.dynamic = true;
    // A handler that does something.
    if (key === 'PLpgSQL_exception' && typeof value === 'object' && value !== null && 'action' in value) {
      found.plain = false;
    }
    walk(value, found);
  }
}

function queryIn(statement: unknown, field: string): string | null {
  const expression = property(property(statement, field), 'PLpgSQL_expr');
  const query = property(expression, 'query');
  return typeof query === 'string' ? query : null;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
