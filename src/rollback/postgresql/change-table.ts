import type { Catalog, CatalogObject } from '../../database/catalog.js';
import { optionChanges } from './change.js';
import { replicaIdentity } from './make-table.js';
import { grants } from './privileges.js';
import { ranks, type Step, statementsStep } from './steps.js';
import { listOf, qualified, textOf } from './text.js';

/** What makes a table as it was, without its parts. */
export function changeTable(catalog: Catalog, before: CatalogObject, now: CatalogObject, changed: Set<string>): Step[] {
  const { schema, name, facts } = before;
  const table = qualified(schema, name);
  const alter = `ALTER TABLE ${table}`;
  const texts: string[] = [];
  if (changed.has('row level security')) {
    texts.push(`${alter} ${facts['row level security'] === true ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY;`);
  }
  if (changed.has('row level security forced')) {
    texts.push(`${alter} ${facts['row level security forced'] === true ? 'FORCE' : 'NO FORCE'} ROW LEVEL SECURITY;`);
  }
  if (changed.has('options')) texts.push(...optionChanges(alter, facts.options, now.facts.options));
  if (changed.has('unlogged')) texts.push(`${alter} SET ${facts.unlogged === true ? 'UNLOGGED' : 'LOGGED'};`);
  if (changed.has('replica identity')) texts.push(`${alter} REPLICA IDENTITY ${replicaIdentity(catalog, before)};`);
  return [
    ...texts.map((text) => statementsStep(ranks.settings, [text])),
    ...parentSteps(before, now, changed),
    ...(changed.has('privileges')
      ? grants(before, listOf(facts.privileges), listOf(now.facts.privileges)).map((text) =>
          statementsStep(ranks.privileges, [text]),
        )
      : []),
  ];
}

function parentSteps(before: CatalogObject, now: CatalogObject, changed: Set<string>): Step[] {
  if (!changed.has('inherits') && !changed.has('partition bound')) return [];
  const table = qualified(before.schema, before.name);
  const [wanted, found] = [textOf(before.facts['partition bound']), textOf(now.facts['partition bound'])];
  const [parents, current] = [listOf(before.facts.inherits), listOf(now.facts.inherits)];
  const attach = wanted === null ? [] : [`ALTER TABLE ${parents[0]} ATTACH PARTITION ${table} ${wanted};`];
  const detach = found === null ? [] : [`ALTER TABLE ${current[0]} DETACH PARTITION ${table};`];
  if (wanted !== null || found !== null) {
    return [
      ...detach.map((text) => statementsStep(ranks.dropForeignKey, [text])),
      ...attach.map((text) => statementsStep(ranks.makeIndex, [text])),
    ];
  }
  return [
    ...current
      .filter((parent) => !parents.includes(parent))
      .map((parent) => statementsStep(ranks.dropForeignKey, [`ALTER TABLE ${table} NO INHERIT ${parent};`])),
    ...parents
      .filter((parent) => !current.includes(parent))
      .map((parent) => statementsStep(ranks.makeIndex, [`ALTER TABLE ${table} INHERIT ${parent};`])),
  ];
}
