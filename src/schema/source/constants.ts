import type { Expression } from 'oxc-parser';
import type { SourceFile } from './model.js';
import { readSource, variables } from './read-file.js';
import { resolveImport, type SchemaSource, type SourceReader } from './read-schema.js';

/** A top-level `const` and the file that it stands in. */
export interface Constant {
  file: SourceFile;
  local: string;
  init: Expression;
}

/**
 * What a name of a file stands for, through imports of the project's own files and what these re-export; null when it
 * is no `const`, or comes from a package.
 */
export function constantOf(
  local: string,
  file: SourceFile,
  source: SchemaSource,
  reader: SourceReader,
  seen: ReadonlySet<string> = new Set(),
): Constant | null {
  for (const { declaration } of variables(file.program)) {
    for (const { id, init } of declaration.declarations)
      if (id.type === 'Identifier' && id.name === local && init) return { file, local, init };
  }
  const visit = `${file.path}:${local}`;
  if (seen.has(visit)) return null;
  const further = new Set([...seen, visit]);
  const into = (module: string, name: string): Constant | null => {
    const path = resolveImport(file.path, module, reader);
    const text = path === null ? null : reader.read(path);
    if (path === null || text === null) return null;
    const target = source.files.find((one) => one.path === path) ?? readSource(path, text);
    return constantOf(name, target, source, reader, further);
  };
  for (const { source: module, named } of file.imports) {
    const found = named.find((one) => one.local === local);
    if (found) return into(module, found.imported);
  }
  for (const { source: module, names } of file.reexports) {
    if (names !== null && !names.includes(local)) continue;
    const found = into(module, local);
    if (found) return found;
  }
  return null;
}
