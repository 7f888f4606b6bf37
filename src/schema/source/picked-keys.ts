import type { Node } from 'oxc-parser';
import { referencesIn } from './scoped-references.js';
import { keyName, unwrap } from './syntax-tree.js';

const picking = new Set(['pick', 'omit', 'partial', 'required', 'extend', 'merge']);

/**
 * Where a schema for validation that is made of a table names one of its columns: `createInsertSchema(users).pick({
 * email: true })`, also under the name of a `const` that holds it. The keys, as nodes.
 *
 * @param around the nodes around the call that the table is given to, the nearest first.
 */
export function pickedKeys(program: Node, around: readonly Node[], property: string): Node[] {
  const keys = keysIn(around, property);
  const declarator = around.find(({ type }) => type === 'VariableDeclarator');
  if (declarator?.type !== 'VariableDeclarator' || declarator.id.type !== 'Identifier') return keys;
  const uses = referencesIn(program, new Set([declarator.id.name]));
  return [...keys, ...uses.flatMap((use) => keysIn(use.around, property))];
}

/** Up a chain of methods, as long as it is one. */
function keysIn(around: readonly Node[], property: string): Node[] {
  const keys: Node[] = [];
  for (const [at, node] of around.entries()) {
    if (node.type !== 'CallExpression' && node.type !== 'MemberExpression') break;
    if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee !== around[at - 1])
      continue;
    const { property: method, computed } = node.callee;
    if (computed || method.type !== 'Identifier' || !picking.has(method.name)) continue;
    for (const argument of node.arguments) {
      const value = unwrap(argument);
      if (value?.type !== 'ObjectExpression') continue;
      for (const one of value.properties)
        if (one.type === 'Property' && !one.computed && keyName(one.key) === property) keys.push(one.key);
    }
  }
  return keys;
}
