import { join } from 'node:path';
import { isObject } from '../is-object.js';
import type { Dialect } from '../project/dialects.js';
import { cacheFolder, cacheKey, readCached, writeCached } from '../repo/cache-folder.js';
import type { Operation } from '../sql/operation.js';
import { build } from '../version.js';

/** Operations by the SQL that they were read from. */
export interface ParsedSql {
  get(sql: string): Operation[] | undefined;
  set(sql: string, operations: Operation[]): void;
}

/**
 * What the migrations of a project do, remembered from run to run: their SQL does not change, and to read it is the
 * most of a review. A file whose SQL is another is read again, and so is every file by another build of lockstep.
 */
export class RememberedOperations implements ParsedSql {
  readonly #path: string | null;
  readonly #dialect: Dialect;
  readonly #read = new Map<string, Operation[]>();
  #known: Map<string, unknown> | null = null;
  #isMore = false;

  /** @param path of the file that remembers; `null` for this run alone. */
  constructor(path: string | null, dialect: Dialect) {
    this.#path = path;
    this.#dialect = dialect;
  }

  get(sql: string): Operation[] | undefined {
    const key = this.#keyOf(sql);
    const known = this.#read.get(key) ?? this.#remembered().get(key);
    if (!Array.isArray(known)) return undefined;
    this.#read.set(key, known);
    return known;
  }

  set(sql: string, operations: Operation[]): void {
    this.#read.set(this.#keyOf(sql), operations);
    this.#isMore = true;
  }

  /** Whether the next SQL is likely to be known. */
  get isEmpty(): boolean {
    return this.#remembered().size === 0;
  }

  /** Remembers what this run has read, and of what it had no use for not more than that: branches come and go. */
  save(): void {
    if (this.#path === null || !this.#isMore) return;
    const others = [...this.#remembered()].filter(([key]) => !this.#read.has(key)).slice(0, this.#read.size);
    writeCached(this.#path, { build, operations: Object.fromEntries([...this.#read, ...others]) });
    this.#isMore = false;
  }

  #keyOf(sql: string): string {
    return cacheKey([this.#dialect, sql]);
  }

  #remembered(): Map<string, unknown> {
    if (this.#known === null) {
      const kept = this.#path === null ? null : readCached(this.#path);
      const operations = isObject(kept) && kept.build === build ? kept.operations : null;
      this.#known = new Map(isObject(operations) ? Object.entries(operations) : []);
    }
    return this.#known;
  }
}

/**
 * What was read of a project's migrations.
 *
 * @param folder absolute path of the project.
 * @param out the folder of its migrations, as the project names it.
 */
export function operationsOfProject(folder: string, out: string, dialect: Dialect): RememberedOperations {
  const cache = cacheFolder(folder);
  // The sources change from run to run, and what they read with them.
  const isKept = cache !== null && build !== null;
  return new RememberedOperations(isKept ? join(cache, `operations-${cacheKey([folder, out])}.json`) : null, dialect);
}
