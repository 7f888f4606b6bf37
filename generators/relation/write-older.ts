import MagicString from 'magic-string';
import { LockstepError } from '../../src/errors.js';
import {
  array,
  type Code,
  call,
  chainOf,
  defaultStyle,
  detectStyle,
  flat,
  Imports,
  insertAfter,
  insertItems,
  insertStatements,
  lineWidth,
  listOf,
  object,
  print,
  propertyIn,
  raw,
  type Style,
  string,
  takeProperties,
} from '../../src/scaffold/edit/index.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { type FoundTable, type RelationsCall, readSource, type SourceFile } from '../../src/schema/source/index.js';
import { reexported } from '../column/reexported.js';
import { applyPattern, commonPattern, identifierCases, patterns } from '../columns/pattern.js';
import type { NewRelation } from './decide.js';
import { exportOf, nameIn } from './names-in-file.js';
import { cannotEdit } from './refuse.js';
import type { State } from './state.js';
import { isSame } from './tables.js';

/**
 * The changes that write a relation with `relations(posts, ({ one, many }) => ({ … }))`, the way of drizzle-orm 0.45:
 * in the call that the table has, else in a new one.
 * Throws a LockstepError (exit 2) with the code to paste where that cannot be edited safely.
 */
export function writeOlder(relation: NewRelation, state: State): FileChange[] {
  const hosts = state.calls.filter(
    ({
      file,
      call: {
        arguments: [table],
      },
    }) => isSame(state.tables.named(file, table), relation.from),
  );
  const [first] = hosts;
  if (!first) return newCall(relation, state);
  const host = hosts.find(({ body }) => body !== null);
  if (host) return [intoCall(relation, host, state)];
  const style = styleOf(first.file, state);
  const code = codeOf(relation, relation.kind, (found) => exportOf(found));
  throw cannotEdit(
    { path: first.file.path, line: first.line },
    `the relations of ${relation.from.table.name} are not an object that a callback returns`,
    `${relation.name}: ${flat(code, style)},`,
  );
}

export const styleOf = (file: SourceFile, { context }: State): Style =>
  detectStyle([file], { ...defaultStyle, width: lineWidth(context.read) });

function intoCall(relation: NewRelation, { file, body }: RelationsCall, state: State): FileChange {
  if (!body) throw new Error('The call was chosen for its body.');
  const { text, path } = file;
  const style = styleOf(file, state);
  const imports = new Imports(file, style, []);
  const helper = body.parameter.kind === 'none' ? relation.kind : propertyIn(body.parameter, relation.kind, '');
  const code = codeOf(relation, helper, (found) => nameIn(file, path, found, imports, state));
  const edit = new MagicString(text);
  takeProperties(edit, text, body.parameter, [relation.kind], taken([relation.kind], style), style);
  const item = (indent: string | null): string => entry(relation.name, code, indent, style);
  insertItems(edit, text, listOf(body.list, body.list.properties), body.list.properties.length, [item], style);
  imports.apply(edit);
  return { path, kind: 'edit', before: text, after: edit.toString() };
}

/** `{ one, many }`, as the callback takes it. */
function taken(names: readonly string[], { bracketSpacing }: Style): string {
  const space = bracketSpacing ? ' ' : '';
  return `{${space}${names.join(', ')}${space}}`;
}

export function entry(key: string, code: Code, indent: string | null, style: Style): string {
  return `${key}: ${indent === null ? flat(code, style) : print(code, `${indent}${key}: `, ',', style)}`;
}

/** `one(users, { fields: [posts.authorId], references: [users.id] })`, `many(posts)`. */
function codeOf(relation: NewRelation, helper: string, name: (found: FoundTable) => string): Code {
  const { from, to, own, other, alias, holds } = relation;
  const columns = (found: FoundTable, properties: string[]): Code =>
    array(properties.map((one) => raw(`${name(found)}.${one}`)));
  const settings: [string, Code][] = [];
  if (holds) settings.push(['fields', columns(from, own)], ['references', columns(to, other)]);
  if (alias !== null) settings.push(['relationName', string(alias)]);
  const target = raw(name(to));
  return chainOf(settings.length > 0 ? call(helper, target, object(settings)) : call(helper, target));
}

/** `export const postsRelations = relations(posts, …);` beside the table, or where the project has its relations. */
function newCall(relation: NewRelation, state: State): FileChange[] {
  const { from } = relation;
  const file = homeOf(from, state);
  const style = styleOf(file, state);
  const name = exportName(from, file, state);
  const imports = new Imports(file, style, [name]);
  const relations = imports.use(state.api.module, 'relations');
  const table = nameIn(file, file.path, from, imports, state);
  const code = codeOf(relation, relation.kind, (found) => nameIn(file, file.path, found, imports, state));
  const statement = [
    `export const ${name} = ${relations}(${table}, (${taken([relation.kind], style)}) => ({`,
    `${style.indent}${entry(relation.name, code, style.indent, style)}${style.trailingCommas ? ',' : ''}`,
    `}))${style.semicolons ? ';' : ''}`,
  ].join('\n');
  const change = {
    path: file.path,
    kind: 'edit' as const,
    before: file.text,
    after: placed(file, statement, from, imports, style, state),
  };
  // A barrel that lists names has to list the new one.
  return [change, ...(file.path === from.table.path ? reexported([name], from, state.schema, state.context) : [])];
}

function placed(
  file: SourceFile,
  statement: string,
  { table }: FoundTable,
  imports: Imports,
  style: Style,
  state: State,
): string {
  const hosts = state.calls.filter((one) => one.file === file);
  if (hosts.length === 0 && file.path === table.path) return insertStatements(file, statement, imports, style);
  const edit = new MagicString(file.text);
  imports.apply(edit);
  const now = readSource(file.path, edit.toString());
  const moved = now.text.length - file.text.length;
  const last = hosts.at(-1)?.statement;
  const tables = now.tables.map(({ end }) => end);
  // Relations that follow their tables one by one, or all of them at the end.
  if (last && last.end + moved > Math.max(0, ...tables))
    return insertAfter(now, { end: last.end + moved }, statement, style);
  const own = now.tables.find(({ local, name }) => local === table.local && name === table.name);
  return insertAfter(now, own ?? { end: now.text.trimEnd().length }, statement, style);
}

/** The file of most relations where these stand apart from the tables; else the table's own. */
function homeOf(found: FoundTable, { calls, tables }: State): SourceFile {
  const apart = calls.filter(
    ({
      file,
      call: {
        arguments: [table],
      },
    }) => tables.named(file, table)?.table.path !== file.path,
  );
  const counts = new Map<SourceFile, number>();
  for (const { file } of apart) counts.set(file, (counts.get(file) ?? 0) + 1);
  const [first] = [...counts].sort((a, b) => b[1] - a[1]);
  // A file of relations for each table is the habit where every such file has one.
  const isCommon = first !== undefined && (first[1] > 1 || counts.size === 1);
  return isCommon && apart.length * 2 > calls.length ? first[0] : found.file;
}

function exportName(found: FoundTable, file: SourceFile, { calls, tables, schema }: State): string {
  const exported = exportOf(found);
  const seen = calls.flatMap(
    ({
      local,
      file: home,
      call: {
        arguments: [table],
      },
    }) => {
      const other = tables.named(home, table);
      return local === null || !other || other.table.exportName === null
        ? []
        : [patterns(other.table.exportName, local)];
    },
  );
  const pattern = commonPattern(seen, identifierCases);
  const name = pattern ? applyPattern(pattern, exported) : `${exported}Relations`;
  const taken = file.names.has(name) ? file : schema.files.find(({ exports }) => exports.includes(name));
  if (!taken) return name;
  throw new LockstepError(`The name ${name} is taken in ${taken.path}.`, {
    path: taken.path,
    fix: `Rename that, or write the relations of ${found.table.name} yourself once; then this command adds to them.`,
  });
}
