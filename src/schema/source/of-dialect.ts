import type { Dialect } from '../../project/dialects.js';
import type { SourceFile, SourceTable } from './model.js';

const modules: Record<Dialect, string> = {
  postgresql: 'drizzle-orm/pg-core',
  sqlite: 'drizzle-orm/sqlite-core',
  mysql: 'drizzle-orm/mysql-core',
};
const tableFunctions: Record<Dialect, RegExp> = {
  postgresql: /^(?:\w+\.)?pgTable$/,
  sqlite: /^(?:\w+\.)?sqliteTable$/,
  mysql: /^(?:\w+\.)?mysqlTable$/,
};

/**
 * A file without the tables and enums of other dialects: some projects keep the schema of each dialect in one folder,
 * which every config names, and drizzle-kit takes what is of its own.
 */
export function ofDialect(file: SourceFile, dialect: Dialect): SourceFile {
  const imported = Object.values(modules).filter((module) => file.imports.some(({ source }) => source === module));
  if (imported.length === 0 || (imported.length === 1 && imported[0] === modules[dialect])) return file;
  if (!imported.includes(modules[dialect])) return { ...file, tables: [], enums: [] };
  const isOwn = ({ maker }: SourceTable): boolean =>
    maker.kind !== 'core' || isAliased(maker.callee) || tableFunctions[dialect].test(maker.callee);
  return { ...file, tables: file.tables.filter(isOwn) };
}

/** Imported under another name, which does not say whose it is. */
const isAliased = (callee: string): boolean => !Object.values(tableFunctions).some((pattern) => pattern.test(callee));
