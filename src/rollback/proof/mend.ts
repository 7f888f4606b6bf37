import { beyondScratch } from '../../database/beyond-scratch.js';
import type { ReplayFailure } from '../../database/replay.js';
import type { Dialect } from '../../project/dialects.js';

const server: Record<Dialect, string> = {
  postgresql: 'LOCKSTEP_PROOF_URL=postgres://USER:PASSWORD@HOST:5432/postgres',
  sqlite: '',
  mysql: 'LOCKSTEP_PROOF_URL=mysql://USER:PASSWORD@HOST:3306',
};

/** What would let a migration run that the engine refused; `null` where no other engine would take it. */
export function mendFor({ message, code }: ReplayFailure, dialect: Dialect): string | null {
  if (dialect === 'sqlite' || code === beyondScratch) return null;
  const extension = /^extension "([^"]+)" is not available/.exec(message)?.[1];
  if (extension !== undefined) {
    return `lockstep prove with ${server[dialect]}, a server that has the extension ${extension}; or install its package for PGlite`;
  }
  // The history itself is at fault: its SQL is none, or a thing is there twice.
  const isOfHistory = ['42601', '42P07', '42710', '42701', '42P06'].includes(code);
  return isOfHistory ? null : `lockstep prove with ${server[dialect]}, a server that has what it needs`;
}
