import type { Expression, ObjectExpression } from 'oxc-parser';
import { configObject, keyName } from './config-syntax.js';
import { type DatabaseFields, databaseFields } from './database-fields.js';

/** It can be known only by running the config. */
const computed = Symbol('computed');
type Known = string | number | boolean | undefined | Known[] | { [key: string]: Known } | typeof computed;

/**
 * What a config says of the database, read without running it, where it is written with literals and variables of the
 * environment (`process.env.DATABASE_URL!`, `process.env.URL ?? 'file:app.db'`).
 *
 * @param env the variables.
 * @returns `null` when something is computed otherwise, or cannot be read.
 */
export function readDatabaseSource(path: string, source: string, env: NodeJS.ProcessEnv): DatabaseFields | null {
  const found = configObject(path, source);
  if (found === null) return null;
  const fields: { [key: string]: Known } = {};
  for (const name of ['dialect', 'driver', 'dbCredentials', 'migrations', 'schemaFilter', 'tablesFilter']) {
    const property = propertyOf(found.object, name);
    if (property === computed) return null;
    if (property === undefined) continue;
    const value = known(property, env);
    if (hasComputed(value)) return null;
    fields[name] = value;
  }
  return databaseFields(fields);
}

function propertyOf(object: ObjectExpression, name: string): Expression | undefined | typeof computed {
  for (const property of object.properties.toReversed()) {
    if (property.type === 'SpreadElement' || property.computed) return computed;
    if (keyName(property.key) === name) return property.value;
  }
  return undefined;
}

function known(node: Expression, env: NodeJS.ProcessEnv): Known {
  switch (node.type) {
    case 'TSNonNullExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
      return known(node.expression, env);
    case 'Literal':
      return typeof node.value === 'string' || typeof node.value === 'number' || typeof node.value === 'boolean'
        ? node.value
        : computed;
    case 'TemplateLiteral':
      return node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? computed) : computed;
    case 'MemberExpression':
      return variable(node, env);
    case 'LogicalExpression': {
      const left = known(node.left, env);
      if (left === computed || node.operator === '&&') return computed;
      const falls = node.operator === '??' ? left === undefined : !left;
      return falls ? known(node.right, env) : left;
    }
    case 'ArrayExpression':
      return node.elements.map((element) =>
        element === null || element.type === 'SpreadElement' ? computed : known(element, env),
      );
    case 'ObjectExpression': {
      const object: { [key: string]: Known } = {};
      for (const property of node.properties) {
        const key = property.type === 'SpreadElement' || property.computed ? null : keyName(property.key);
        if (property.type === 'SpreadElement' || key === null) return computed;
        object[key] = known(property.value, env);
      }
      return object;
    }
    default:
      return computed;
  }
}

function variable(node: Expression & { type: 'MemberExpression' }, env: NodeJS.ProcessEnv): Known {
  const { object, property } = node;
  const isEnv =
    object.type === 'MemberExpression' &&
    object.object.type === 'Identifier' &&
    object.object.name === 'process' &&
    object.property.type === 'Identifier' &&
    object.property.name === 'env';
  if (!isEnv) return computed;
  if (!node.computed && property.type === 'Identifier') return env[property.name];
  return property.type === 'Literal' && typeof property.value === 'string' ? env[property.value] : computed;
}

function hasComputed(value: Known): boolean {
  if (value === computed) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hasComputed);
}
