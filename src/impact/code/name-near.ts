import { type Node, parseSync } from 'oxc-parser';
import { children, keyName, walk } from '../../schema/source/index.js';
import type { SourceText } from './typescript.js';

/**
 * Where code that does not compile without a property names it: TypeScript may say so at another place. Of an object
 * that fits no overload (`.values({ id, email })`) it names the first key, of a value that does not fit the variable.
 * Looked for in the smallest part of the statement around the place that has the name; `null` where none has.
 *
 * @param at the offset of the place.
 */
export function nameNear({ path, text }: SourceText, at: number, property: string): number | null {
  const { program } = parseSync(path, text, { sourceType: 'module' });
  for (const part of partsAround(program, at)) {
    for (const node of walk(part)) {
      const place = namedBy(node, property);
      if (place !== null) return place;
    }
  }
  return null;
}

/** The nodes around an offset up to its statement, the smallest first. */
function partsAround(program: Node, at: number): Node[] {
  const around: Node[] = [];
  let node: Node | undefined = program;
  while (node !== undefined) {
    if (node.type === 'Program' || node.type === 'BlockStatement') around.length = 0;
    else around.unshift(node);
    node = children(node).find(({ start, end }) => start <= at && at < end);
  }
  return around;
}

function namedBy(node: Node, property: string): number | null {
  if (node.type === 'Property') return !node.computed && keyName(node.key) === property ? node.key.start : null;
  if (node.type === 'MemberExpression' && !node.computed) {
    return node.property.type === 'Identifier' && node.property.name === property ? node.property.start : null;
  }
  return node.type === 'Literal' && node.value === property ? node.start : null;
}
