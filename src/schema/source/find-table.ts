import { posix } from 'node:path';
import { LockstepError } from '../../errors.js';
import { constantOf } from './constants.js';
import type { SourceFile, SourceTable } from './model.js';
import type { SchemaSource, SourceReader } from './read-schema.js';
import { chain, returnedValue, stringValue, unwrap } from './syntax-tree.js';

/** A table and the file that it stands in. */
export interface FoundTable {
  table: SourceTable;
  file: SourceFile;
  /** Its schema in the database (`pgSchema('app')`), or null. */
  schema: string | null;
  /** Its whole name in the database, with the prefix of a `pgTableCreator` where that can be read. */
  name: string;
}

/**
 * The table that is meant: by its name in the database (with its schema: `app.users`; with or without the prefix of a
 * creator), or by the name that it is exported under. `src/db/shop.ts:users` says in which file.
 *
 * @param suggest the nearest names, as a sentence
 * @throws LockstepError (exit 2) when there is none or more than one, and for a table that is not exported.
 */
export function findTable(
  typed: string,
  source: SchemaSource,
  reader: SourceReader,
  suggest: (word: string, names: string[]) => string | undefined,
): FoundTable {
  const all = describeTables(source, reader);
  const cut = typed.lastIndexOf(':');
  const path = cut === -1 ? null : posix.normalize(typed.slice(0, cut).replaceAll('\\', '/'));
  const word = typed.slice(cut + 1);
  const inFile = all.filter(({ table }) => path === null || table.path === path);
  const matching = inFile.filter((one) => namesOf(one).includes(word));
  // A whole name in the database or an export decides over a part of a name.
  const exact = matching.filter(({ table, name }) => table.exportName === word || name === word);
  const found = exact.length === 1 ? exact : matching;
  const [first] = found;
  if (!first) {
    const names = inFile.flatMap((one) => namesOf(one));
    const list = all.length > 0 ? `Tables: ${all.map(({ name }) => name).join(', ')}.` : undefined;
    throw new LockstepError(`There is no table ${JSON.stringify(typed)} in the schema.`, {
      ...(source.unread[0] ? { path: source.unread[0].path, line: source.unread[0].line } : {}),
      fix:
        [suggest(word, names), list, elsewhere(source)].filter(Boolean).join(' ') ||
        'Make it: lockstep new table NAME [FIELD…]',
    });
  }
  const { table } = first;
  if (found.length > 1) {
    const places = found.map((one) => `${one.table.path}:${one.table.line}`);
    throw new LockstepError(`${typed} is the name of ${found.length} tables: ${places.join(', ')}.`, {
      path: table.path,
      line: table.line,
      fix: `Say which one: ${found.map((one) => distinct(one, found)).join(' or ')}.`,
    });
  }
  if (table.exportName === null) {
    throw new LockstepError(`${table.path}:${table.line} does not export ${table.local}.`, {
      path: table.path,
      line: table.line,
      fix: 'Export it: drizzle-kit overlooks tables that are not exported.',
    });
  }
  return first;
}

/** Where tables may be that are not read. */
export function elsewhere({ unread: [first] }: SchemaSource): string | undefined {
  return first
    ? `${first.path}:${first.line} exports what is in ${first.source}: only relative modules of this package are read and edited. Name its files in schema of the drizzle config, or edit them by hand.`
    : undefined;
}

/** Every table with its file, its schema and its whole name. */
export function describeTables(source: SchemaSource, reader: SourceReader): FoundTable[] {
  return source.files.flatMap((file) =>
    file.tables.map((table) => ({ table, file, ...databaseName(table, file, source, reader) })),
  );
}

function namesOf({ table, name, schema }: FoundTable): string[] {
  const names = new Set([table.name, name, ...(table.exportName === null ? [table.local] : [table.exportName])]);
  if (table.maker.kind === 'schema') names.add(`${table.maker.local}.${name}`);
  if (schema !== null) names.add(`${schema}.${name}`);
  return [...names];
}

/** What is typed to mean this one of several. */
function distinct({ table, schema, name }: FoundTable, others: FoundTable[]): string {
  const count = (wanted: (one: FoundTable) => boolean): number => others.filter(wanted).length;
  if (schema !== null && count((one) => one.schema === schema) === 1) return `${schema}.${name}`;
  if (table.exportName !== null && count((one) => one.table.exportName === table.exportName) === 1)
    return table.exportName;
  return `${table.path}:${table.exportName ?? name}`;
}

function databaseName(
  table: SourceTable,
  file: SourceFile,
  source: SchemaSource,
  reader: SourceReader,
): Pick<FoundTable, 'schema' | 'name'> {
  const { maker, name } = table;
  if (maker.kind === 'core' || maker.kind === 'casing') return { schema: null, name };
  const links = chain(constantOf(maker.local, file, source, reader)?.init ?? null);
  const argument = links?.first.arguments[0];
  if (maker.kind === 'schema') return { schema: stringValue(argument), name };
  const callback = unwrap(argument);
  const value = callback?.type === 'ArrowFunctionExpression' ? returnedValue(callback) : null;
  const parts = value?.type === 'TemplateLiteral' && value.expressions.length === 1 ? value.quasis : [];
  const [before, after] = parts.map(({ value: text }) => text.cooked ?? '');
  return { schema: null, name: `${before ?? ''}${name}${after ?? ''}` };
}
