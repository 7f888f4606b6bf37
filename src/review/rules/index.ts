import type { ReviewRule } from '../rule.js';
import { alreadyDropped } from './already-dropped.js';
import { attachPartition } from './attach-partition.js';
import { blocksWrites } from './blocks-writes.js';
import { cascade } from './cascade.js';
import { charType } from './char-type.js';
import { checkLocks } from './check-locks.js';
import { checkOnRows } from './check-on-rows.js';
import { concurrentlyInTransaction } from './concurrently-in-transaction.js';
import { copiesTable } from './copies-table.js';
import { deleteAll } from './delete-all.js';
import { detachPartition } from './detach-partition.js';
import { domainConstraint } from './domain-constraint.js';
import { dropColumn } from './drop-column.js';
import { dropIndexLocks } from './drop-index-locks.js';
import { dropNotNull } from './drop-not-null.js';
import { dropSchema } from './drop-schema.js';
import { dropTable } from './drop-table.js';
import { dropView } from './drop-view.js';
import { enumValueRemoved } from './enum-value-removed.js';
import { enumValueUsed } from './enum-value-used.js';
import { failingCast } from './failing-cast.js';
import { foreignKeyLocks } from './foreign-key-locks.js';
import { foreignKeyOnRows } from './foreign-key-on-rows.js';
import { foreignKeyWithoutIndex } from './foreign-key-without-index.js';
import { identityOnRows } from './identity-on-rows.js';
import { indexBlocksWrites } from './index-blocks-writes.js';
import { leftOff } from './left-off.js';
import { looksLikeRename } from './looks-like-rename.js';
import { manyLocks } from './many-locks.js';
import { modifyDropsAttributes } from './modify-drops-attributes.js';
import { nameTooLong } from './name-too-long.js';
import { narrowingType } from './narrowing-type.js';
import { noPrimaryKey } from './no-primary-key.js';
import { notAtomic } from './not-atomic.js';
import { notNullAdded } from './not-null-added.js';
import { primaryKeyOnRows } from './primary-key-on-rows.js';
import { rebuildCascade } from './rebuild-cascade.js';
import { rebuildDropsParts } from './rebuild-drops-parts.js';
import { rebuildLeavesRows } from './rebuild-leaves-rows.js';
import { rebuildLosesValues } from './rebuild-loses-values.js';
import { rebuildMissingColumn } from './rebuild-missing-column.js';
import { rebuildNotNull } from './rebuild-not-null.js';
import { rebuildUnderView } from './rebuild-under-view.js';
import { reindexLocks } from './reindex-locks.js';
import { renameColumn } from './rename-column.js';
import { renameEnumValue } from './rename-enum-value.js';
import { renameSchema } from './rename-schema.js';
import { renameTable } from './rename-table.js';
import { requiredColumn } from './required-column.js';
import { rowsOpened } from './rows-opened.js';
import { serialAdded } from './serial-added.js';
import { setNotNull } from './set-not-null.js';
import { setNotNullScans } from './set-not-null-scans.js';
import { stillUsed } from './still-used.js';
import { storedGenerated } from './stored-generated.js';
import { tableRewrite } from './table-rewrite.js';
import { timestampWithoutTimeZone } from './timestamp-without-time-zone.js';
import { transactionControl } from './transaction-control.js';
import { truncate } from './truncate.js';
import { typeRewrite } from './type-rewrite.js';
import { typeUnderView } from './type-under-view.js';
import { unaddableColumn } from './unaddable-column.js';
import { unanalysed } from './unanalysed.js';
import { uniqueLocks } from './unique-locks.js';
import { uniqueOnRows } from './unique-on-rows.js';
import { unknownBefore } from './unknown-before.js';
import { updateAll } from './update-all.js';
import { uuidKey } from './uuid-key.js';
import { vacuumFull } from './vacuum-full.js';
import { validateInSameTransaction } from './validate-in-same-transaction.js';
import { volatileDefault } from './volatile-default.js';
import { writeOnRows } from './write-on-rows.js';

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
  renameSchema,
  renameColumn,
  renameEnumValue,
  dropNotNull,
  notNullAdded,
  stillUsed,
  // Fails on rows.
  requiredColumn,
  unaddableColumn,
  setNotNull,
  uniqueOnRows,
  foreignKeyOnRows,
  checkOnRows,
  failingCast,
  typeUnderView,
  primaryKeyOnRows,
  identityOnRows,
  alreadyDropped,
  rebuildLosesValues,
  rebuildDropsParts,
  rebuildMissingColumn,
  rebuildNotNull,
  rebuildUnderView,
  writeOnRows,
  // Locks or rewrites.
  indexBlocksWrites,
  dropIndexLocks,
  concurrentlyInTransaction,
  foreignKeyLocks,
  checkLocks,
  uniqueLocks,
  validateInSameTransaction,
  volatileDefault,
  storedGenerated,
  serialAdded,
  typeRewrite,
  setNotNullScans,
  manyLocks,
  transactionControl,
  attachPartition,
  detachPartition,
  reindexLocks,
  tableRewrite,
  vacuumFull,
  domainConstraint,
  copiesTable,
  blocksWrites,
  // Loses silently.
  rebuildCascade,
  rebuildLeavesRows,
  modifyDropsAttributes,
  leftOff,
  rowsOpened,
  notAtomic,
  enumValueUsed,
  nameTooLong,
  // Conventions.
  foreignKeyWithoutIndex,
  noPrimaryKey,
  uuidKey,
  timestampWithoutTimeZone,
  charType,
  // What nobody but a person knows.
  unknownBefore,
  unanalysed,
];
