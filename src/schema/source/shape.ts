import type {
  ArrayExpression,
  ArrowFunctionExpression,
  Expression,
  Function as FunctionNode,
  ObjectExpression,
  ObjectPattern,
} from 'oxc-parser';
import type { SourceTable } from './model.js';
import { returnedValue, unwrap } from './syntax-tree.js';

/** What a callback calls what it is given: `(t) =>`, `({ email }) =>`, or nothing: `() =>`. */
export type Parameter =
  | { kind: 'none'; callback: Callback }
  | { kind: 'identifier'; name: string }
  | { kind: 'pattern'; node: ObjectPattern };

type Callback = ArrowFunctionExpression | FunctionNode;

/** The columns of a table: an object, or a callback that returns one. */
export interface ColumnsShape {
  list: ObjectExpression;
  /** Of the callback `(t) => ({ … })`, which gives the builders; null where they are imported. */
  parameter: Parameter | null;
}

/** The third argument of a table. `other` is anything that is not a callback that returns a list or an object. */
export type OptionsShape =
  | { kind: 'none' }
  | { kind: 'array'; list: ArrayExpression; parameter: Parameter }
  | { kind: 'object'; list: ObjectExpression; parameter: Parameter }
  | { kind: 'other'; node: Expression };

/** The columns as they stand in the code; null when they are made elsewhere: by a call, or under a name. */
export function columnsShape({ call }: SourceTable): ColumnsShape | null {
  const value = unwrap(call.arguments[1]);
  if (value?.type === 'ObjectExpression') return { list: value, parameter: null };
  return objectCallback(value);
}

/** The table options as they stand in the code. */
export function optionsShape({ call }: SourceTable): OptionsShape {
  const node = unwrap(call.arguments[2]);
  if (!node) return { kind: 'none' };
  const callback = asCallback(node);
  const list = callback ? returnedValue(callback) : null;
  const parameter = callback ? parameterOf(callback) : null;
  if (parameter && list?.type === 'ArrayExpression') return { kind: 'array', list, parameter };
  if (parameter && list?.type === 'ObjectExpression') return { kind: 'object', list, parameter };
  return { kind: 'other', node };
}

/** What a callback takes and the object that it returns; null for anything else. */
export function objectCallback(node: Expression | null): { list: ObjectExpression; parameter: Parameter } | null {
  const callback = asCallback(node);
  const list = callback ? returnedValue(callback) : null;
  const parameter = callback ? parameterOf(callback) : null;
  return list?.type === 'ObjectExpression' && parameter ? { list, parameter } : null;
}

const asCallback = (node: Expression | null): Callback | null =>
  node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression' ? node : null;

/** Null for what cannot be read: a default value, a rest, a list. */
function parameterOf(callback: Callback): Parameter | null {
  const [first] = callback.params;
  if (!first) return { kind: 'none', callback };
  if (first.type === 'Identifier') return { kind: 'identifier', name: first.name };
  return first.type === 'ObjectPattern' ? { kind: 'pattern', node: first } : null;
}
