import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { textField } from '../engine.js';

/**
 * Removes what processes that were killed have left in a folder.
 *
 * @param name matches the entries, with the process's id as the group `pid`.
 * @param age in milliseconds: what is older goes although there is a process of that id, which may be another by now.
 */
export function removeAbandoned(folder: string, name: RegExp, age: number): void {
  try {
    for (const entry of readdirSync(folder)) {
      const pid = name.exec(entry)?.groups?.pid;
      if (pid === undefined) continue;
      const path = join(folder, entry);
      if (isAlive(Number(pid)) && Date.now() - statSync(path).mtimeMs < age) continue;
      rmSync(path, { recursive: true, force: true });
    }
  } catch {
    // Somebody else's, or removed by another process meanwhile: what is left is for the next call.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Another user's process may not be signalled.
    return textField(thrown, 'code') === 'EPERM';
  }
}
