import { statSync } from 'node:fs';
import { join } from 'node:path';
import { git, type Repository, splitNul } from './git.js';

/**
 * What `git ls-files --stage -z` will list once everything in the working tree is added, from what it lists now.
 * Nothing is added: git is only asked for the ids (hash-object applies the filters that add would).
 */
export async function asIfAdded(repository: Repository, listing: Buffer, pathspecs: string[]): Promise<Buffer> {
  const lists = (...flags: string[]): Promise<Buffer> =>
    git(repository.top, ['ls-files', '-z', ...flags, '--', ...pathspecs]);
  const [changed, deleted] = await Promise.all([
    lists('--modified', '--others', '--exclude-standard'),
    lists('--deleted'),
  ]);
  const gone = new Set(splitNul(deleted));
  const paths = [...new Set(splitNul(changed))].filter((path) => !gone.has(path) && !path.includes('\n'));
  const input = paths.map((path) => `${path}\n`).join('');
  const ids =
    paths.length === 0
      ? []
      : (await git(repository.top, ['hash-object', '--stdin-paths'], input)).toString().trim().split('\n');

  const entries = new Map(
    splitNul(listing).map((entry): [string, string] => [entry.slice(entry.indexOf('\t') + 1), entry]),
  );
  for (const path of gone) entries.delete(path);
  for (const [at, path] of paths.entries()) {
    const executable = ((statSync(join(repository.top, path), { throwIfNoEntry: false })?.mode ?? 0) & 0o100) !== 0;
    entries.set(path, `${executable ? '100755' : '100644'} ${ids[at]} 0\t${path}`);
  }
  // Git sorts by bytes.
  const sorted = [...entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return Buffer.from(sorted.map(([, entry]) => `${entry}\0`).join(''));
}
