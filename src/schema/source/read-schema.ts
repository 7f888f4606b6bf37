import { posix } from 'node:path';
import picomatch from 'picomatch';
import { LockstepError } from '../../errors.js';
import type { Dialect } from '../../project/dialects.js';
import type { SourceEnum, SourceFile, SourceTable } from './model.js';
import { ofDialect } from './of-dialect.js';
import { lineOf } from './parse.js';
import { readSource } from './read-file.js';

/** What reading the schema takes: content of a file, names in a folder (folders end in `/`). Paths are relative to the project. */
export interface SourceReader {
  read(path: string): string | null;
  list(path: string): string[];
}

/** One entry of the config's `schema`, and the files it names. */
export interface SchemaEntry {
  kind: 'file' | 'folder' | 'glob';
  path: string;
  files: string[];
}

/** All schema files of a project, with the files that they re-export. */
export interface SchemaSource {
  entries: SchemaEntry[];
  files: SourceFile[];
  tables: SourceTable[];
  enums: SourceEnum[];
  /** Re-exports that are not followed: of other packages, or by an alias of the compiler. */
  unread: { path: string; line: number; source: string }[];
}

const script = /\.[cm]?[jt]s$/;
const declaration = /\.d\.[cm]?ts$/;

/**
 * Reads the schema files that a config names, and the relative files that these re-export.
 *
 * @param dialect of the config; tables of others are left out
 * Throws a LockstepError (exit 2) for an entry that lies outside of the project and for a file with a syntax error.
 */
export function readSchema(schema: readonly string[], reader: SourceReader, dialect?: Dialect): SchemaSource {
  const entries = schema.map((entry) => readEntry(entry, reader));
  const files = new Map<string, SourceFile>();
  const unread: SchemaSource['unread'] = [];
  const waiting = entries.flatMap((entry) => entry.files);
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (files.has(path)) continue;
    const text = reader.read(path);
    if (text === null) continue;
    const read = readSource(path, text);
    const file = dialect === undefined ? read : ofDialect(read, dialect);
    files.set(path, file);
    for (const { source, start } of file.reexports) {
      const target = resolveImport(path, source, reader);
      if (target !== null) waiting.push(target);
      else if (!source.startsWith('drizzle-')) unread.push({ path, line: lineOf(text, start), source });
    }
  }
  const list = [...files.values()];
  return {
    entries,
    files: list,
    tables: list.flatMap(({ tables }) => tables),
    enums: list.flatMap(({ enums }) => enums),
    unread,
  };
}

const kinds = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'];

/** The file that a relative import means, or null: `./users`, `./users.js` for users.ts, `./users` for users/index.ts. */
export function resolveImport(from: string, source: string, reader: SourceReader): string | null {
  if (!source.startsWith('.')) return null;
  const base = posix.join(posix.dirname(from), source);
  if (base.startsWith('../')) return null;
  const isThere = (path: string): boolean => script.test(path) && reader.read(path) !== null;
  if (isThere(base)) return base;
  const bare = base.replace(/\.([cm]?)js$/, '');
  for (const stem of new Set([bare, base, `${base}/index`])) {
    const kind = kinds.find((one) => isThere(stem + one));
    if (kind !== undefined) return stem + kind;
  }
  return null;
}

function readEntry(entry: string, reader: SourceReader): SchemaEntry {
  const path = posix.normalize(entry.replaceAll('\\', '/')).replace(/\/$/, '');
  if (path.startsWith('..') || posix.isAbsolute(path)) {
    throw new LockstepError(`The schema ${entry} lies outside of the project.`, {
      fix: 'Run this in the package that the schema files belong to.',
    });
  }
  if (picomatch.scan(path).isGlob) return { kind: 'glob', path, files: matching(path, reader) };
  const name = posix.basename(path);
  const isFolder =
    path === '.' ||
    reader.list(posix.dirname(path)).includes(`${name}/`) ||
    (!script.test(path) && reader.read(path) === null);
  if (!isFolder) return { kind: 'file', path, files: [path] };
  const files = reader
    .list(path)
    .filter((file) => script.test(file) && !declaration.test(file))
    .map((file) => posix.join(path, file));
  return { kind: 'folder', path, files };
}

function matching(glob: string, reader: SourceReader): string[] {
  const matches = picomatch(glob);
  const found: string[] = [];
  const walk = (folder: string): void => {
    for (const name of reader.list(folder)) {
      if (name === 'node_modules/' || name.startsWith('.')) continue;
      const path = posix.join(folder, name);
      if (name.endsWith('/')) {
        if (matches(path.slice(0, -1)))
          found.push(
            ...reader
              .list(path)
              .filter((file) => script.test(file))
              .map((file) => posix.join(path, file)),
          );
        walk(path.slice(0, -1));
      } else if (script.test(name) && matches(path)) found.push(path);
    }
  };
  walk(picomatch.scan(glob).base || '.');
  return [...new Set(found)].sort();
}
