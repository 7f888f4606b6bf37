export { addColumns, buildersOf, type ColumnEntry, editableColumns } from './add-columns.js';
export { addItems } from './add-items.js';
export { addOptions, type OptionEntry, ownColumns } from './add-options.js';
export { appendCall, takesCall } from './append-call.js';
export { addToBarrel, type Unclear } from './barrel.js';
export {
  array,
  type Call,
  type Code,
  call,
  chainOf,
  flat,
  object,
  print,
  quoted,
  raw,
  sqlTemplate,
  string,
} from './code.js';
export { compareNames, Imports } from './imports.js';
export { type CodeList, type ItemCode, insertItems, listOf } from './list.js';
export { propertyIn, takeProperties } from './parameter.js';
export { removeColumn } from './remove-column.js';
export { removeUnusedImports } from './remove-imports.js';
export { nameArgument, type Replacement, replaceIn } from './rename.js';
export { insertAfter, insertBefore, insertStatements, withEol } from './statements.js';
export { defaultStyle, detectStyle, type Style } from './style.js';
export { hasFormatter, lineWidth } from './width.js';
