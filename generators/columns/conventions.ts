import { posix } from 'node:path';
import { type Case, camelCase, caseNames, snakeCase, toCase, words } from '../../src/scaffold/fields/index.js';
import { sample } from '../../src/scaffold/sample.js';
import type { Casing, SourceFile, SourceTable } from '../../src/schema/source/index.js';
import { applyPattern, commonPattern, identifierCases, majority, type Pattern, patterns } from './pattern.js';

/** How the neighbours name things. */
export interface Conventions {
  /** The table's name in the database, from snake_case words. */
  tableName(name: string): string;
  /** The `const`, from the table's name in the database. */
  exportName(tableName: string): string;
  /** The file's name with its ending, from the table's name in the database. */
  fileName(tableName: string): string;
  column(name: string): ColumnName;
}

export interface ColumnName {
  property: string;
  /** In the database. */
  name: string;
  /** The name must stand in the builder's call. */
  explicit: boolean;
}

/** More of them show the same conventions, and take longer than the change. */
const mostTables = 30;

const same = (style: Case): Pattern => ({ style, prefix: [], suffix: [], number: 'same' });

/**
 * Reads the conventions off the neighbours' tables; what they do not show is camelCase in code, snake_case in the
 * database and kebab-case for files.
 */
export function readConventions(neighbours: readonly SourceFile[], casing: Casing | undefined): Conventions {
  const tables = sample(
    neighbours.flatMap((file) => file.tables),
    mostTables,
  );
  const tableCase = caseOf(tables.map(({ name }) => name)) ?? 'snake';
  const exported = commonPattern(
    tables.flatMap(({ name, exportName }) => (exportName === null ? [] : [patterns(name, exportName)])),
    identifierCases,
  );
  const exportName = (tableName: string): string => applyPattern(exported ?? same('camel'), tableName);
  const file = filePattern(sample(neighbours, mostTables));
  return {
    tableName: (name) => toCase(tableCase, words(name)),
    exportName,
    fileName: (tableName) =>
      applyPattern(file.pattern, file.base === 'name' ? tableName : exportName(tableName)) + file.tail,
    column: columnNames(tables, casing),
  };
}

interface FilePattern {
  base: 'name' | 'export';
  pattern: Pattern;
  /** What follows the first dot, with it: `.schema.ts`. */
  tail: string;
}

function filePattern(neighbours: readonly SourceFile[]): FilePattern {
  const ballots = neighbours.map((file): FilePattern[] => {
    const name = posix.basename(file.path);
    const [stem = ''] = name.split('.');
    const tail = name.slice(stem.length);
    // The name in the database explains a file's name first, the export only where that does not.
    const tables = sample(file.tables, 10);
    const byName = tables.flatMap((table) => patterns(table.name, stem));
    const byExport = tables.flatMap(({ exportName }) => (exportName === null ? [] : patterns(exportName, stem)));
    const base: FilePattern['base'] = byName.length > 0 ? 'name' : 'export';
    const found = base === 'name' ? byName : byExport;
    const distinct = new Map(found.map((pattern) => [JSON.stringify(pattern), { base, pattern, tail }]));
    return [...distinct.values()];
  });
  const tails = neighbours.map((file) => posix.extname(file.path));
  const preferred = ballots.flat().sort((a, b) => rank(a.pattern) - rank(b.pattern));
  return (
    majority(ballots, preferred) ?? {
      base: 'name',
      pattern: same('kebab'),
      tail: majority(tails.map((tail) => [tail])) ?? '.ts',
    }
  );
}

/** Of patterns that explain the same names, the plainest. */
const rank = ({ style, prefix, suffix, number }: Pattern): number =>
  (number === 'same' ? 0 : 4) +
  prefix.length +
  suffix.length +
  ['kebab', 'camel', 'snake', 'pascal'].indexOf(style) / 10;

/** The case that most of the names of several words have. */
function caseOf(names: readonly string[]): Case | undefined {
  const telling = names.filter((name) => words(name).length > 1);
  return majority(telling.map((name) => caseNames.filter((style) => toCase(style, words(name)) === name)));
}

function columnNames(tables: readonly SourceTable[], casing: Casing | undefined): (name: string) => ColumnName {
  const columns = tables.flatMap((table) => table.columns).filter(({ builder }) => builder !== null);
  const written = columns.flatMap(({ name }) => name ?? []);
  const omits = columns.length === 0 ? casing !== undefined : written.length * 2 < columns.length;
  const propertyCase = caseOf(columns.map(({ property }) => property)) ?? 'camel';
  const columnCase = caseOf(written) ?? (casing === 'camelCase' ? 'camel' : 'snake');
  return (name) => {
    const property = toCase(propertyCase === 'kebab' ? 'camel' : propertyCase, words(name));
    if (!omits) return { property, name: toCase(columnCase, words(name)), explicit: true };
    if (casing === undefined) return { property, name: property, explicit: false };
    const wanted = casing === 'snake_case' ? snakeCase(name) : camelCase(name);
    // `line_2` is the property `line2`, of which drizzle makes `line2`: then the name must be written.
    return { property, name: wanted, explicit: drizzleCasing(property, casing) !== wanted };
  };
}

/** What `casing` makes of a property, as drizzle-orm 0.45 cuts it into words. */
export function drizzleCasing(property: string, casing: Casing): string {
  const list = (property.match(/[\da-z]+|[A-Z]+(?![a-z])|[A-Z][\da-z]+/g) ?? []).map((word) => word.toLowerCase());
  return casing === 'snake_case' ? list.join('_') : toCase('camel', list);
}
