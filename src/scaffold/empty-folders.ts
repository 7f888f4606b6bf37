import { rmdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { Plan } from './plan.js';

/** The folders that hold files which a plan deletes, innermost first, up to the plan's root. */
export function emptiedFolders(plan: Plan): string[] {
  const folders = new Set<string>();
  for (const { path, before, after } of plan.changes) {
    if (before === null || after !== null) continue;
    for (let folder = posix.dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(folder);
  }
  return [...folders].sort((a, b) => b.length - a.length);
}

/** Removes those that are empty by now. */
export async function removeFolders(root: string, folders: string[]): Promise<void> {
  // Not empty when somebody has something in it: then it is theirs.
  for (const folder of folders) await rmdir(join(root, folder)).catch(() => {});
}
