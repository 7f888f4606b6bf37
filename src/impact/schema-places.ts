import {
  columnSites,
  describeSite,
  lineOf,
  relationsCalls,
  type TableSite,
  tableSites,
  tableTextSites,
} from '../schema/source/index.js';
import type { SchemaTables } from './schema-tables.js';
import type { Subject } from './subject.js';

/** A place in the schema files that uses a table or a column. */
export interface SchemaPlace {
  /** Relative to the tree's root. */
  path: string;
  /** 1-based. */
  line: number;
  /** `a relation`, `the index users_email_idx`, `the table posts`. */
  what: string;
}

/** Where the schema files use a table or a column, its definition, imports and exports aside. */
export async function schemaPlaces(
  { source, column, property }: Subject,
  schema: SchemaTables,
): Promise<SchemaPlace[]> {
  if (source === null) return [];
  if (column === null) {
    return schema.reading((reader) =>
      [
        ...tableSites(source, schema.source, reader).flatMap((site) => tablePlace(site, schema)),
        ...tableTextSites(source, schema.source).map(({ file, line }) => ({ path: file.path, line, what: 'SQL text' })),
      ].filter(isFirst),
    );
  }
  if (property === null) return [];
  const names = { property: property.property, name: column };
  return schema.reading((reader) =>
    columnSites(source, names, schema.source, reader)
      .map((site) => ({ path: site.file.path, line: site.line, what: describeSite(site, schema.source) }))
      .filter(isFirst),
  );
}

function isFirst({ path, line, what }: SchemaPlace, at: number, all: SchemaPlace[]): boolean {
  return all.findIndex((other) => other.path === path && other.line === line && other.what === what) === at;
}

function tablePlace({ file, start, kind }: TableSite, { source }: SchemaTables): SchemaPlace[] {
  const statement = file.program.body.find((one) => one.start <= start && start < one.end);
  if (kind === 'export' || statement === undefined || statement.type === 'ImportDeclaration') return [];
  if (statement.type === 'ExportNamedDeclaration' && statement.source !== null) return [];
  const inRelations = relationsCalls(file).some(({ call }) => call.start <= start && start < call.end);
  const table = source.tables.find((one) => one.path === file.path && one.start <= start && start < one.end);
  // The name that it is declared by.
  if (table !== undefined && start < table.call.start) return [];
  const what = inRelations ? 'a relation' : table === undefined ? 'code' : `the table ${table.name}`;
  return [{ path: file.path, line: lineOf(file.text, start), what }];
}
