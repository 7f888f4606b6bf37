import { folded, freeName, isSameName, quoted } from './names.js';
import type { Rename, Renaming } from './origins.js';
import { definitionOf, mentions, type Schema } from './schema.js';
import type { Script } from './script.js';

/**
 * Gives tables and columns their names of before. What the migration made under such a name is dropped first; names
 * that were swapped go by way of a third one.
 */
export async function renameBack(script: Script, renaming: Renaming, now: Schema): Promise<void> {
  await renameTables(script, renaming.tables, now);
  for (const table of new Set(renaming.columns.map((column) => column.table))) {
    const renames = renaming.columns.filter((column) => column.table === table);
    const current = renaming.tables.find(({ to }) => to === table)?.from ?? table;
    await renameColumns(script, table, renames, now, current);
  }
}

async function renameTables(script: Script, renames: Rename[], now: Schema): Promise<void> {
  const taken = new Set([...now.tables.keys(), ...now.views.keys(), ...now.indexes.keys()]);
  const rename = async ({ from, to }: Rename): Promise<void> => {
    await script.run([`ALTER TABLE ${quoted(from)} RENAME TO ${quoted(to)}`]);
    taken.delete(folded(from));
    taken.add(folded(to));
  };
  for (const { to } of renames) {
    const name = folded(to);
    if (!taken.has(name) || renames.some(({ from }) => folded(from) === name)) continue;
    const kind = now.tables.has(name) ? 'TABLE' : now.views.has(name) ? 'VIEW' : 'INDEX';
    if (kind === 'TABLE') script.needsForeignKeysOff = true;
    await script.run([`DROP ${kind} ${quoted(to)}`]);
    taken.delete(name);
  }
  await inOrder(renames, (name) => taken.has(folded(name)), rename);
}

async function renameColumns(
  script: Script,
  table: string,
  renames: Rename[],
  now: Schema,
  current: string,
): Promise<void> {
  const live = now.tables.get(folded(current));
  const taken = new Set(live?.columns.map(({ name }) => folded(name)));
  const rename = async ({ from, to }: Rename): Promise<void> => {
    await script.run([`ALTER TABLE ${quoted(table)} RENAME COLUMN ${quoted(from)} TO ${quoted(to)}`]);
    taken.delete(folded(from));
    taken.add(folded(to));
  };
  for (const { to } of renames) {
    if (!taken.has(folded(to)) || renames.some(({ from }) => isSameName(from, to))) continue;
    const indexes = [...now.indexes.values()].filter(
      (index) => index.table === live?.name && mentions(definitionOf(index), to),
    );
    const dropped = await script.try([
      ...indexes.map(({ name }) => `DROP INDEX ${quoted(name)}`),
      `ALTER TABLE ${quoted(table)} DROP COLUMN ${quoted(to)}`,
    ]);
    if (dropped) taken.delete(folded(to));
    // The rebuild that takes it away comes later.
    else await rename({ from: to, to: freeName(`__new_${to}`, (name) => taken.has(folded(name))) });
  }
  // SQLite changes the case of a column's name at once (seen on 3.45); that of a table's it does not.
  await inOrder(renames, (name) => taken.has(folded(name)), rename, { caseAtOnce: true });
}

/** Each when its name is free; a circle is opened with a name that nothing has. */
async function inOrder(
  renames: Rename[],
  isTaken: (name: string) => boolean,
  rename: (rename: Rename) => Promise<void>,
  { caseAtOnce = false } = {},
): Promise<void> {
  const waiting = [...renames];
  while (waiting.length > 0) {
    const ready = waiting.findIndex(({ from, to }) => !isTaken(to) || (caseAtOnce && isSameName(from, to)));
    if (ready !== -1) {
      for (const next of waiting.splice(ready, 1)) await rename(next);
      continue;
    }
    const [first] = waiting;
    if (first === undefined) return;
    const aside = freeName(`__old_${first.from}`, isTaken);
    await rename({ from: first.from, to: aside });
    waiting[0] = { from: aside, to: first.to };
  }
}
