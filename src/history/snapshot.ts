import { LockstepError } from '../errors.js';
import type { Dialect } from '../project/dialects.js';
import type { Tree } from '../repo/tree.js';
import type { History, Migration } from './history.js';

/** The snapshot versions that drizzle-kit 0.31.11 reads without `drizzle-kit up`. */
const currentVersions: Record<Dialect, string> = { postgresql: '7', sqlite: '6', mysql: '5' };

/** The newest migration whose snapshot is in the tree, or `null`. */
export function headOf(tree: Tree, history: History): Migration | null {
  return history.migrations.findLast((migration) => tree.isFile(migration.snapshot)) ?? null;
}

/**
 * Reads a snapshot of drizzle-kit.
 *
 * @throws LockstepError (exit 1) when the file is not JSON, or of another dialect.
 */
export async function readSnapshot(tree: Tree, path: string): Promise<Record<string, unknown>> {
  const source = await tree.read(path);
  if (source === null) throw new LockstepError(`${path} is not in ${tree.label}.`, { exitCode: 1, path });
  let parsed: unknown;
  try {
    parsed = JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw corrupt(path, cause instanceof Error ? cause.message : 'not JSON', cause);
  }
  if (typeof parsed !== 'object' || parsed === null || !('version' in parsed) || !('tables' in parsed)) {
    throw corrupt(path, 'it has no version or no tables');
  }
  return { ...parsed };
}

/** Why the installed drizzle-kit could not compare a snapshot, or `null` when it can. */
export function whyNotComparable(snapshot: Record<string, unknown>, dialect: Dialect): string | null {
  const { version, dialect: written } = snapshot;
  const family = written === 'pg' ? 'postgresql' : written;
  if (family !== dialect) return `it is of the dialect ${String(written)}, the config says ${dialect}`;
  if (version !== currentVersions[dialect]) {
    return `it has version ${String(version)}, drizzle-kit 0.31 reads version ${currentVersions[dialect]}`;
  }
  return null;
}

function corrupt(path: string, reason: string, cause?: unknown): LockstepError {
  return new LockstepError(`${path} is not a snapshot of drizzle-kit: ${reason}.`, {
    exitCode: 1,
    path,
    fix: `Restore it from the last commit that had it: git log --oneline -- ${path}`,
    cause,
  });
}
