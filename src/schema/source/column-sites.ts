import type { Node } from 'oxc-parser';
import type { FoundTable } from './find-table.js';
import type { SourceFile } from './model.js';
import { lineOf } from './parse.js';
import { pickedKeys } from './picked-keys.js';
import type { SchemaSource, SourceReader } from './read-schema.js';
import { referencesIn } from './scoped-references.js';
import { optionsShape } from './shape.js';
import { keyName, stringValue, unwrap } from './syntax-tree.js';
import { namesIn, type TableNames } from './table-names.js';
import { children, walk } from './walk.js';

/** A place in a schema file that uses a column. Offsets are UTF-16 units. */
export interface ColumnSite {
  file: SourceFile;
  /** Of `use`, 1-based. */
  line: number;
  /** Of the column's name there; for `kind: 'text'` and `'all'` of what mentions it. */
  start: number;
  end: number;
  /** Where it is used, which a pattern only prepares. */
  use: number;
  /**
   * `name`: `users.email`, which can be renamed. `pattern`: `{ email }`, a name for what is taken out.
   * `string`: `users['email']`. `text`: SQL that mentions it. `all`: a view that selects every column.
   */
  kind: 'name' | 'pattern' | 'string' | 'text' | 'all';
  /** The nodes around it, the nearest first. */
  around: Node[];
}

/**
 * Every place in the schema files that uses a column of a table: through the table, through what its options and
 * relations call it, and in SQL text. The column's own definition is not among them.
 *
 * @param column its property, and its name in the database
 */
export function columnSites(
  found: FoundTable,
  column: { property: string; name: string },
  source: SchemaSource,
  reader: SourceReader,
): ColumnSite[] {
  return source.files.flatMap((file) => {
    const names = namesIn(file, found, source, reader);
    return [
      ...throughTable(file, found, column.property, names),
      ...(file.path === found.table.path ? throughOptions(file, found, column.property) : []),
      ...throughRelations(file, found, column.property),
      ...inText(file, found, column, names),
    ].filter((site, at, all) => all.findIndex((other) => other.use === site.use && other.kind === site.kind) === at);
  });
}

type Span = { start: number; end: number };

function site(
  file: SourceFile,
  { start, end }: Span,
  kind: ColumnSite['kind'],
  around: Node[],
  use: Span = { start, end },
): ColumnSite {
  return { file, line: lineOf(file.text, use.start), start, end, use: use.start, kind, around };
}

/** `users.email`, `schema.users.email`, `users['email']`, `typeof users.email`, keys beside the table, views. */
function throughTable(file: SourceFile, { table }: FoundTable, property: string, names: TableNames): ColumnSite[] {
  const all = new Set([...names.locals, ...names.namespaces]);
  return referencesIn(file.program, all).flatMap(({ name, start, end, around }): ColumnSite[] => {
    let [parent, ...outer] = around;
    let inner = { start, end };
    if (names.namespaces.has(name)) {
      if (!parent || memberName(parent) !== table.exportName) return [];
      inner = parent;
      [parent, ...outer] = outer;
    }
    if (!parent) return [];
    const direct = member(parent, inner, property);
    if (direct) return [site(file, direct.node, direct.kind, [parent, ...outer])];
    return beside(file, parent, outer, property);
  });
}

/** The name of a property in an access to it. */
function member(
  node: Node,
  object: { start: number },
  property: string,
): { node: Node; kind: 'name' | 'string' } | null {
  if (node.type === 'TSQualifiedName') return node.right.name === property ? { node: node.right, kind: 'name' } : null;
  if (node.type !== 'MemberExpression' || node.object.start !== object.start) return null;
  if (!node.computed) return memberName(node) === property ? { node: node.property, kind: 'name' } : null;
  return stringValue(node.property) === property ? { node: node.property, kind: 'string' } : null;
}

function memberName(node: Node): string | null {
  if (node.type === 'TSQualifiedName') return node.right.name;
  return node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier'
    ? node.property.name
    : null;
}

/** The table is given to a call as a whole: `createInsertSchema(users, { email: … })`, `select().from(users)`. */
function beside(file: SourceFile, parent: Node, outer: Node[], property: string): ColumnSite[] {
  const around = [parent, ...outer];
  if (parent.type !== 'CallExpression') return [];
  const sites = parent.arguments.flatMap((argument): ColumnSite[] => {
    const value = unwrap(argument);
    if (value?.type !== 'ObjectExpression') return [];
    return value.properties.flatMap((one) =>
      one.type === 'Property' && !one.computed && keyName(one.key) === property
        ? [site(file, one.key, 'name', around)]
        : [],
    );
  });
  for (const key of pickedKeys(file.program, around, property)) sites.push(site(file, key, 'name', around));
  // `const { email, ...others } = getTableColumns(users)`
  const declarator = outer.find(({ type }) => type === 'VariableDeclarator');
  if (declarator?.type === 'VariableDeclarator' && declarator.id.type === 'ObjectPattern') {
    for (const one of declarator.id.properties) {
      if (one.type === 'Property' && keyName(one.key) === property) sites.push(site(file, one, 'pattern', around));
    }
  }
  const isView = outer.some(
    (node) => node.type === 'CallExpression' && /view/i.test(file.text.slice(node.callee.start, node.callee.end)),
  );
  const selectsAll = /\bselect(?:Distinct)?\(\s*\)/.test(file.text.slice(parent.start, parent.end));
  if (isView && selectsAll) sites.push(site(file, parent, 'all', around));
  return sites;
}

/** `table.email` and `({ email }) =>` in the options of the table itself. */
function throughOptions(file: SourceFile, { table }: FoundTable, property: string): ColumnSite[] {
  const shape = optionsShape(table);
  const options = table.call.arguments[2];
  if (!options || (shape.kind !== 'array' && shape.kind !== 'object')) return [];
  const { parameter, list } = shape;
  if (parameter.kind === 'identifier') {
    return referencesIn(list, new Set([parameter.name])).flatMap(({ start, around }): ColumnSite[] => {
      const [parent] = around;
      const direct = parent ? member(parent, { start }, property) : null;
      return direct ? [site(file, direct.node, direct.kind, [...around, table.call])] : [];
    });
  }
  if (parameter.kind !== 'pattern') return [];
  return parameter.node.properties.flatMap((one): ColumnSite[] => {
    if (one.type !== 'Property' || keyName(one.key) !== property) return [];
    const local = one.value.type === 'Identifier' ? one.value.name : property;
    const uses = referencesIn(list, new Set([local]));
    // The place of a use says more than that of the pattern, which only hands it over.
    if (uses.length === 0) return [site(file, one, 'pattern', [table.call])];
    return uses.map((use) => site(file, one, 'pattern', [...use.around, table.call], use));
  });
}

/** `r.users.email` in `defineRelations(schema, (r) => …)` of drizzle-orm 1.0. */
function throughRelations(file: SourceFile, { table }: FoundTable, property: string): ColumnSite[] {
  return [...walk(file.program)].flatMap((node): ColumnSite[] => {
    if (
      node.type !== 'CallExpression' ||
      !/\bdefineRelations(Part)?$/.test(file.text.slice(node.callee.start, node.callee.end))
    )
      return [];
    const callback = node.arguments.map(unwrap).find((argument) => argument?.type === 'ArrowFunctionExpression');
    const parameter = callback?.type === 'ArrowFunctionExpression' ? callback.params[0] : undefined;
    if (callback?.type !== 'ArrowFunctionExpression' || parameter?.type !== 'Identifier') return [];
    return referencesIn(callback.body, new Set([parameter.name])).flatMap(({ around }): ColumnSite[] => {
      const [first, second] = around;
      if (!first || !second || memberName(first) !== table.exportName) return [];
      const direct = member(second, first, property);
      return direct ? [site(file, direct.node, direct.kind, [...around, node])] : [];
    });
  });
}

/** SQL text that has the column's name in the database: in the table itself, elsewhere together with the table's. */
function inText(
  file: SourceFile,
  { table, name: tableName }: FoundTable,
  { name }: { name: string },
  names: TableNames,
): ColumnSite[] {
  const word = wordPattern(name);
  const tableWord = wordPattern(tableName);
  const sites: ColumnSite[] = [];
  for (const statement of file.program.body) {
    const isOwn = file.path === table.path && statement.start === table.start;
    const templates: { node: Node; around: Node[] }[] = [];
    collectTemplates(statement, [], templates);
    for (const { node, around } of templates) {
      const sql = file.text.slice(node.start, node.end);
      const text = withoutValues(sql);
      const mentions =
        isOwn || tableWord.test(text) || [...names.locals].some((local) => text.includes(`\${${local}}`));
      if (mentions && word.test(text)) sites.push(site(file, node, 'text', around));
    }
  }
  return sites;
}

function collectTemplates(node: Node, around: Node[], found: { node: Node; around: Node[] }[]): void {
  if (node.type === 'TaggedTemplateExpression') found.push({ node: node.quasi, around: [node, ...around] });
  else for (const child of children(node)) collectTemplates(child, [node, ...around], found);
}

const wordPattern = (name: string): RegExp =>
  new RegExp(`(?<![\\w$])${name.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')}(?![\\w$])`, 'i');

/** Without what stands in quotes, which is a value, and without what code puts in: that is found by its references. */
const withoutValues = (sql: string): string =>
  sql.replaceAll(/'(?:[^']|'')*'/g, "''").replaceAll(/\$\{(?!\s*[\w$]+\s*\})[^}]*\}/g, ' ');
