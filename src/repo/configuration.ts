import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Repository, runGit, splitNul } from './git.js';

/** git's settings as they hold in a repository: the last value of each name; names in lower case but for their middle. */
export async function gitSettings(repository: Repository): Promise<Map<string, string>> {
  const { stdout } = await runGit(repository.top, ['config', '--list', '-z']);
  const settings = new Map<string, string>();
  for (const entry of splitNul(stdout)) {
    const [name = '', ...value] = entry.split('\n');
    settings.set(name, value.join('\n'));
  }
  return settings;
}

/** The folder that worktrees share: absolute. Read from the files, without git. */
function commonFolder(repository: Repository): string {
  const dot = join(repository.top, '.git');
  const pointer = readText(dot);
  if (pointer === null) return dot;
  const own = resolve(repository.top, pointer.replace(/^gitdir:\s*/, '').trim());
  const common = readText(join(own, 'commondir'));
  return common === null ? own : resolve(own, common.trim());
}

/** The clone has only the newest part of its history. */
export function isShallow(repository: Repository): boolean {
  return existsSync(join(commonFolder(repository), 'shallow'));
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
