import { beyondScratch } from '../../database/beyond-scratch.js';
import { packagesOf } from '../../database/postgresql/extensions.js';
import type { ReplayFailure } from '../../database/replay.js';
import type { Dialect } from '../../project/dialects.js';

const server: Record<Dialect, string> = {
  postgresql: 'LOCKSTEP_PROOF_URL=postgres://USER:PASSWORD@HOST:5432/postgres',
  sqlite: '',
  mysql: 'LOCKSTEP_PROOF_URL=mysql://USER:PASSWORD@HOST:3306',
};

/**
 * The history itself is at fault, and another server would say the same: its SQL is none, a thing is there twice, a
 * column is not there, types do not fit, what is dropped is still in use (2B), values and keys do not fit (22, 23).
 */
function isOfHistory(code: string): boolean {
  const codes = ['42601', '42P07', '42710', '42701', '42P06', '42703', '42804', '42P16', '42830'];
  return codes.includes(code) || ['22', '23', '2B'].some((kind) => code.startsWith(kind));
}

/** What would let a migration run that the engine refused; `null` where no other engine would take it. */
export function mendFor({ message, code }: ReplayFailure, dialect: Dialect): string | null {
  if (dialect === 'sqlite' || code === beyondScratch) return null;
  const extension = /^extension "([^"]+)" is not available/.exec(message)?.[1];
  if (extension !== undefined) {
    const [itsPackage] = packagesOf([extension]);
    const or = itsPackage === undefined ? '' : `; or install ${itsPackage}`;
    return `lockstep prove with ${server[dialect]}, a server that has the extension ${extension}${or}`;
  }
  return isOfHistory(code) ? null : `lockstep prove with ${server[dialect]}, a server that has what it needs`;
}
