import type { Expression, Node } from 'oxc-parser';
import { lineOf, parse } from '../schema/source/parse.js';
import { walk } from '../schema/source/walk.js';
import { hasSecret } from './addresses.js';

/** What a drizzle config says besides the fields that decide what its project is. */
export interface ConfigSource {
  /** It names `out`, or may: it spreads another object. */
  hasOut: boolean;
  /** Lines with a password or a token written out. */
  secrets: { line: number; what: string }[];
  /** The environment variables that it takes an address from, as it mentions them. */
  variables: string[];
}

const secretKeys = /^(?:password|authToken|token|secretArn|ssl_?key)$/i;
const addressVariable = /^[A-Z][A-Z0-9_]*(?:URL|URI|CONNECTION|DSN|DATABASE)[A-Z0-9_]*$/;

/** Reads it from the text alone; nothing is run. `null` where the text cannot be parsed. */
export function readConfigSource(path: string, source: string): ConfigSource | null {
  const nodes = nodesOf(path, source);
  if (nodes === null) return null;
  const found: ConfigSource = { hasOut: false, secrets: [], variables: [] };
  const secret = (node: Node, what: string): void => {
    const line = lineOf(source, node.start);
    if (!found.secrets.some((known) => known.line === line)) found.secrets.push({ line, what });
  };
  for (const node of nodes) {
    if (node.type === 'SpreadElement') found.hasOut = true;
    if (node.type === 'Property') {
      const name = keyOf(node.key);
      if (name === 'out') found.hasOut = true;
      const value = textOf(node.value);
      if (name !== null && secretKeys.test(name) && value !== null && isWrittenOut(value)) secret(node, name);
    }
    const text = textOf(node);
    if (text !== null && hasSecret(text)) secret(node, 'the password of an address');
    const variable = variableOf(node);
    if (variable !== null && !found.variables.includes(variable)) found.variables.push(variable);
  }
  return found;
}

function nodesOf(path: string, source: string): Node[] | null {
  // A config may be JSON: as an expression it is read like the others.
  const [name, text] = path.endsWith('.json') ? [`${path}.ts`, `(${source})`] : [path, source];
  try {
    return [...walk(parse(name, text).program)];
  } catch {
    return null;
  }
}

function keyOf(key: Node): string | null {
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : null;
}

function textOf(node: Node | Expression): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0]?.value.cooked ?? null;
  return null;
}

/** `process.env.DATABASE_URL`, `env.DATABASE_URL`, `process.env['DATABASE_URL']`. */
function variableOf(node: Node): string | null {
  if (node.type !== 'MemberExpression') return null;
  const name = keyOf(node.property);
  return name !== null && addressVariable.test(name) ? name : null;
}

/** Not empty, not a place to fill in, and not the password of a server that everybody has on their own machine. */
function isWrittenOut(value: string): boolean {
  return value.length >= 6 && !/^(?:postgres|password|secret|example|change|your|root|mysql|<|\[|\$|x{3})/i.test(value);
}
