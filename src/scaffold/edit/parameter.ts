import type MagicString from 'magic-string';
import { keyName, type Parameter } from '../../schema/source/index.js';
import { insertItems, listOf } from './list.js';
import type { Style } from './style.js';

/**
 * What code in a callback calls a property of what the callback is given: `t.email`; `email` where it takes it apart.
 * A callback that takes nothing is given `fallback` as the name.
 */
export function propertyIn(parameter: Parameter, property: string, fallback: string): string {
  if (parameter.kind === 'none') return `${fallback}.${property}`;
  if (parameter.kind === 'identifier') return `${parameter.name}.${property}`;
  return bindingOf(parameter, property) ?? property;
}

/** Makes a callback take the properties that the code in it uses. */
export function takeProperties(
  edit: MagicString,
  text: string,
  parameter: Parameter,
  properties: readonly string[],
  fallback: string,
  style: Style,
): void {
  if (parameter.kind === 'none' && properties.length > 0) {
    const { callback } = parameter;
    const open = text.indexOf('(', callback.start);
    if (open !== -1 && open < (callback.body?.start ?? callback.end)) edit.appendLeft(open + 1, fallback);
  }
  if (parameter.kind !== 'pattern') return;
  const missing = [...new Set(properties)].filter((property) => bindingOf(parameter, property) === null);
  const { node } = parameter;
  const list = { ...listOf(node, node.properties), close: closeOf(text, node) };
  insertItems(
    edit,
    text,
    list,
    node.properties.length,
    missing.map((property) => () => property),
    style,
  );
}

/** A pattern ends behind its type; its brace before that. */
function closeOf(text: string, node: Extract<Parameter, { kind: 'pattern' }>['node']): number {
  const end = node.typeAnnotation?.start ?? node.end;
  return text.lastIndexOf('}', end - 1);
}

function bindingOf({ node }: Extract<Parameter, { kind: 'pattern' }>, property: string): string | null {
  for (const one of node.properties) {
    if (one.type !== 'Property' || keyName(one.key) !== property) continue;
    if (one.value.type === 'Identifier') return one.value.name;
  }
  return null;
}
