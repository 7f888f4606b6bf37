export type {
  SourceColumn,
  SourceEnum,
  SourceFile,
  SourceImport,
  SourceReexport,
  SourceTable,
  TableMaker,
} from './model.js';
export { lineOf } from './parse.js';
export { readSource } from './read-file.js';
export { readSchema, resolveImport, type SchemaEntry, type SchemaSource, type SourceReader } from './read-schema.js';
export { isCore, isRelative } from './scope.js';
