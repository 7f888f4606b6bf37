import { LockstepError } from '../../src/errors.js';
import type { Imports } from '../../src/scaffold/edit/index.js';
import { isRelative, resolveImport, type SourceFile, type SourceReader } from '../../src/schema/source/index.js';
import type { DialectTypes } from '../../src/schema/types/index.js';
import { majority } from './pattern.js';
import { type Ending, specifier } from './specifier.js';

/** What makes tables and enums in this project: drizzle's functions, `snakeCase.table`, or the project's own that add a prefix or a schema. */
export interface Maker {
  table(imports: Imports): string;
  enumeration(imports: Imports): string;
}

interface Surroundings {
  types: DialectTypes;
  reader: SourceReader;
  /** Where the code goes. */
  path: string;
  ending: Ending;
}

/**
 * The maker that most of the neighbours use: `pgTable`, `createTable` of a `pgTableCreator`, `app.table` of a schema.
 * Throws a LockstepError (exit 2) when it is not within reach of the new code.
 */
export function findMaker(neighbours: readonly SourceFile[], around: Surroundings): Maker {
  const { types } = around;
  const core: Maker = {
    table: (imports) => imports.use(types.module, types.table),
    enumeration: (imports) => imports.use(types.module, types.enumBuilder),
  };
  const tables = neighbours.flatMap((file) => file.tables);
  const local = majority(tables.map(({ maker }) => [maker.kind === 'core' ? '' : maker.local]));
  const model =
    local === undefined || local === ''
      ? undefined
      : tables.find(({ maker }) => maker.kind !== 'core' && maker.local === local);
  const home = neighbours.find((file) => model && file.tables.includes(model));
  if (!model || !home || model.maker.kind === 'core') return core;
  const use = reach(model.maker.local, home, around, { name: model.local, line: model.line });
  if (model.maker.kind === 'creator') return { ...core, table: use };
  if (model.maker.kind === 'casing') return { ...core, table: (imports) => `${use(imports)}.table` };
  return { table: (imports) => `${use(imports)}.table`, enumeration: (imports) => `${use(imports)}.enum` };
}

/**
 * How the new code comes to the name `local` that the file `home` makes tables or columns with.
 * Throws a LockstepError (exit 2) when it is not within reach.
 *
 * @param made what is made with it there
 */
export function reach(
  local: string,
  home: SourceFile,
  around: Omit<Surroundings, 'types'>,
  made: { name: string; line: number },
): (imports: Imports) => string {
  if (around.path === home.path) return () => local;
  for (const { source, named } of home.imports) {
    const found = named.find((one) => one.local === local);
    if (!found) continue;
    const target = isRelative(source) ? resolveImport(home.path, source, around.reader) : null;
    const module = target === null ? source : specifier(around.path, target, around.ending);
    return (imports) => imports.use(module, found.imported);
  }
  if (home.exports.includes(local)) {
    const module = specifier(around.path, home.path, around.ending);
    return (imports) => imports.use(module, local);
  }
  throw new LockstepError(`${made.name} is made with ${local}, which ${home.path} does not export.`, {
    path: home.path,
    line: made.line,
    fix: `Export ${local}, so that ${around.path} can use it too.`,
  });
}
