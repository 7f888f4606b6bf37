import type { Catalog } from '../../database/catalog.js';
import type { Operation } from '../../sql/operation.js';
import { type Subject, subjectOf } from './subjects.js';

/** Something that may be renamed, from its first name to its last. */
interface Thing {
  /** Made by this migration. */
  isNew: boolean;
  isDropped: boolean;
  members: Map<string, Thing>;
}

/** A new name in the migration, to be taken back. */
export interface Renaming {
  operation: RenameOperation;
  /** Of the object itself, or of the table that it is part of. */
  schema: string;
}

export type RenameOperation = Extract<
  Operation,
  { kind: `rename ${string}` | 'set schema' | 'alter type' | 'alter domain' | 'alter view' | 'alter materialized view' }
>;

const alterations = ['set schema', 'alter type', 'alter domain', 'alter view', 'alter materialized view'];

function isRename(operation: Operation): operation is RenameOperation {
  return operation.kind.startsWith('rename ') || alterations.includes(operation.kind);
}

interface FlatOperation {
  operation: Operation;
  /** It stands in a condition: it may not have run. */
  isUncertain: boolean;
}

/**
 * The renames of a migration that are to be taken back, the last first: those of what was there before and still is.
 * What the migration made itself is dropped by any name; what it dropped comes back by its old name.
 */
export function renamings(operations: Operation[], before: Catalog, after: Catalog): Renaming[] {
  const things = new Map<string, Thing>();
  const list: { renaming: Renaming; thing: Thing }[] = [];
  for (const { operation, isUncertain } of flat(operations)) {
    const subject = subjectOf(operation);
    if (subject === null) continue;
    const found = find(things, subject, schemaOf(subject, before, after));
    const has = (catalog: Catalog, at: Place): boolean => isIn(catalog, { ...at, table: subject.table });
    const place = { schema: found.schema, name: subject.name };
    if (subject.verb === 'make') {
      const isThere = found.thing === undefined ? has(before, place) : !found.thing.isDropped;
      if (!isThere) found.things.set(found.key, fresh(true));
    } else if (subject.verb === 'drop') {
      if (isUncertain && has(after, place)) continue;
      (found.thing ?? fresh(false)).isDropped = true;
      found.things.set(found.key, { ...fresh(true), isDropped: true });
    } else if (isRename(operation)) {
      const to = subject.to ?? '';
      const target = operation.kind === 'set schema' ? { schema: to, name: subject.name } : { ...place, name: to };
      if (isUncertain && !(has(before, place) && !has(after, place) && has(after, target))) continue;
      // Keys and indexes are made with a table, without a word of their own.
      const isUnknown = ['relation', 'constraint'].includes(subject.space) && !isNamed(before, subject.name);
      const thing = found.thing ?? fresh(found.isPartOfNew || isUnknown);
      found.things.delete(found.key);
      found.things.set(keyIn(subject, target), thing);
      if (operation.kind === 'rename schema') moveSchema(things, subject.name, to);
      list.push({ renaming: { operation, schema: found.schema }, thing });
    }
  }
  return list
    .filter(({ thing }) => !thing.isNew && !thing.isDropped)
    .map(({ renaming }) => renaming)
    .reverse();
}

interface Place {
  schema: string;
  name: string;
}

function fresh(isNew: boolean): Thing {
  return { isNew, isDropped: false, members: new Map() };
}

function keyIn({ space, table }: Subject, { schema, name }: Place): string {
  return table === null ? `${space} ${schema}.${name}` : `${space} ${name}`;
}

/** Where the subject of an operation is kept track of, and what is known of it. */
function find(things: Map<string, Thing>, subject: Subject, schema: string) {
  const key = keyIn(subject, { schema, name: subject.name });
  if (subject.table === null) return { schema, key, things, thing: things.get(key), isPartOfNew: false };
  const owner = `relation ${schema}.${subject.table}`;
  const table = things.get(owner) ?? fresh(false);
  things.set(owner, table);
  return { schema, key, things: table.members, thing: table.members.get(key), isPartOfNew: table.isNew };
}

/** The schema that is meant where none is said: the usual one, unless only another has such a name. */
function schemaOf({ schema, table, name }: Subject, before: Catalog, after: Catalog): string {
  if (schema !== null) return schema;
  const schemas = [before, after].flatMap((catalog) =>
    [...catalog.values()].flatMap((object) =>
      object.table === null && object.schema !== null && nameOf(object) === (table ?? name) ? [object.schema] : [],
    ),
  );
  return schemas.includes('public') ? 'public' : (schemas[0] ?? 'public');
}

function isIn(catalog: Catalog, { schema, table, name }: Place & { table: string | null }): boolean {
  return [...catalog.values()].some(
    (object) => object.schema === schema && object.table === table && nameOf(object) === name,
  );
}

/** Whatever it is: its table may have another name by now. */
function isNamed(catalog: Catalog, name: string): boolean {
  return [...catalog.values()].some((object) => nameOf(object) === name);
}

/** Functions have their arguments in their names. */
function nameOf({ name, kind }: { name: string; kind: string }): string {
  return ['function', 'procedure'].includes(kind) ? name.slice(0, name.indexOf('(')) : name;
}

function moveSchema(spaces: Map<string, Thing>, from: string, to: string): void {
  for (const [key, thing] of [...spaces]) {
    const [space = '', rest = ''] = [key.slice(0, key.indexOf(' ')), key.slice(key.indexOf(' ') + 1)];
    if (!rest.startsWith(`${from}.`) || space === 'database') continue;
    spaces.delete(key);
    spaces.set(`${space} ${to}${rest.slice(from.length)}`, thing);
  }
}

function flat(operations: Operation[], isUncertain = false): FlatOperation[] {
  return operations.flatMap((operation) =>
    operation.kind === 'do block'
      ? flat(operation.operations, isUncertain || !operation.plain)
      : [{ operation, isUncertain }],
  );
}
