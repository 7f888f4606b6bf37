import { parseOperations } from '../../sql/parse-operations.js';
import { type Derived, inverseOfNothing } from '../derive.js';
import type { UpScript } from '../state.js';
import { applyOperations } from './apply.js';
import { deriveFromModel } from './derive.js';
import { emptyModel } from './model.js';

/**
 * The inverses of some migrations, by their tags: no database is needed.
 *
 * @param scripts the whole history, in order: the schema before each is read off those before it.
 */
export async function mysqlInverses(scripts: UpScript[], tags: ReadonlySet<string>): Promise<Map<string, Derived>> {
  const inverses = new Map<string, Derived>();
  let model = emptyModel;
  for (const { tag, sql } of scripts) {
    const isNewest = tag === scripts.at(-1)?.tag;
    const operations = await parseOperations('mysql', sql);
    if (tags.has(tag)) {
      const isEmpty = operations.length === 0;
      inverses.set(
        tag,
        isEmpty
          ? { inverse: inverseOfNothing({ sql }, isNewest), failure: null, after: null }
          : deriveFromModel(model, operations),
      );
    }
    model = applyOperations(model, operations);
  }
  return inverses;
}
