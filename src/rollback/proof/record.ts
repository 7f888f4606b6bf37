import type { ReplayFailure } from '../../database/replay.js';
import type { Dialect } from '../../project/dialects.js';
import type { ProofRecord } from '../down-file.js';
import { mendFor } from './mend.js';

/** The engine does not run the migration. */
export function refusedBy(engine: string, failure: ReplayFailure, dialect: Dialect): ProofRecord {
  return { kind: 'not proven', reason: `${engine}: ${failure.message}`, mend: mendFor(failure, dialect) };
}
