import type { Extension, Extensions } from '@electric-sql/pglite';
import { exportsOf, findPackage } from '../packages.js';

/** Published apart from PGlite 0.5, as `@electric-sql/pglite-NAME`; some were part of older versions. */
const apart = ['age', 'pg_hashids', 'pg_ivm', 'pg_uuidv7', 'pgtap', 'postgis', 'vector'];
/** Where the package has another name than the extension. */
const packageNames: Record<string, string> = { vector: 'pgvector' };

/** What PGlite 0.5.16 has in its `contrib` folder. */
const contrib = (
  'amcheck auto_explain bloom btree_gin btree_gist citext cube dict_int dict_xsyn earthdistance file_fdw ' +
  'fuzzystrmatch hstore intarray isn lo ltree moddatetime pageinspect pg_buffercache pg_freespacemap ' +
  'pg_stat_statements pg_surgery pg_trgm pg_visibility pg_walinspect pgcrypto seg tablefunc tcn ' +
  'tsm_system_rows tsm_system_time unaccent uuid-ossp'
).split(' ');

/** The extensions that an embedded PostgreSQL can have. */
export const knownExtensions: readonly string[] = [...contrib, ...apart].sort();

/** What an extension needs in place before it. `CREATE EXTENSION … CASCADE` looks for it. */
const needs: Record<string, string[]> = { earthdistance: ['cube'] };

/**
 * The known extensions that some SQL may create. Loading one costs time at every start, so only those that are named
 * beside the word «extension» anywhere; one too many does no harm.
 */
export function extensionsNamedIn(sql: Iterable<string>): string[] {
  const named = new Set<string>();
  for (const source of sql) {
    const lower = source.toLowerCase();
    if (!lower.includes('extension')) continue;
    for (const extension of knownExtensions) if (lower.includes(extension)) named.add(extension);
  }
  for (const extension of [...named]) for (const other of needs[extension] ?? []) named.add(other);
  return [...named].sort();
}

/** PGlite's parts for the extensions of that name; one that is not installed is left out. */
export function loadExtensions(projectFolder: string, besides: NodeJS.Require, names: string[]): Extensions {
  const extensions: Extensions = {};
  for (const name of names) {
    const entry = name.replaceAll('-', '_');
    const modules = apart.includes(name)
      ? [packageOf(name), `@electric-sql/pglite/${name}`]
      : [`@electric-sql/pglite/contrib/${entry}`];
    for (const module of modules) {
      const extension = exported(projectFolder, besides, module)[entry];
      if (!isExtension(extension)) continue;
      extensions[entry] = extension;
      break;
    }
  }
  return extensions;
}

/** The packages that extensions published apart from PGlite come from, by the names of their entries. */
export function packagesOf(entries: string[]): string[] {
  return entries.filter((entry) => apart.includes(entry)).map(packageOf);
}

function packageOf(extension: string): string {
  return `@electric-sql/pglite-${packageNames[extension] ?? extension}`;
}

/** From the PGlite in use where it has it: an extension is built for one version. */
function exported(projectFolder: string, besides: NodeJS.Require, module: string): Record<string, unknown> {
  try {
    return exportsOf(besides(module));
  } catch {
    return findPackage(projectFolder, module)?.exports ?? {};
  }
}

function isExtension(value: unknown): value is Extension {
  return typeof value === 'object' && value !== null && 'setup' in value && typeof value.setup === 'function';
}
