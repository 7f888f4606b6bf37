import type { Stmt } from 'sqlite3-parser';

export type Parsed = { nodes: readonly Stmt[] } | { message: string /** In the statement's text. */; offset: number };

/** The syntax trees of one statement's text, by SQLite's own grammar. */
export async function parseStatement(text: string): Promise<Parsed> {
  const { parse } = await import('sqlite3-parser');
  try {
    const result = parse(text);
    if (result.status === 'ok') return { nodes: result.root.cmds };
    const [first] = result.errors;
    return { message: first?.message ?? 'syntax error', offset: first?.span.offset ?? 0 };
  } catch (error) {
    // A statement so deeply nested that the tree cannot be built.
    return { message: error instanceof Error ? error.message : String(error), offset: 0 };
  }
}
