import { constantOf } from './constants.js';
import type { FoundTable } from './find-table.js';
import type { SourceFile } from './model.js';
import { resolveImport, type SchemaSource, type SourceReader } from './read-schema.js';

/** What a table is called in a file. */
export interface TableNames {
  /** `users`, or the alias it was imported under. */
  locals: Set<string>;
  /** `schema` of `import * as schema`, with which it is `schema.users`. */
  namespaces: Set<string>;
}

/** The names that stand for a table in a file: its own, and those that it is imported by. */
export function namesIn(file: SourceFile, found: FoundTable, source: SchemaSource, reader: SourceReader): TableNames {
  const { table } = found;
  const names: TableNames = { locals: new Set(), namespaces: new Set() };
  if (file.path === table.path && table.local !== '') names.locals.add(table.local);
  for (const { source: module, named, namespace } of file.imports) {
    if (module.startsWith('drizzle-')) continue;
    for (const { imported, local } of named) {
      const constant = constantOf(local, file, source, reader);
      const same = constant
        ? constant.file.path === table.path && constant.local === table.local
        : // An alias of the compiler (`@/db/users`) is not followed: the name decides.
          imported === table.exportName && !module.startsWith('.');
      if (same) names.locals.add(local);
    }
    const target = namespace === null ? null : resolveImport(file.path, module, reader);
    const home = target === null ? undefined : source.files.find(({ path }) => path === target);
    if (namespace === null || table.exportName === null) continue;
    const constant = home ? constantOf(table.exportName, home, source, reader) : null;
    if (constant ? constant.file.path === table.path : target === null && !module.startsWith('.'))
      names.namespaces.add(namespace);
  }
  return names;
}
