/** The functions that a statement calls, by name. */
export function functionsIn(node: unknown): string[] {
  const found = new Set<string>();
  collect(node, found);
  return [...found];
}

function collect(node: unknown, into: Set<string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collect(item, into);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  if ('type' in node && (node.type === 'FunctionCallExpr' || node.type === 'FunctionCallStarExpr') && 'name' in node) {
    const { name } = node;
    if (typeof name === 'object' && name !== null && 'name' in name) into.add(String(name.name));
  }
  for (const value of Object.values(node)) collect(value, into);
}
