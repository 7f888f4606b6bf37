import type { ReviewRule } from '../rule.js';
import { checkOnRows } from './check-on-rows.js';
import { dropTable } from './drop-table.js';
import { failingCast } from './failing-cast.js';
import { foreignKeyOnRows } from './foreign-key-on-rows.js';
import { primaryKeyOnRows } from './primary-key-on-rows.js';
import { rebuildMissingColumn } from './rebuild-missing-column.js';
import { rebuildNotNull } from './rebuild-not-null.js';
import { requiredColumn } from './required-column.js';
import { setNotNull } from './set-not-null.js';
import { unaddableColumn } from './unaddable-column.js';
import { unanalysed } from './unanalysed.js';
import { uniqueOnRows } from './unique-on-rows.js';
import { writeOnRows } from './write-on-rows.js';

/** In the order in which they are shown. */
export const rules: ReviewRule[] = [
  // Destroys.
  dropTable,
  // Fails on rows.
  requiredColumn,
  unaddableColumn,
  setNotNull,
  uniqueOnRows,
  foreignKeyOnRows,
  checkOnRows,
  failingCast,
  primaryKeyOnRows,
  rebuildMissingColumn,
  rebuildNotNull,
  writeOnRows,
  // What nobody but a person knows.
  unanalysed,
];
