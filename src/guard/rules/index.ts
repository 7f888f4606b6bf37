import type { Rule } from '../rule.js';
import { brokenChain } from './broken-chain.js';
import { deleted } from './deleted.js';
import { duplicateIndex } from './duplicate-index.js';
import { duplicateSnapshotId } from './duplicate-snapshot-id.js';
import { edited } from './edited.js';
import { foreignFile } from './foreign-file.js';
import { fork } from './fork.js';
import { futureWhen } from './future-when.js';
import { malformedEntry } from './malformed-entry.js';
import { migrationsAhead } from './migrations-ahead.js';
import { missingDown } from './missing-down.js';
import { missingSnapshot } from './missing-snapshot.js';
import { missingSql } from './missing-sql.js';
import { notComparable } from './not-comparable.js';
import { outOfOrder } from './out-of-order.js';
import { renamed } from './renamed.js';
import { schemaAhead } from './schema-ahead.js';
import { staleDown } from './stale-down.js';
import { unjournaledSql } from './unjournaled-sql.js';
import { unknownSince } from './unknown-since.js';
import { unprovenDown } from './unproven-down.js';
import { unreadableSchema } from './unreadable-schema.js';

/** Every rule of the guard, in the order in which findings are shown: what others follow from comes first. */
export const rules: Rule[] = [
  unknownSince,
  malformedEntry,
  missingSql,
  missingSnapshot,
  unjournaledSql,
  deleted,
  renamed,
  edited,
  duplicateIndex,
  duplicateSnapshotId,
  fork,
  brokenChain,
  outOfOrder,
  futureWhen,
  unreadableSchema,
  notComparable,
  schemaAhead,
  migrationsAhead,
  missingDown,
  staleDown,
  unprovenDown,
  foreignFile,
];
