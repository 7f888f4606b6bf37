import type { ReviewRule } from '../rule.js';
import { cascade } from './cascade.js';
import { checkOnRows } from './check-on-rows.js';
import { deleteAll } from './delete-all.js';
import { dropColumn } from './drop-column.js';
import { dropSchema } from './drop-schema.js';
import { dropTable } from './drop-table.js';
import { dropView } from './drop-view.js';
import { enumValueRemoved } from './enum-value-removed.js';
import { failingCast } from './failing-cast.js';
import { foreignKeyOnRows } from './foreign-key-on-rows.js';
import { looksLikeRename } from './looks-like-rename.js';
import { narrowingType } from './narrowing-type.js';
import { primaryKeyOnRows } from './primary-key-on-rows.js';
import { rebuildMissingColumn } from './rebuild-missing-column.js';
import { rebuildNotNull } from './rebuild-not-null.js';
import { requiredColumn } from './required-column.js';
import { setNotNull } from './set-not-null.js';
import { truncate } from './truncate.js';
import { unaddableColumn } from './unaddable-column.js';
import { unanalysed } from './unanalysed.js';
import { uniqueOnRows } from './unique-on-rows.js';
import { updateAll } from './update-all.js';

/** In the order in which they are shown. */
export const rules: ReviewRule[] = [
  // Destroys.
  dropTable,
  dropColumn,
  dropSchema,
  dropView,
  cascade,
  truncate,
  deleteAll,
  updateAll,
  narrowingType,
  looksLikeRename,
  enumValueRemoved,
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
  // What nobody but a person knows.
  unanalysed,
];
