import { join } from 'node:path';
import { isServerUrl } from '../../database/open.js';
import { LockstepError } from '../../errors.js';
import { cacheFolder } from '../../repo/cache-folder.js';
import { besideSnapshot } from '../../rollback/mysql/beside-snapshot.js';
import type { DriftOptions } from '../../runner/drift.js';
import type { Io } from '../command.js';
import { dropOnInterrupt } from '../rollback/interrupt.js';
import { progressOn } from '../rollback/progress.js';
import { proofUrl } from '../rollback/proof-url.js';
import type { Opened } from './run.js';

/** With what a live schema is compared: the engines and kept states that proofs use, too. */
export function driftOptionsOf({ found, connection, place, history, scope }: Opened, io: Io): DriftOptions {
  const cache = cacheFolder(found.root);
  const tell = progressOn(io);
  return {
    connection,
    history,
    place,
    scope,
    projectFolder: found.root,
    cache: cache === null ? null : join(cache, 'states'),
    url: scratchServer(io, found.root),
    besideSnapshot,
    progress: (tag, number, of) => tell({ doing: 'replay', tag, number, of }),
  };
}

function scratchServer(io: Io, folder: string): string | undefined {
  const url = proofUrl(io.env, folder);
  if (url === undefined) return undefined;
  if (!isServerUrl(url)) {
    throw new LockstepError('LOCKSTEP_PROOF_URL is not the address of a server that lockstep can use.', {
      fix: 'Set it to postgres://USER:PASSWORD@HOST:5432/postgres or mysql://USER:PASSWORD@HOST:3306; or leave it out.',
    });
  }
  dropOnInterrupt(io);
  return url;
}
