import { posix } from 'node:path';
import picomatch from 'picomatch';
import { LockstepError } from '../../src/errors.js';
import {
  isRelative,
  resolveImport,
  type SchemaSource,
  type SourceFile,
  type SourceReader,
} from '../../src/schema/source/index.js';

/** Where the table goes: into a file that has tables already, or into a file of its own in a folder. */
export type Place =
  | { kind: 'file'; file: SourceFile }
  | { kind: 'folder'; folder: string; neighbours: SourceFile[]; barrel: SourceFile | null };

const script = /\.[cm]?[jt]s$/;

/**
 * One schema file: into it. A folder, a glob, several files, or a file that only re-exports others: a new file in the
 * first folder, provided that drizzle-kit will see it there.
 * Throws a LockstepError (exit 2) when the schema file does not exist.
 */
export function findPlace(schema: SchemaSource, reader: SourceReader): Place {
  const [first] = schema.entries;
  if (!first) throw new LockstepError('The drizzle config names no schema.', { fix: "Set schema: './src/db/schema'." });
  if (first.kind === 'folder') return inFolder(first.path, schema, reader);
  const files = first.files.flatMap((path) => schema.files.find((file) => file.path === path) ?? []);
  if (first.kind === 'glob') {
    const home = files.find((file) => file.tables.length > 0) ?? files[0];
    return inFolder(home ? posix.dirname(home.path) : picomatch.scan(first.path).base, schema, reader);
  }
  const [file] = files;
  if (!file) {
    throw new LockstepError(`The schema file ${first.path} of the drizzle config does not exist.`, {
      path: first.path,
      fix: 'Create it (an empty file will do), or mend schema in the drizzle config.',
    });
  }
  if (file.tables.length === 0 && file.reexports.length > 0) return besideBarrel(file, schema, reader);
  if (schema.entries.length > 1) {
    const place = inFolder(posix.dirname(file.path), schema, reader);
    const probe = posix.join(posix.dirname(file.path), `new-table${posix.extname(file.path)}`);
    if (place.kind === 'folder' && (place.barrel !== null || isCovered(probe, schema))) return place;
  }
  return { kind: 'file', file };
}

/** A schema file that only re-exports: the new file stands where most of the re-exported ones stand. */
function besideBarrel(barrel: SourceFile, schema: SchemaSource, reader: SourceReader): Place {
  const counts = new Map<string, number>();
  for (const { source } of barrel.reexports) {
    const target = resolveImport(barrel.path, source, reader);
    if (target !== null) counts.set(posix.dirname(target), (counts.get(posix.dirname(target)) ?? 0) + 1);
  }
  const folder = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? posix.dirname(barrel.path);
  return { ...neighboursOf(folder, schema), barrel };
}

function inFolder(folder: string, schema: SchemaSource, reader: SourceReader): Place {
  const place = neighboursOf(folder, schema);
  const index = reader.list(folder).find((name) => /^index\.[cm]?[jt]s$/.test(name));
  const barrel = schema.files.find((file) => index !== undefined && file.path === posix.join(folder, index)) ?? null;
  // An index that has tables of its own and re-exports nothing is a file like the others.
  const isBarrel = barrel !== null && (barrel.reexports.length > 0 || barrel.tables.length === 0);
  // An index that chooses among the files by itself: a table beside it belongs to the one file that has the others.
  const [only, ...others] = place.neighbours;
  const isOpen =
    barrel === null || barrel.program.body.length === 0 || barrel.reexports.some(({ source }) => isRelative(source));
  if (isBarrel && !isOpen && only && others.length === 0 && only.tables.length > 1) return { kind: 'file', file: only };
  return { ...place, barrel: isBarrel ? barrel : null };
}

function neighboursOf(folder: string, schema: SchemaSource): Extract<Place, { kind: 'folder' }> {
  const near = schema.files.filter((file) => posix.dirname(file.path) === folder && file.tables.length > 0);
  const neighbours = near.length > 0 ? near : schema.files.filter((file) => file.tables.length > 0);
  return { kind: 'folder', folder, neighbours, barrel: null };
}

/** drizzle-kit will read a file at this path: a folder or a glob of the config holds it. */
export function isCovered(path: string, schema: SchemaSource): boolean {
  return schema.entries.some((entry) => {
    if (entry.kind === 'folder') return posix.dirname(path) === entry.path && script.test(path);
    return entry.kind === 'glob' ? picomatch(entry.path)(path) : entry.path === path;
  });
}
