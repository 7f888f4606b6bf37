import { join } from 'node:path';
import { isLeftOpen, isMadeFor, lacksProof, splitDown } from '../history/down-header.js';
import type { History } from '../history/history.js';
import { cacheFolder, readCached, writeCached } from '../repo/cache-folder.js';
import type { Tree } from '../repo/tree.js';
import { version } from '../version.js';

/** A down file and the SQL that it undoes, by what they hold. */
interface Pair {
  down: string;
  sql: string;
  key: string;
}

/**
 * The down files that are known to fit their SQL, and to be proven or to say why not. Neither changes any more once it is published, so what was found to
 * fit is remembered by the blob ids of both, and not read again.
 */
export class CheckedDowns {
  readonly #pairs: Pair[];
  readonly #path: string | null;
  readonly #known: Set<string>;

  constructor(tree: Tree, history: History) {
    this.#pairs = history.migrations
      .filter((migration) => tree.isFile(migration.down) && tree.isFile(migration.sql))
      .map(({ down, sql }) => ({ down, sql, key: `${tree.blobId(down)}:${tree.blobId(sql)}` }));
    const cache = this.#pairs.length === 0 ? null : cacheFolder(join(tree.root, history.out));
    this.#path = cache && join(cache, `downs-${version}.json`);
    const known = this.#path === null ? [] : readCached(this.#path);
    this.#known = new Set(Array.isArray(known) ? known.map(String) : []);
  }

  /** The files that have to be read. */
  unknown(): string[] {
    return this.#pairs.filter(({ key }) => !this.#known.has(key)).flatMap(({ down, sql }) => [down, sql]);
  }

  remember(contents: Map<string, string>): void {
    const before = this.#known.size;
    for (const { down, sql, key } of this.#pairs) {
      const [downText, sqlText] = [contents.get(down), contents.get(sql)];
      if (downText === undefined || sqlText === undefined) continue;
      const header = splitDown(downText);
      if (!isMadeFor(downText, sqlText) || lacksProof(header, sqlText) || isLeftOpen(header, sqlText)) continue;
      this.#known.add(key);
    }
    if (this.#path !== null && this.#known.size > before) writeCached(this.#path, [...this.#known]);
  }
}
