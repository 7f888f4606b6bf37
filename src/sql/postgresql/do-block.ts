import type { DoStmt } from 'libpg-query';

/** What a DO block consists of. */
export interface DoBlock {
  language: string;
  /** Its SQL statements as written, in their order, those that it loops over included. */
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

/** The compiler adds a RETURN at the end; NULL leaves no trace (libpg-query 18.1.5). Statements are told by what they say. */
const harmless = new Set(['PLpgSQL_stmt_block', 'PLpgSQL_stmt_return', 'PLpgSQL_stmt_execsql']);

/** EXECUTE, FOR … IN EXECUTE, OPEN … FOR EXECUTE, RETURN QUERY EXECUTE and CALL: their SQL is not in the tree. */
const dynamic = new Set(['PLpgSQL_stmt_dynexecute', 'PLpgSQL_stmt_dynfors', 'PLpgSQL_stmt_open', 'PLpgSQL_stmt_call']);

function walk(node: unknown, found: DoBlock): void {
  if (Array.isArray(node)) {
    for (const item of node) walk(item, found);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  // That of FOR … IN stands behind the body.
  const inOrder = Object.entries(node).sort(([a], [b]) => Number(b === 'query') - Number(a === 'query'));
  for (const [key, value] of inOrder) {
    const query = key === 'PLpgSQL_expr' ? statementIn(value) : null;
    if (query !== null) {
      found.queries.push(query);
      continue;
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

/** The text of a whole statement (parse mode 0); `null` for the right side of an assignment, a condition… */
function statementIn(expression: unknown): string | null {
  const query = property(expression, 'query');
  return typeof query === 'string' && property(expression, 'parseMode') === 0 ? query : null;
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}
