import { LockstepError } from '../errors.js';
import type { Tree } from '../repo/tree.js';
import { record } from './json.js';

/**
 * Reads a snapshot of drizzle-kit.
 *
 * @throws LockstepError (exit 1) when the file is not one.
 */
export async function readSnapshot(tree: Tree, path: string): Promise<Record<string, unknown>> {
  const source = await tree.read(path);
  if (source === null) throw new LockstepError(`${path} is not in ${tree.label}.`, { exitCode: 1, path });
  let parsed: Record<string, unknown> | null;
  try {
    parsed = record(JSON.parse(source.replace(/^\uFEFF/, '')));
  } catch (cause) {
    throw corrupt(path, cause instanceof Error ? cause.message : 'not JSON', cause);
  }
  const holdsSchema = parsed !== null && ('tables' in parsed || 'ddl' in parsed || 'deltas' in parsed);
  if (parsed === null || !('version' in parsed) || !holdsSchema) throw corrupt(path, 'it has no version or no tables');
  return parsed;
}

function corrupt(path: string, reason: string, cause?: unknown): LockstepError {
  return new LockstepError(`${path} is not a snapshot of drizzle-kit: ${reason}.`, {
    exitCode: 1,
    path,
    fix: `Restore it from the last commit that had it: git log --oneline -- ${path}`,
    cause,
  });
}
