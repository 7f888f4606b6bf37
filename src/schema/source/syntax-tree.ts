import type {
  Argument,
  ArrowFunctionExpression,
  CallExpression,
  Expression,
  FunctionBody,
  Function as FunctionNode,
  ObjectExpression,
  PropertyKey,
} from 'oxc-parser';

/** The expression inside `as`, `satisfies`, `!` and parentheses. */
export function unwrap(node: Expression | Argument | null | undefined): Expression | null {
  if (!node || node.type === 'SpreadElement') return null;
  if (
    node.type === 'TSAsExpression' ||
    node.type === 'TSSatisfiesExpression' ||
    node.type === 'TSNonNullExpression' ||
    node.type === 'ParenthesizedExpression'
  ) {
    return unwrap(node.expression);
  }
  return node;
}

export function stringValue(node: Expression | Argument | null | undefined): string | null {
  const value = unwrap(node);
  if (value?.type === 'Literal' && typeof value.value === 'string') return value.value;
  if (value?.type === 'TemplateLiteral' && value.expressions.length === 0) return value.quasis[0]?.value.cooked ?? null;
  return null;
}

export function keyName(key: PropertyKey): string | null {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : null;
}

/** The values of an object when each is a literal, else null. */
export function literalOptions(node: ObjectExpression): Record<string, string | number | boolean> | null {
  const options: Record<string, string | number | boolean> = {};
  for (const property of node.properties) {
    if (property.type !== 'Property' || property.computed) return null;
    const key = keyName(property.key);
    const value = unwrap(property.value);
    if (key === null || value?.type !== 'Literal') return null;
    if (typeof value.value !== 'string' && typeof value.value !== 'number' && typeof value.value !== 'boolean')
      return null;
    options[key] = value.value;
  }
  return options;
}

/** The object that a `() => ({ … })` or `() => { return { … } }` returns. */
export function returnedObject(node: ArrowFunctionExpression): ObjectExpression | null {
  const value = returnedValue(node);
  return value?.type === 'ObjectExpression' ? value : null;
}

/** What a callback returns: its expression, or that of the `return` at its end. */
export function returnedValue({ body }: ArrowFunctionExpression | FunctionNode): Expression | null {
  if (!body) return null;
  return unwrap(body.type === 'BlockStatement' ? returned(body) : body);
}

function returned(body: FunctionBody): Expression | null {
  const last = body.body.at(-1);
  if (last?.type === 'ReturnStatement') return last.argument;
  // oxc-parser 0.158 gives `=> ({ … })` as an expression; older ones as a body of one statement.
  return last?.type === 'ExpressionStatement' ? last.expression : null;
}

/** Walks `a().b().c()` to its first call and names the methods on the way. */
export function chain(node: Expression | null): { first: CallExpression; calls: string[] } | null {
  const calls: string[] = [];
  let at: Expression | null = unwrap(node);
  while (at?.type === 'CallExpression') {
    const callee: Expression | null = unwrap(at.callee);
    if (callee?.type !== 'MemberExpression' || callee.computed) return { first: at, calls: calls.reverse() };
    const object: Expression | null = callee.object.type === 'Super' ? null : unwrap(callee.object);
    if (object?.type !== 'CallExpression') return { first: at, calls: calls.reverse() };
    if (callee.property.type === 'Identifier') calls.push(callee.property.name);
    at = object;
  }
  return null;
}
