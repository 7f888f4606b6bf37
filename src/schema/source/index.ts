export { type Constant, constantOf } from './constants.js';
export { describeTables, type FoundTable, findTable } from './find-table.js';
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
export { propertiesOf, type TableProperty } from './properties.js';
export { readSource } from './read-file.js';
export { readSchema, resolveImport, type SchemaEntry, type SchemaSource, type SourceReader } from './read-schema.js';
export { isCore, isRelative } from './scope.js';
export { type ColumnsShape, columnsShape, type OptionsShape, optionsShape, type Parameter } from './shape.js';
export { keyName, stringValue, unwrap } from './syntax-tree.js';
