export { type ColumnSite, columnSites } from './column-sites.js';
export { type Constant, constantOf } from './constants.js';
export { describeSite } from './describe-site.js';
export { describeTables, elsewhere, type FoundTable, findTable } from './find-table.js';
export type {
  Casing,
  SourceColumn,
  SourceEnum,
  SourceFile,
  SourceImport,
  SourceReexport,
  SourceTable,
  TableMaker,
} from './model.js';
export { lineOf, linesOf } from './parse.js';
export { propertiesOf, type TableProperty } from './properties.js';
export { readSource, variables } from './read-file.js';
export { readSchema, resolveImport, type SchemaEntry, type SchemaSource, type SourceReader } from './read-schema.js';
export { readingThrough } from './read-through.js';
export { referredTables } from './referred.js';
export { type RelationsCall, relationsCalls } from './relations-calls.js';
export { isCore, isRelative } from './scope.js';
export { type Reference, referencesIn } from './scoped-references.js';
export {
  type ColumnsShape,
  columnsShape,
  type OptionsShape,
  objectCallback,
  optionsShape,
  type Parameter,
} from './shape.js';
export { chain, keyName, literalOptions, returnedValue, stringValue, unwrap } from './syntax-tree.js';
export { namesIn, type TableNames } from './table-names.js';
export { type TableSite, tableSites, tableTextSites } from './table-sites.js';
export { children, walk } from './walk.js';
