import type { Node } from 'oxc-parser';
import { parse } from '../schema/source/parse.js';

/**
 * What a tool's settings file says, as far as it is written out: JSON with or without comments, or the object that a
 * module exports. Nothing is run; what is computed is `undefined`, as is all of a file that cannot be read (YAML).
 */
export function readSettingsFile(path: string, source: string): unknown {
  const isModule = /\.[cm]?[jt]s$/.test(path);
  try {
    const { program } = parse(isModule ? path : `${path}.ts`, isModule ? source : `export default (${source}\n)`);
    for (const statement of program.body) {
      if (statement.type === 'ExportDefaultDeclaration') return literalOf(statement.declaration, program);
      if (statement.type !== 'ExpressionStatement' || statement.expression.type !== 'AssignmentExpression') continue;
      const { left, right } = statement.expression;
      if (left.type === 'MemberExpression' && nameOf(left.property) === 'exports') return literalOf(right, program);
    }
  } catch {
    return undefined;
  }
  return undefined;
}

/** A field of an object that was read; `undefined` where there is none. */
export function field(value: unknown, ...names: string[]): unknown {
  let current = value;
  for (const name of names) {
    if (typeof current !== 'object' || current === null) return undefined;
    current = Object.entries(current).find(([key]) => key === name)?.[1];
  }
  return current;
}

/** The texts in a list, or one text alone. */
export function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function literalOf(node: Node, program: Node, depth = 0): unknown {
  if (depth > 20) return undefined;
  const inner = (child: Node): unknown => literalOf(child, program, depth + 1);
  switch (node.type) {
    case 'Literal':
      return node.value;
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? node.quasis[0]?.value.cooked : undefined;
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
      return inner(node.expression);
    case 'ArrayExpression':
      return node.elements.map((element) => (element === null ? null : inner(element)));
    case 'ObjectExpression':
      return Object.fromEntries(
        node.properties.flatMap((property) => {
          if (property.type !== 'Property') return [];
          const name = nameOf(property.key);
          return name === null || property.computed ? [] : [[name, inner(property.value)]];
        }),
      );
    case 'CallExpression': {
      const [argument] = node.arguments;
      return node.callee.type === 'Identifier' && argument !== undefined ? inner(argument) : undefined;
    }
    case 'Identifier':
      return constant(program, node.name, inner);
    default:
      return undefined;
  }
}

function constant(program: Node, name: string, inner: (node: Node) => unknown): unknown {
  if (program.type !== 'Program') return undefined;
  for (const statement of program.body) {
    if (statement.type !== 'VariableDeclaration') continue;
    for (const { id, init } of statement.declarations) {
      if (id.type === 'Identifier' && id.name === name && init) return inner(init);
    }
  }
  return undefined;
}

function nameOf(key: Node): string | null {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : null;
}
