import type { History } from '../history/history.js';
import type { Tree } from '../repo/tree.js';
import type { Published } from './published.js';

/** The texts that rules compare. */
export interface Contents {
  /** Path in the tree → text: SQL and down files of migrations that have one, and published files that differ. */
  contents: Map<string, string>;
  /** Path in the published tree → text, of files that differ. */
  publishedContents: Map<string, string>;
}

/** Reads what the rules compare, and no more: unchanged files have the same blob id and are not read. */
export async function readContents(tree: Tree, history: History, published: Published | null): Promise<Contents> {
  const wanted = new Set<string>();
  const publishedWanted = new Set<string>();
  for (const migration of history.migrations) {
    if (!tree.isFile(migration.down)) continue;
    wanted.add(migration.down);
    if (tree.isFile(migration.sql)) wanted.add(migration.sql);
  }
  for (const migration of published?.history.migrations ?? []) {
    for (const path of [migration.sql, migration.snapshot]) {
      if (published === null || published.tree.blobId(path) === tree.blobId(path)) continue;
      publishedWanted.add(path);
      if (tree.isFile(path)) wanted.add(path);
    }
  }
  return {
    contents: await readAll(tree, wanted),
    publishedContents: published === null ? new Map() : await readAll(published.tree, publishedWanted),
  };
}

async function readAll(tree: Tree, paths: Set<string>): Promise<Map<string, string>> {
  const texts = await Promise.all(
    [...paths].map(async (path): Promise<[string, string | null]> => [path, await tree.read(path)]),
  );
  return new Map(texts.filter((entry): entry is [string, string] => entry[1] !== null));
}
