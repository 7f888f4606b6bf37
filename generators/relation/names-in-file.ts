import { LockstepError } from '../../src/errors.js';
import type { Imports } from '../../src/scaffold/edit/index.js';
import { constantOf, type FoundTable, namesIn, resolveImport, type SourceFile } from '../../src/schema/source/index.js';
import { moduleEnding, specifier } from '../columns/specifier.js';
import type { State } from './state.js';

/**
 * What code in a file calls a table: its own name, the one that it is imported under, `schema.users`; else it is
 * imported, from the module that the file has its other tables from where that exports it too.
 *
 * @param file null for a new file at `path`
 * @throws LockstepError (exit 2) for a table that cannot be imported by a name.
 */
export function nameIn(
  file: SourceFile | null,
  path: string,
  found: FoundTable,
  imports: Imports,
  state: State,
): string {
  const { schema, context } = state;
  const { table } = found;
  if (table.path === path && table.local !== '') return table.local;
  const exported = exportOf(found);
  if (file) {
    const { locals, namespaces } = namesIn(file, found, schema, context);
    const local = [...locals].find((one) => isValue(one, file));
    if (local !== undefined) return local;
    const namespace = [...namespaces].find((one) => isValue(one, file));
    if (namespace !== undefined) return `${namespace}.${exported}`;
    for (const { source, named, typeOnly } of file.imports) {
      const target = typeOnly || named.length === 0 ? null : resolveImport(path, source, context);
      if (target !== null && exportsTable(target, found, state)) return imports.use(source, exported);
    }
  }
  return imports.use(specifier(path, table.path, moduleEnding(schema.files, context)), exported);
}

function isValue(local: string, { imports }: SourceFile): boolean {
  return imports.every(({ named, namespace, typeOnly }) => {
    const one = named.find((each) => each.local === local);
    return !((one || namespace === local) && (typeOnly || one?.typeOnly));
  });
}

/** The file exports the table under its name, be it by re-exporting another. */
export function exportsTable(path: string, found: FoundTable, { schema, context }: State): boolean {
  const file = schema.files.find((one) => one.path === path);
  const constant = file ? constantOf(exportOf(found), file, schema, context) : null;
  return constant?.file.path === found.table.path && constant.local === found.table.local;
}

/** The name that a table is exported under. Throws a LockstepError (exit 2) when it has none. */
export function exportOf({ table }: FoundTable): string {
  if (table.exportName !== null && table.exportName !== 'default') return table.exportName;
  throw new LockstepError(`${table.path}:${table.line} does not export the table ${table.name} by a name.`, {
    path: table.path,
    line: table.line,
    fix: `Export it by one, which relations can use: export const ${table.local || table.name} = …`,
  });
}
