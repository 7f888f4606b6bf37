import type { Node } from 'oxc-parser';
import { children } from './walk.js';

/** An identifier that stands for a name of the file, with the nodes around it, the nearest first. */
export interface Reference {
  name: string;
  start: number;
  end: number;
  around: Node[];
}

/**
 * Where names that are declared outside of `root` are used in it, in values and in types. A parameter or a variable of
 * the same name hides the one outside.
 */
export function referencesIn(root: Node, names: ReadonlySet<string>): Reference[] {
  const found: Reference[] = [];
  visit(root, [], names, found);
  return found;
}

function visit(node: Node, around: Node[], names: ReadonlySet<string>, found: Reference[]): void {
  if (names.size === 0) return;
  if (node.type === 'Identifier') {
    if (names.has(node.name)) found.push({ name: node.name, start: node.start, end: node.end, around });
    return;
  }
  const visible = hidden(node, names);
  for (const child of children(node)) if (!isName(child, node)) visit(child, [node, ...around], visible, found);
}

/** An identifier that names a property, a key or an import, and stands for nothing. */
function isName(child: Node, parent: Node): boolean {
  switch (parent.type) {
    case 'MemberExpression':
      return !parent.computed && child === parent.property;
    case 'Property':
      // `{ users }` has one identifier for two nodes: the value stands for something.
      return !parent.computed && child === parent.key;
    case 'PropertyDefinition':
    case 'MethodDefinition':
    case 'TSPropertySignature':
    case 'TSMethodSignature':
      return !parent.computed && child === parent.key;
    case 'TSQualifiedName':
      return child === parent.right;
    case 'ExportSpecifier':
      return child === parent.exported && parent.exported.start !== parent.local.start;
    case 'ImportSpecifier':
    case 'ImportDefaultSpecifier':
    case 'ImportNamespaceSpecifier':
    case 'LabeledStatement':
      return true;
    case 'VariableDeclarator':
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return child === parent.id && child.type === 'Identifier';
    default:
      return false;
  }
}

function hidden(node: Node, names: ReadonlySet<string>): ReadonlySet<string> {
  const declared = new Set<string>();
  if (
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'FunctionExpression' ||
    node.type === 'FunctionDeclaration'
  ) {
    for (const parameter of node.params) bindings(parameter, declared);
  } else if (node.type === 'CatchClause' && node.param) bindings(node.param, declared);
  else if (node.type === 'BlockStatement') {
    for (const statement of node.body) declarations(statement, declared);
  } else if (node.type === 'ForStatement' && node.init) declarations(node.init, declared);
  else if (node.type === 'ForOfStatement' || node.type === 'ForInStatement') declarations(node.left, declared);
  if (![...declared].some((name) => names.has(name))) return names;
  return new Set([...names].filter((name) => !declared.has(name)));
}

function declarations(node: Node, into: Set<string>): void {
  if (node.type === 'VariableDeclaration') for (const { id } of node.declarations) bindings(id, into);
  else if ((node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') && node.id) into.add(node.id.name);
}

/** The names that a pattern declares. */
function bindings(node: Node, into: Set<string>): void {
  if (node.type === 'Identifier') into.add(node.name);
  else if (node.type === 'ObjectPattern')
    for (const one of node.properties) bindings(one.type === 'RestElement' ? one.argument : one.value, into);
  else if (node.type === 'ArrayPattern') for (const one of node.elements) one && bindings(one, into);
  else if (node.type === 'AssignmentPattern') bindings(node.left, into);
  else if (node.type === 'RestElement') bindings(node.argument, into);
}
