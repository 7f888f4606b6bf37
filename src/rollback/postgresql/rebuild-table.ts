import { type CatalogObject, keyOf } from '../../database/catalog.js';
import { columnDefinition, identityOf, namesOf, serialSequence } from './columns.js';
import { tableText } from './make-table.js';
import { atomically, partsOf, run, type Script } from './script.js';
import { dropObject, make } from './take-off.js';
import { identifier, listOf, qualified, textOf, typeText } from './text.js';

/**
 * A table of another kind, partitioned or not: made anew beside the one that is there, which gives it its rows and goes.
 * Keys, indexes and all the rest are made again as they were.
 */
export async function rebuildTable(script: Script, before: CatalogObject): Promise<boolean> {
  const { schema, name } = before;
  const old = { ...before, name: `${name.slice(0, 50)}__old` };
  const parts = partsOf(script.before, before);
  const columns = parts
    .filter(({ kind }) => kind === 'column')
    .sort((a, b) => Number(a.besides.position) - Number(b.besides.position));
  const isThere = (column: CatalogObject): boolean => script.now.has(keyOf(column)) && !script.gone.has(keyOf(column));
  const copied = columns.filter((column) => isThere(column) && textOf(column.facts.generated) === null);
  const names = copied.map((column) => identifier(column.name));
  const values = copied.map((column) => {
    const isSame = script.now.get(keyOf(column))?.facts.type === column.facts.type;
    return isSame
      ? identifier(column.name)
      : `${identifier(column.name)}::${typeText(textOf(column.facts.type) ?? '')}`;
  });
  const table = qualified(schema, name);
  return atomically(script, async () => {
    const made = await run(script, [
      `ALTER TABLE ${table} RENAME TO ${identifier(old.name)};`,
      // Its sequence has the name that the new one is to have.
      ...copied
        .filter((column) => identityOf(textOf(script.now.get(keyOf(column))?.facts.identity)) !== null)
        .map(
          (column) =>
            `ALTER TABLE ${qualified(schema, old.name)} ALTER COLUMN ${identifier(column.name)} DROP IDENTITY;`,
        ),
      tableText(
        before,
        columns.map((column) => columnDefinition(column)),
      ),
      ...partitionTexts(script, before),
      `INSERT INTO ${table} (${names.join(', ')}) OVERRIDING SYSTEM VALUE SELECT ${values.join(', ')} FROM ${qualified(schema, old.name)};`,
      ...copied.flatMap((column) => {
        const sequence = serialSequence(script.before, column);
        return sequence === null
          ? []
          : [
              `ALTER SEQUENCE ${qualified(sequence.schema, sequence.name)} OWNED BY ${table}.${identifier(column.name)};`,
            ];
      }),
    ]);
    if (made !== null || !(await dropObject(script, old))) return false;
    for (const part of partsOf(script.now, before)) script.gone.add(keyOf(part));
    for (const made of [...columns, ...partitionsOf(script, before)]) script.scheduled.add(keyOf(made));
    for (const part of parts) make(script, part);
    return true;
  });
}

/** The partitions that are missing, with theirs: rows have nowhere else to go. */
function partitionsOf(script: Script, table: CatalogObject): CatalogObject[] {
  const direct = [...script.before.values()].filter(
    ({ kind, facts, ...partition }) =>
      kind === 'table' &&
      textOf(facts['partition bound']) !== null &&
      namesOf(listOf(facts.inherits)[0] ?? '').join('.') === `${table.schema}.${table.name}` &&
      !script.now.has(keyOf({ kind, ...partition })),
  );
  return direct.flatMap((partition) => [partition, ...partitionsOf(script, partition)]);
}

function partitionTexts(script: Script, table: CatalogObject): string[] {
  return partitionsOf(script, table).map((partition) => tableText(partition, []));
}
