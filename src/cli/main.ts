#!/usr/bin/env node
import { isKnownGood } from '../guard/known-good.js';
import { findInstalled, lineOf } from '../project/kit.js';
import { findRepository } from '../repo/git.js';
import { prewarmEvaluator } from '../schema/evaluator-process.js';

/**
 * The hook runs at every commit: what it asks is answered here, before anything else is loaded, when the staged
 * files are as they were at a check that found nothing.
 */
async function isQuietCommit(argv: string[]): Promise<boolean> {
  if (argv.length !== 2 || argv[0] !== 'check' || argv[1] !== '--staged') return false;
  const repository = findRepository(process.cwd());
  if (repository === null) return false;
  if (await isKnownGood(repository, process.cwd()).catch(() => false)) return true;
  const kit = findInstalled(process.cwd(), 'drizzle-kit');
  const line = kit && lineOf(kit.version);
  if (kit !== null && line !== null) prewarmEvaluator({ folder: kit.folder, line });
  return false;
}

const argv = process.argv.slice(2);
if (!(await isQuietCommit(argv))) {
  const { run } = await import('./run.js');
  process.exitCode = await run(argv);
}
