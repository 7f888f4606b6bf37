export { type ColumnCall, columnCall, findType } from './column-call.js';
export { type DefaultValue, defaultValue } from './default-value.js';
export { checkName } from './names.js';
export { type Case, camelCase, caseNames, plural, singular, snakeCase, toCase, words } from './naming.js';
export { didYouMean } from './nearest.js';
export { type Action, actions, type FieldSyntax, parseField } from './syntax.js';
