import MagicString from 'magic-string';
import { LockstepError } from '../../src/errors.js';
import {
  array,
  type Code,
  call,
  chainOf,
  Imports,
  insertItems,
  listOf,
  object,
  propertyIn,
  raw,
  type Style,
  string,
  takeProperties,
} from '../../src/scaffold/edit/index.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { type FoundTable, keyName, type RelationsCall, resolveImport, unwrap } from '../../src/schema/source/index.js';
import type { NewRelation } from './decide.js';
import { groupsOf, keyOf } from './existing.js';
import { exportOf, exportsTable, nameIn } from './names-in-file.js';
import { newRelationsFile } from './new-file.js';
import { cannotEdit } from './refuse.js';
import type { State } from './state.js';
import { isSame } from './tables.js';
import { entry, styleOf } from './write-older.js';

/** What the callback calls its argument where it takes none yet. */
const fallback = 'r';

/**
 * The change that writes a relation with `defineRelations(schema, (r) => ({ … }))` of drizzle-orm 1.0: into the object
 * of its table, else beside the others, else in a file of its own.
 * Throws a LockstepError (exit 2) with the code to paste where that cannot be edited safely.
 */
export function writeNewer(relation: NewRelation, state: State): FileChange {
  const { from } = relation;
  const [first] = state.calls;
  if (!first) {
    return newRelationsFile(relation, state, (style) =>
      tableEntry(relation, exportOf(from), plainCode(relation), style.indent, style),
    );
  }
  const host =
    state.calls.find((one) => groupsOf(one, state.tables).some(({ table }) => isSame(table, from))) ??
    emptyHost(relation, state);
  if (host) return intoCall(relation, host, state);
  const style = styleOf(first.file, state);
  throw cannotEdit(
    { path: first.file.path, line: first.line },
    `the relations are not all written in an object there, and ${from.table.name} may have some elsewhere`,
    tableEntry(relation, exportOf(from), plainCode(relation), '', style),
  );
}

/**
 * A call that gets a key for the table: where the other table's relations are, so that drizzle finds one side by the
 * other. One that spreads is none: what the spread holds for the table would be lost.
 */
function emptyHost({ from, to }: NewRelation, { calls, tables }: State): RelationsCall | undefined {
  const isWhole = ({ body }: RelationsCall): boolean =>
    body?.list.properties.every(
      (one) => one.type === 'Property' && !one.computed && keyName(one.key) !== from.table.exportName,
    ) ?? false;
  // A key that is there and no object stands for relations that are written elsewhere.
  if (!calls.every(isWhole)) return undefined;
  return (
    calls.find((one) => groupsOf(one, tables).some(({ table }) => isSame(table, to))) ??
    calls.find(({ kind }) => kind === 'defineRelations') ??
    calls.at(-1)
  );
}

function intoCall(relation: NewRelation, host: RelationsCall, state: State): FileChange {
  const { file, body } = host;
  if (!body) throw new Error('The call was chosen for its body.');
  const { text, path } = file;
  const style = styleOf(file, state);
  const edit = new MagicString(text);
  const imports = new Imports(file, style, []);
  const used = new Set<string>();
  const helper = (name: string): string => {
    used.add(name);
    return propertyIn(body.parameter, name, fallback);
  };
  const missing: FoundTable[] = [];
  const key = (found: FoundTable): string => {
    const known = keyOf(found, host, state.tables);
    if (known !== null) return known;
    if (!missing.some((one) => isSame(one, found))) missing.push(found);
    return exportOf(found);
  };
  const through = relation.through ? [relation.through.table] : [];
  for (const one of [relation.from, relation.to, ...through]) checkReached(one, host, state);
  const code = codeOf(relation, helper, key, isPaired(relation, host, state));
  const group = groupsOf(host, state.tables).find(({ table }) => isSame(table, relation.from));
  const list = group?.list ?? body.list;
  const item = (indent: string | null): string =>
    group
      ? entry(relation.name, code, indent, style)
      : tableEntry(relation, key(relation.from), code, indent ?? '', style);
  insertItems(edit, text, listOf(list, list.properties), list.properties.length, [item], style);
  takeProperties(edit, text, body.parameter, [...used], fallback, style);
  addTables(missing, host, edit, imports, style, state);
  imports.apply(edit);
  return { path, kind: 'edit', before: text, after: edit.toString() };
}

/** The other side says which columns belong together, so this one need not. */
function isPaired({ from, to, holds, alias }: NewRelation, host: RelationsCall, { existing }: State): boolean {
  const sides = existing.filter(
    (one) => one.host.call === host.call && isSame(one.from, to) && isSame(one.to, from) && one.alias === alias,
  );
  const [side, ...more] = sides;
  return !holds && side !== undefined && side.columns !== null && more.length === 0;
}

/** `defineRelations({ users }, …)` gets the tables that it does not have. */
function addTables(
  missing: readonly FoundTable[],
  host: RelationsCall,
  edit: MagicString,
  imports: Imports,
  style: Style,
  state: State,
): void {
  const schema = unwrap(host.call.arguments[0]);
  if (missing.length === 0 || schema?.type !== 'ObjectExpression') return;
  const items = missing.map((found) => {
    const name = nameIn(host.file, host.file.path, found, imports, state);
    const key = exportOf(found);
    return (): string => (name === key ? key : `${key}: ${name}`);
  });
  insertItems(edit, host.file.text, listOf(schema, schema.properties), schema.properties.length, items, style);
}

/** `import * as schema from './schema'` has to lead to the table. */
function checkReached(found: FoundTable, { call: node, file, line }: RelationsCall, state: State): void {
  const schema = unwrap(node.arguments[0]);
  if (schema?.type !== 'Identifier') return;
  const source = file.imports.find(({ namespace }) => namespace === schema.name)?.source;
  const path = source === undefined ? null : resolveImport(file.path, source, state.context);
  if (path === null || exportsTable(path, found, state)) return;
  throw new LockstepError(
    `${path} does not export ${exportOf(found)}, so ${file.path}:${line} does not know the table.`,
    {
      path,
      fix: `Export it there: export * from '…' for ${found.table.path}`,
    },
  );
}

type Name = (name: string) => string;

/** The code as it stands in a new call, whose argument is `r`. */
const plainCode = (relation: NewRelation, isPaired = false): Code =>
  codeOf(relation, (name) => `${fallback}.${name}`, exportOf, isPaired);

/** `r.one.users({ from: r.posts.authorId, to: r.users.id })`, `r.many.posts()`. */
function codeOf(relation: NewRelation, helper: Name, key: (found: FoundTable) => string, isPaired: boolean): Code {
  const { from, to, own, other, kind, through, alias, required } = relation;
  const callee = `${helper(kind)}.${key(to)}`;
  const columns = (found: FoundTable, properties: string[], over: string[]): Code => {
    const list = properties.map((one, at) => {
      const column = `${helper(key(found))}.${one}`;
      return raw(through ? `${column}.through(${helper(key(through.table))}.${over[at]})` : column);
    });
    return list[0] && list.length === 1 ? list[0] : array(list);
  };
  const settings: [string, Code][] = [];
  if (!isPaired) {
    settings.push(['from', columns(from, own, through?.own ?? [])], ['to', columns(to, other, through?.other ?? [])]);
  }
  if (required && kind === 'one') settings.push(['optional', raw('false')]);
  if (alias !== null) settings.push(['alias', string(alias)]);
  return chainOf(settings.length > 0 ? call(callee, object(settings)) : call(callee));
}

/** `posts: { author: … }` on lines of its own, as people write it. */
function tableEntry({ name }: NewRelation, key: string, code: Code, indent: string, style: Style): string {
  const inner = indent + style.indent;
  return `${key}: {\n${inner}${entry(name, code, inner, style)}${style.trailingCommas ? ',' : ''}\n${indent}}`;
}
