/** Every object in a syntax tree, itself included. Keeps its own stack: trees may be deeper than the program's. */
export function* objectsIn(tree: unknown): Generator<object> {
  const left = [tree];
  while (left.length > 0) {
    const node = left.pop();
    if (typeof node !== 'object' || node === null) continue;
    if (!Array.isArray(node)) yield node;
    // Backwards, as the stack gives the last one first.
    for (const value of Object.values(node).reverse()) left.push(value);
  }
}
