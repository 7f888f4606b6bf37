import { record } from '../../history/json.js';
import { parseOperations } from '../../sql/parse-operations.js';
import { type Derived, inverseOfNothing } from '../derive.js';
import type { Job } from '../job.js';
import { deriveFromModel } from './derive.js';
import { emptyModel } from './model.js';
import { nextModel } from './next.js';

/**
 * The inverses of some migrations, by their tags. No database is needed: the schema before each is read off the
 * statements of those before it, and where they do not tell it, off drizzle-kit's snapshots.
 */
export async function mysqlInverses(
  { tree, history }: Pick<Job, 'tree' | 'history'>,
  tags: ReadonlySet<string>,
): Promise<Map<string, Derived>> {
  const inverses = new Map<string, Derived>();
  let model = emptyModel;
  const newest = history.migrations.at(-1)?.tag;
  for (const { tag, sql, snapshot } of history.migrations) {
    const up = await tree.read(sql);
    const operations = up === null ? null : await parseOperations('mysql', up);
    if (tags.has(tag) && up !== null && operations !== null) {
      const isEmpty = operations.length === 0;
      const derived = isEmpty
        ? { inverse: inverseOfNothing({ sql: up }, tag === newest), failure: null, after: null }
        : await deriveFromModel(model, operations);
      inverses.set(tag, derived);
    }
    model = await nextModel(model, operations, async () => jsonOf(await tree.read(snapshot)));
  }
  return inverses;
}

/** One that is missing or damaged says nothing. */
function jsonOf(text: string | null): Record<string, unknown> | null {
  try {
    return text === null ? null : record(JSON.parse(text.replace(/^\uFEFF/, '')));
  } catch {
    return null;
  }
}
