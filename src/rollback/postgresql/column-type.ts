import { type CatalogObject, keyOf } from '../../database/catalog.js';
import { dependentsOf } from './dependents.js';
import { ofTable } from './drop-text.js';
import { replaceColumn } from './replace-column.js';
import { atomically, refusals, run, type Script } from './script.js';
import { takeOff } from './take-off.js';
import { identifier, textOf, typeText } from './text.js';

/** What uses the values of a column in a way that the engine does not carry over to another type. */
const watchers = ['view', 'materialized view', 'rule', 'policy', 'trigger', 'generated', 'function', 'procedure'];
/** What it carries over where the expressions in it mean something for the new type. */
const keys = ['foreign key', 'check', 'index', 'exclusion constraint', 'statistics', ...watchers];

/**
 * Back to the type before, with the values. What is in the way is off meanwhile: what watches the column; then its
 * default; then keys and indexes. Only a column whose values nothing casts back is made anew.
 */
export async function changeColumnType(script: Script, before: CatalogObject): Promise<boolean> {
  return atomically(script, async () => {
    const ways = ['default', 'keys'];
    let isWatched = true;
    for (;;) {
      const code = await alterType(script, before);
      if (code === null) return true;
      if (code === refusals.noCast) return replaceColumn(script, before);
      if (refusals.dependents.has(code) && isWatched) {
        isWatched = false;
        if (!(await takeOffUsers(script, before, watchers))) return false;
        continue;
      }
      const way = refusals.mismatch.has(code) ? ways.shift() : undefined;
      if (way === undefined) return false;
      const isOff = way === 'default' ? await takeOffDefault(script, before) : await takeOffUsers(script, before, keys);
      if (!isOff) return false;
    }
  });
}

/** @returns null when it was altered, else why not. */
async function alterType(script: Script, before: CatalogObject): Promise<string | null> {
  const type = typeText(textOf(before.facts.type) ?? '');
  const collation = textOf(before.facts.collation);
  const column = identifier(before.name);
  const action = `ALTER COLUMN ${column} SET DATA TYPE ${type}${collation === null ? '' : ` COLLATE ${collation}`}`;
  const casts = ['', ` USING ${column}::${type}`];
  if (isByText(script, before)) casts.push(` USING ${column}::text::${type}`);
  let code: string | null = null;
  for (const cast of casts) {
    const failure = await run(script, [ofTable(before, `${action}${cast}`)]);
    if (failure === null) return null;
    code = failure.code;
    if (!refusals.mismatch.has(code)) break;
  }
  return code;
}

async function takeOffUsers(script: Script, column: CatalogObject, kinds: string[]): Promise<boolean> {
  for (const dependent of await dependentsOf(script.engine, column, { andOwn: true })) {
    if (kinds.includes(dependent.kind) && !(await takeOff(script, dependent))) return false;
  }
  return true;
}

async function takeOffDefault(script: Script, { schema, table, name, ...column }: CatalogObject): Promise<boolean> {
  const now = script.now.get(keyOf({ schema, table, name, ...column }));
  return textOf(now?.facts.default) === null || takeOff(script, { kind: 'default', schema, table, name });
}

/** Values whose text is the same in both: labels, elements. Between others a cast by text would be made up. */
function isByText(script: Script, before: CatalogObject): boolean {
  const types = [before, script.now.get(keyOf(before))].map((column) => textOf(column?.facts.type) ?? '');
  return types.every((type) => type.endsWith('[]')) || types.some((type) => isOwnType(script, type));
}

const ownTypes = ['enum', 'domain', 'composite type', 'range type'];

function isOwnType({ before, now }: Script, type: string): boolean {
  const [schema, quoted] = type.replace(/\[\]$/, '').split('.');
  if (schema === undefined || quoted === undefined) return false;
  const name = quoted.replaceAll('"', '');
  const keysOf = ownTypes.map((kind) => keyOf({ kind, schema, table: null, name }));
  return keysOf.some((key) => before.has(key) || now.has(key));
}
