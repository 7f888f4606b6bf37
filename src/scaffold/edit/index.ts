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
export { insertStatements, withEol } from './statements.js';
export { defaultStyle, detectStyle, type Style } from './style.js';
export { lineWidth } from './width.js';
