import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { findInstalled, type Installed } from '../project/kit.js';

/**
 * The number that an installed drizzle-orm and drizzle-kit must have in common: `compatibilityVersion` of the one and
 * `requiredApiVersion` of the other. drizzle-kit ends with «requires newer version of drizzle-orm», or says that it is
 * outdated itself, where they differ. 10 in 0.31.11 and 0.45.4, 14 in 1.0.0-rc.5. `null` where it cannot be read.
 */
export function compatibilityOfOrm({ folder }: Installed): number | null {
  return numberAfter(join(folder, 'version.js'), 'compatibilityVersion = ');
}

/** The same of a drizzle-kit: what it asks of drizzle-orm. */
export function requiredByKit({ folder }: Installed): number | null {
  return numberAfter(join(folder, 'bin.cjs'), 'requiredApiVersion = ');
}

/**
 * The drizzle-orm that a drizzle-kit itself imports: from the folder that it really lies in. In a monorepo that may be
 * another one than the project's (seen on 0.31.11).
 */
export function ormOfKit(kit: Installed): Installed | null {
  return findInstalled(realpathSync(kit.folder), 'drizzle-orm');
}

function numberAfter(path: string, words: string): number | null {
  if (!existsSync(path)) return null;
  const content = readFileSync(path);
  const at = content.indexOf(words);
  if (at < 0) return null;
  const number = Number.parseInt(content.toString('latin1', at + words.length, at + words.length + 6), 10);
  return Number.isNaN(number) ? null : number;
}
