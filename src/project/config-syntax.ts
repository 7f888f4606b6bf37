import type { Expression, ObjectExpression, Program, PropertyKey } from 'oxc-parser';
import { parseSync } from 'oxc-parser';
import { LockstepError } from '../errors.js';
import { checkConfigFields, isStrings } from './config-fields.js';
import type { ConfigFields } from './project.js';

/** A field whose value only running the config would tell. */
const computed = Symbol('computed');
type Value = string | string[] | undefined | typeof computed;

/**
 * Reads the fields from the config's syntax tree, without running it: configs that throw without a database, or
 * that import the live client, still answer.
 *
 * @param path for messages.
 * @returns `null` when a field that is needed is computed.
 * @throws LockstepError when the file has a syntax error or the fields make no sense.
 */
export function readConfigFields(path: string, source: string): ConfigFields | null {
  if (path.endsWith('.json')) return fieldsOfJson(path, source);
  const found = configObject(path, source);
  if (found === null) return null;
  const { object: config, constants } = found;
  const values = new Map<string, Value>();
  for (const property of config.properties) {
    if (property.type === 'SpreadElement' || property.computed) return null;
    const name = keyName(property.key);
    if (name !== null) values.set(name, literal(property.value, constants));
  }
  const dialect = values.get('dialect');
  const schema = values.get('schema');
  const out = values.get('out');
  const casing = values.get('casing');
  if (dialect === computed || schema === computed || out === computed || casing === computed) return null;
  return checkConfigFields(path, { dialect, schema, out, casing });
}

/**
 * The object that a config exports, and the constants that it may name. `null` when it is put together otherwise.
 *
 * @throws LockstepError when the file has a syntax error.
 */
export function configObject(path: string, source: string): { object: ObjectExpression; constants: Constants } | null {
  // As an expression, JSON is read like the others.
  const [name, text] = path.endsWith('.json') ? [`${path}.ts`, `export default ${source}`] : [path, source];
  const parsed = parseSync(name, text);
  const error = parsed.errors[0];
  if (error) {
    const at = error.labels[0]?.start ?? 0;
    throw new LockstepError(`${path} has a syntax error: ${error.message}`, { path, line: lineAt(text, at) });
  }
  const constants = topLevelConstants(parsed.program);
  const object = defaultExport(parsed.program, constants);
  return object?.type === 'ObjectExpression' ? { object, constants } : null;
}

/** The name of a property that is not computed, quoted or not. */
export function keyName(key: PropertyKey): string | null {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' ? String(key.value) : null;
}

function fieldsOfJson(path: string, source: string): ConfigFields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new LockstepError(`${path} is not valid JSON: ${cause instanceof Error ? cause.message : ''}`, {
      path,
      cause,
    });
  }
  return checkConfigFields(path, typeof parsed === 'object' && parsed !== null ? { ...parsed } : {});
}

type Constants = Map<string, Expression>;

function topLevelConstants(program: Program): Constants {
  const constants: Constants = new Map();
  for (const statement of program.body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration' || declaration.kind !== 'const') continue;
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier' && init) constants.set(id.name, init);
    }
  }
  return constants;
}

function defaultExport(program: Program, constants: Constants): Expression | null {
  for (const statement of program.body) {
    if (statement.type === 'ExportDefaultDeclaration') {
      const { declaration } = statement;
      return declaration.type.endsWith('Declaration') ? null : unwrap(declaration as Expression, constants);
    }
    if (
      statement.type === 'ExpressionStatement' &&
      statement.expression.type === 'AssignmentExpression' &&
      isModuleExports(statement.expression.left)
    ) {
      return unwrap(statement.expression.right, constants);
    }
  }
  return null;
}

function isModuleExports(target: { type: string }): boolean {
  if (target.type !== 'MemberExpression') return false;
  const member = target as { object?: { name?: string }; property?: { name?: string } };
  return member.object?.name === 'module' && member.property?.name === 'exports';
}

/** The object inside defineConfig(…), `satisfies`, `as`, parentheses, or a constant's name. */
function unwrap(expression: Expression, constants: Constants, depth = 0): Expression | null {
  if (depth > 10) return null;
  switch (expression.type) {
    case 'TSSatisfiesExpression':
    case 'TSAsExpression':
    case 'ParenthesizedExpression':
    case 'TSNonNullExpression':
      return unwrap(expression.expression, constants, depth + 1);
    case 'CallExpression': {
      const argument = expression.arguments[0];
      const isDefine = expression.callee.type === 'Identifier' && expression.callee.name === 'defineConfig';
      return isDefine && argument && argument.type !== 'SpreadElement' ? unwrap(argument, constants, depth + 1) : null;
    }
    case 'Identifier': {
      const constant = constants.get(expression.name);
      return constant ? unwrap(constant, constants, depth + 1) : null;
    }
    default:
      return expression;
  }
}

function literal(node: Expression, constants: Constants): Value {
  const expression = unwrap(node, constants);
  if (expression === null) return computed;
  if (expression.type === 'Literal' && typeof expression.value === 'string') return expression.value;
  if (expression.type === 'TemplateLiteral' && expression.expressions.length === 0) {
    return expression.quasis[0]?.value.cooked ?? computed;
  }
  if (expression.type === 'ArrayExpression') {
    const values = expression.elements.map((element) =>
      element === null || element.type === 'SpreadElement' ? computed : literal(element, constants),
    );
    return isStrings(values) ? values : computed;
  }
  return computed;
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
