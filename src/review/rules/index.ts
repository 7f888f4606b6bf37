import type { ReviewRule } from '../rule.js';
import { attachPartition } from './attach-partition.js';
import { blocksWrites } from './blocks-writes.js';
import { checkLocks } from './check-locks.js';
import { concurrentlyInTransaction } from './concurrently-in-transaction.js';
import { copiesTable } from './copies-table.js';
import { detachPartition } from './detach-partition.js';
import { domainConstraint } from './domain-constraint.js';
import { dropIndexLocks } from './drop-index-locks.js';
import { dropTable } from './drop-table.js';
import { foreignKeyLocks } from './foreign-key-locks.js';
import { indexBlocksWrites } from './index-blocks-writes.js';
import { manyLocks } from './many-locks.js';
import { reindexLocks } from './reindex-locks.js';
import { serialAdded } from './serial-added.js';
import { setNotNullScans } from './set-not-null-scans.js';
import { storedGenerated } from './stored-generated.js';
import { transactionControl } from './transaction-control.js';
import { typeRewrite } from './type-rewrite.js';
import { unanalysed } from './unanalysed.js';
import { uniqueLocks } from './unique-locks.js';
import { vacuumFull } from './vacuum-full.js';
import { validateInSameTransaction } from './validate-in-same-transaction.js';
import { volatileDefault } from './volatile-default.js';

/** In the order in which they are shown. */
export const rules: ReviewRule[] = [
  dropTable,
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
  vacuumFull,
  domainConstraint,
  copiesTable,
  blocksWrites,
  unanalysed,
];
