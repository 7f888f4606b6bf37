import { isKnownGood } from '../guard/known-good.js';
import { findInstalled, lineOf } from '../project/kit.js';
import { findRepository } from '../repo/git.js';
import { prewarmEvaluator } from '../schema/evaluator-process.js';

/**
 * The hook runs at every commit: what it asks is answered here, before anything else is loaded, when the staged
 * files are as they were at a check that found nothing. Otherwise what the check needs first is started already.
 */
export async function isQuietCommit(folder: string): Promise<boolean> {
  const repository = findRepository(folder);
  if (repository === null) return false;
  if (await isKnownGood(repository, folder).catch(() => false)) return true;
  const kit = findInstalled(folder, 'drizzle-kit');
  const line = kit && lineOf(kit.version);
  if (kit !== null && line !== null) prewarmEvaluator({ folder: kit.folder, line });
  return false;
}
