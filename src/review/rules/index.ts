import type { ReviewRule } from '../rule.js';
import { cascade } from './cascade.js';
import { charType } from './char-type.js';
import { deleteAll } from './delete-all.js';
import { dropColumn } from './drop-column.js';
import { dropNotNull } from './drop-not-null.js';
import { dropSchema } from './drop-schema.js';
import { dropTable } from './drop-table.js';
import { dropView } from './drop-view.js';
import { enumValueRemoved } from './enum-value-removed.js';
import { enumValueUsed } from './enum-value-used.js';
import { foreignKeyWithoutIndex } from './foreign-key-without-index.js';
import { looksLikeRename } from './looks-like-rename.js';
import { modifyDropsAttributes } from './modify-drops-attributes.js';
import { nameTooLong } from './name-too-long.js';
import { narrowingType } from './narrowing-type.js';
import { noPrimaryKey } from './no-primary-key.js';
import { notAtomic } from './not-atomic.js';
import { notNullAdded } from './not-null-added.js';
import { rebuildCascade } from './rebuild-cascade.js';
import { rebuildLeavesRows } from './rebuild-leaves-rows.js';
import { renameColumn } from './rename-column.js';
import { renameEnumValue } from './rename-enum-value.js';
import { renameTable } from './rename-table.js';
import { timestampWithoutTimeZone } from './timestamp-without-time-zone.js';
import { truncate } from './truncate.js';
import { unanalysed } from './unanalysed.js';
import { updateAll } from './update-all.js';
import { uuidKey } from './uuid-key.js';

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
  // Breaks running code.
  renameTable,
  renameColumn,
  renameEnumValue,
  dropNotNull,
  notNullAdded,
  // Loses silently.
  rebuildCascade,
  rebuildLeavesRows,
  modifyDropsAttributes,
  notAtomic,
  enumValueUsed,
  nameTooLong,
  // Conventions of the guides.
  foreignKeyWithoutIndex,
  noPrimaryKey,
  uuidKey,
  timestampWithoutTimeZone,
  charType,
  // Not read.
  unanalysed,
];
