import type { SelectStmt } from 'sqlite3-parser';
import { objectsIn } from '../tree-walk.js';

/** The functions that a query calls, by name. */
export function functionsIn(statement: SelectStmt): string[] {
  const found = new Set<string>();
  for (const node of objectsIn(statement)) {
    if (!('type' in node && 'name' in node)) continue;
    if (node.type !== 'FunctionCallExpr' && node.type !== 'FunctionCallStarExpr') continue;
    const { name } = node;
    if (typeof name === 'object' && name !== null && 'name' in name) found.add(String(name.name));
  }
  return [...found];
}
