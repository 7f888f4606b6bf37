/** Rows for the proof: what puts them in, reads them and compares them. */
export { type ChangedValues, type Comparison, changedRows, type LostRows, lostRows } from './compare.js';
export { type PutOptions, type PutRows, putRows } from './put.js';
export { type Rows, readRows, type TableRows } from './read.js';
export { type Touched, touchedBy } from './touched.js';
