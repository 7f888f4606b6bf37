import { type CatalogObject, keyOf } from '../../database/catalog.js';
import type { Engine } from '../../database/engine.js';
import { type Dependent, dependentsOf } from './dependents.js';
import { ofTable } from './drop-text.js';
import { stepsToMake } from './make.js';
import { atomically, partsOf, refusals, run, type Script } from './script.js';
import { make, takeOff } from './take-off.js';
import { identifier, literal, textOf } from './text.js';

/**
 * Off and made anew, with its keys and indexes: where the values are computed, or nothing makes the old ones of them.
 * Values that are gone without others in their place are named in `filled`, as NULL.
 */
export async function replaceColumn(script: Script, before: CatalogObject): Promise<boolean> {
  return atomically(script, async () => {
    const { schema, table, name, facts } = before;
    const drop = ofTable(before, `DROP COLUMN ${identifier(name)}`);
    const failure = await run(script, [drop]);
    if (failure !== null) {
      if (!refusals.dependents.has(failure.code)) return false;
      for (const dependent of await dependentsOf(script.engine, before)) {
        if (!isOwnKey(dependent, before) && !(await takeOff(script, dependent))) return false;
      }
      if ((await run(script, [drop])) !== null) return false;
    }
    script.gone.add(keyOf(before));
    for (const part of partsOf(script.before, { schema, name: table ?? '' })) {
      if (keysAndIndexes.includes(part.kind) && !(await isThere(script.engine, part))) make(script, part);
    }
    script.scheduled.add(keyOf(before));
    script.pending.push(...stepsToMake(script, before));
    const hasOthers = [facts.generated, facts.identity, facts.default].some((fact) => textOf(fact) !== null);
    if (facts['not null'] !== true && !hasOthers) {
      script.filled.push({ schema, table: table ?? '', column: name, value: 'NULL' });
    }
    return true;
  });
}

const keysAndIndexes = ['index', 'check', 'unique', 'primary key', 'exclusion constraint', 'foreign key', 'statistics'];

function isOwnKey({ kind, schema, table }: Dependent, column: CatalogObject): boolean {
  return schema === column.schema && table === column.table && [...keysAndIndexes, 'default'].includes(kind);
}

async function isThere(engine: Engine, { kind, schema, table, name }: CatalogObject): Promise<boolean> {
  const relation = (named: string): string =>
    `select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${literal(schema ?? 'public')} and c.relname = ${literal(named)}`;
  const constraint = `select from pg_constraint where conname = ${literal(name)} and conrelid in (${relation(table ?? '')})`;
  const statistics = `select from pg_statistic_ext where stxname = ${literal(name)} and stxrelid in (${relation(table ?? '')})`;
  const queries: Record<string, string> = { index: relation(name), statistics };
  return (await engine.query(queries[kind] ?? constraint)).length > 0;
}
