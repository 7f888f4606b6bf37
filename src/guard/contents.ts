import { commonAncestor, leavesOf } from '../history/graph.js';
import type { History } from '../history/history.js';
import { readNodes, type SnapshotNode } from '../history/nodes.js';
import type { Tree } from '../repo/tree.js';
import { CheckedDowns } from './checked-downs.js';
import { danglingSnapshots, irregularSnapshots } from './irregular.js';
import type { Published } from './published.js';

/** The texts that rules compare. */
export interface Contents {
  /**
   * Path in the tree → text: down files that are not known to fit their SQL, and that, files that differ from the published ones, snapshots that do
   * not stand in one line, SQL that may be a published one under another name.
   */
  contents: Map<string, string>;
  /** Path in the published tree → text, of files that differ. */
  publishedContents: Map<string, string>;
  /** The snapshots of the published history, read where one of them differs. */
  publishedNodes: SnapshotNode[];
}

/** Reads what the rules compare, and no more: unchanged files have the same blob id and are not read. */
export async function readContents(
  tree: Tree,
  history: History,
  nodes: SnapshotNode[],
  published: Published | null,
): Promise<Contents> {
  const wanted = new Set(
    history.line === 'journal' ? irregularSnapshots(nodes) : [...danglingSnapshots(nodes), ...openBranches(nodes)],
  );
  const downs = new CheckedDowns(tree, history);
  for (const path of downs.unknown()) wanted.add(path);
  // drizzle-kit up rewrites every file when it moves a history to the other line.
  if (published === null || published.history.line !== history.line) {
    const contents = await readAll(tree, wanted);
    downs.remember(contents);
    return { contents, publishedContents: new Map(), publishedNodes: [] };
  }
  const differing = new Set<string>();
  for (const migration of published.history.migrations) {
    for (const path of [migration.sql, migration.snapshot]) {
      const id = published.tree.blobId(path);
      if (id === null || id === tree.blobId(path)) continue;
      differing.add(path);
      if (tree.isFile(path)) wanted.add(path);
    }
  }
  if (published.history.migrations.some((migration) => !tree.isFile(migration.sql))) {
    for (const migration of newMigrations(history, published)) wanted.add(migration.sql);
  }
  const [contents, publishedContents, { nodes: publishedNodes }] = await Promise.all([
    readAll(tree, wanted),
    readAll(published.tree, differing),
    [...differing].some((path) => path.endsWith('.json'))
      ? readNodes(published.tree, published.history)
      : { nodes: [] },
  ]);
  downs.remember(contents);
  return { contents, publishedContents, publishedNodes };
}

/** Migrations that the published history does not have under this name. */
function newMigrations(history: History, published: Published): History['migrations'] {
  const known = new Set(published.history.migrations.map((migration) => migration.tag));
  return history.migrations.filter((migration) => !known.has(migration.tag));
}

/** Where branches are open: the snapshots at which they left each other, and all that came after those. */
function openBranches(nodes: SnapshotNode[]): string[] {
  const leaves = leavesOf(nodes);
  if (leaves.length < 2) return [];
  const base = commonAncestor(nodes, leaves);
  const below = new Set<string>();
  const parents = new Map(nodes.map((node) => [node.id, node.parents]));
  const open = base === null ? [] : [base.id];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const parent of parents.get(id) ?? []) {
      if (below.has(parent)) continue;
      below.add(parent);
      open.push(parent);
    }
  }
  return nodes.filter((node) => !below.has(node.id)).map((node) => node.path);
}

async function readAll(tree: Tree, paths: Set<string>): Promise<Map<string, string>> {
  const texts = await Promise.all(
    [...paths].map(async (path): Promise<[string, string | null]> => [path, await tree.read(path)]),
  );
  return new Map(texts.filter((entry): entry is [string, string] => entry[1] !== null));
}
