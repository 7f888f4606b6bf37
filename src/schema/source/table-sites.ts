import type { Node } from 'oxc-parser';
import { constantOf } from './constants.js';
import type { FoundTable } from './find-table.js';
import type { SourceFile } from './model.js';
import { lineOf } from './parse.js';
import { resolveImport, type SchemaSource, type SourceReader } from './read-schema.js';
import { referencesIn } from './scoped-references.js';
import { keyName, unwrap } from './syntax-tree.js';
import { namesIn } from './table-names.js';
import { children, walk } from './walk.js';

/** A place in a schema file that has a table's TypeScript name. Offsets are UTF-16 units. */
export interface TableSite {
  file: SourceFile;
  start: number;
  end: number;
  /** `shorthand`: `{ users }`, of which the key stays; `export`: `export { users }`. */
  kind: 'name' | 'shorthand' | 'export';
}

/**
 * Every place in the schema files that has the name of a table: its declaration, its uses, imports and exports of it,
 * and what the relations of drizzle-orm 1.0 call it (`r.users`, `r.many.users`).
 */
export function tableSites(found: FoundTable, source: SchemaSource, reader: SourceReader): TableSite[] {
  const { table } = found;
  return source.files.flatMap((file) => {
    const names = namesIn(file, found, source, reader);
    const sites: TableSite[] = [];
    const add = (node: { start: number; end: number }, kind: TableSite['kind'] = 'name'): void => {
      sites.push({ file, start: node.start, end: node.end, kind });
    };
    const same = new Set([...names.locals].filter((local) => local === table.local));
    if (file.path === table.path) addDeclaration(file.program, table.local, add);
    for (const { start, end, around } of referencesIn(file.program, same)) {
      const [parent] = around;
      const isShorthand = parent?.type === 'Property' && parent.shorthand;
      const isExport = parent?.type === 'ExportSpecifier' && parent.exported.start === parent.local.start;
      add({ start, end }, isShorthand ? 'shorthand' : isExport ? 'export' : 'name');
    }
    for (const { around } of referencesIn(file.program, names.namespaces)) {
      const [parent] = around;
      if (parent?.type === 'MemberExpression' && !parent.computed && isNamed(parent.property, table.exportName))
        add(parent.property);
    }
    for (const statement of file.program.body) {
      if (statement.type === 'ImportDeclaration') {
        for (const one of statement.specifiers) {
          if (one.type !== 'ImportSpecifier' || !isNamed(one.imported, table.exportName)) continue;
          if (names.locals.has(one.local.name)) add(one.imported);
        }
      } else if (statement.type === 'ExportNamedDeclaration' && statement.source) {
        const target = resolveImport(file.path, statement.source.value, reader);
        const home = source.files.find(({ path }) => path === target);
        for (const one of statement.specifiers) {
          if (!isNamed(one.local, table.exportName) || !home) continue;
          const constant = constantOf(table.exportName ?? '', home, source, reader);
          if (constant?.file.path === table.path) add(one.local);
        }
      }
    }
    for (const node of inRelations(file, table.exportName)) add(node);
    return sites;
  });
}

/** Where SQL text in the schema files has the name of a table. */
export function tableTextSites({ name }: FoundTable, source: SchemaSource): { file: SourceFile; line: number }[] {
  const word = new RegExp(`(?<![\\w$])${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w$])`, 'i');
  return source.files.flatMap((file) =>
    [...walk(file.program)].flatMap((node) => {
      if (node.type !== 'TaggedTemplateExpression') return [];
      const texts = node.quasi.quasis.map(({ value }) => value.raw.replaceAll(/'(?:[^']|'')*'/g, "''"));
      return texts.some((text) => word.test(text)) ? [{ file, line: lineOf(file.text, node.start) }] : [];
    }),
  );
}

const isNamed = (node: Node, name: string | null): boolean => node.type === 'Identifier' && node.name === name;

function addDeclaration(program: Node, local: string, add: (node: { start: number; end: number }) => void): void {
  for (const statement of children(program)) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement;
    if (declaration?.type !== 'VariableDeclaration') continue;
    for (const { id } of declaration.declarations) if (id.type === 'Identifier' && id.name === local) add(id);
  }
}

/** `r.users`, `r.one.users`, `r.many.users` and the key `users` in `defineRelations(schema, (r) => ({ … }))`. */
function inRelations(file: SourceFile, exportName: string | null): Node[] {
  return [...walk(file.program)].flatMap((node): Node[] => {
    if (
      node.type !== 'CallExpression' ||
      !/\bdefineRelations(Part)?$/.test(file.text.slice(node.callee.start, node.callee.end))
    )
      return [];
    // `{ users }` names its tables itself, and goes on doing so.
    if (unwrap(node.arguments[0])?.type === 'ObjectExpression') return [];
    const callback = node.arguments.map(unwrap).find((argument) => argument?.type === 'ArrowFunctionExpression');
    const parameter = callback?.type === 'ArrowFunctionExpression' ? callback.params[0] : undefined;
    if (callback?.type !== 'ArrowFunctionExpression' || parameter?.type !== 'Identifier') return [];
    const found: Node[] = [];
    for (const { around } of referencesIn(callback.body, new Set([parameter.name]))) {
      let [first, second] = around;
      if (first?.type === 'MemberExpression' && (isNamed(first.property, 'one') || isNamed(first.property, 'many')))
        [first, second] = [second, undefined];
      if (first?.type === 'MemberExpression' && !first.computed && isNamed(first.property, exportName))
        found.push(first.property);
    }
    const body = callback.body.type === 'BlockStatement' ? null : unwrap(callback.body);
    if (body?.type === 'ObjectExpression') {
      for (const one of body.properties)
        if (one.type === 'Property' && !one.computed && keyName(one.key) === exportName) found.push(one.key);
    }
    return found;
  });
}
