import { type Node, visitorKeys } from 'oxc-parser';

/** The nodes right below a node, in the order of the source. */
export function children(node: Node): Node[] {
  const found: Node[] = [];
  const fields: Record<string, unknown> = { ...node };
  for (const key of visitorKeys[node.type] ?? []) collect(fields[key], found);
  return found;
}

/** Every node of a tree, outermost first. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of children(node)) yield* walk(child);
}

function collect(value: unknown, found: Node[]): void {
  if (Array.isArray(value)) for (const item of value) collect(item, found);
  else if (isNode(value)) found.push(value);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
