import type { Catalog } from '../../database/catalog.js';
import type { Operation } from '../../sql/operation.js';

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
  const spaces = new Map<string, Thing>();
  const list: { renaming: Renaming; thing: Thing }[] = [];
  const thingAt = (things: Map<string, Thing>, key: string, isNew = false): Thing => {
    const known = things.get(key);
    if (known !== undefined) return known;
    const thing = { isNew, isDropped: false, members: new Map() };
    things.set(key, thing);
    return thing;
  };
  const has = (catalog: Catalog, schema: string | null, table: string | null, name: string): boolean =>
    [...catalog.values()].some(
      (object) => object.schema === schema && object.table === table && nameOf(object) === name,
    );
  const inSchema = (schema: string | null, name: string): string => {
    if (schema !== null) return schema;
    const schemas = [before, after].flatMap((catalog) =>
      [...catalog.values()].flatMap((object) =>
        object.table === null && object.schema !== null && nameOf(object) === name ? [object.schema] : [],
      ),
    );
    return schemas.includes('public') ? 'public' : (schemas[0] ?? 'public');
  };

  for (const { operation, isUncertain } of flat(operations)) {
    const { kind } = operation;
    const subject = subjectOf(operation);
    if (subject === null) continue;
    const schema = inSchema(subject.schema, subject.table ?? subject.name);
    const owner = `relation ${schema}.${subject.table}`;
    const table = subject.table === null ? null : thingAt(spaces, owner);
    const things = table?.members ?? spaces;
    const key = (name: string, of = schema): string =>
      subject.table === null ? `${subject.space} ${of}.${name}` : `${subject.space} ${name}`;
    const verb = subject.verb;
    if (verb === 'make') {
      const current = things.get(key(subject.name));
      const isThere = current === undefined ? has(before, schema, subject.table, subject.name) : !current.isDropped;
      if (!isThere) things.set(key(subject.name), { isNew: true, isDropped: false, members: new Map() });
    } else if (verb === 'drop') {
      if (isUncertain && has(after, schema, subject.table, subject.name)) continue;
      thingAt(things, key(subject.name)).isDropped = true;
      things.delete(key(subject.name));
      things.set(key(subject.name), { isNew: true, isDropped: true, members: new Map() });
    } else {
      const to = subject.to ?? '';
      const happened =
        !isUncertain ||
        (has(before, schema, subject.table, subject.name) &&
          !has(after, schema, subject.table, subject.name) &&
          has(after, kind === 'set schema' ? to : schema, subject.table, kind === 'set schema' ? subject.name : to));
      if (!happened) continue;
      // Keys and indexes are made with a table, without a word of their own.
      const isUnknown =
        table?.isNew === true || (['relation', 'constraint'].includes(subject.space) && !isNamed(before, subject.name));
      const thing = thingAt(things, key(subject.name), isUnknown);
      things.delete(key(subject.name));
      things.set(kind === 'set schema' ? key(subject.name, to) : key(to), thing);
      if (kind === 'rename schema') moveSchema(spaces, subject.name, to);
      list.push({ renaming: { operation: operation as RenameOperation, schema }, thing });
    }
  }
  return list
    .filter(({ thing }) => !thing.isNew && !thing.isDropped)
    .map(({ renaming }) => renaming)
    .reverse();
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

interface Subject {
  verb: 'make' | 'drop' | 'rename';
  /** Names are unique in it. */
  space: string;
  schema: string | null;
  table: string | null;
  name: string;
  to?: string;
}

const spaceOf: Record<string, string> = {
  table: 'relation',
  view: 'relation',
  'materialized view': 'relation',
  sequence: 'relation',
  index: 'relation',
  type: 'type',
  enum: 'type',
  domain: 'type',
  function: 'function',
  procedure: 'function',
  schema: 'database',
  role: 'database',
  extension: 'database',
  column: 'column',
  constraint: 'constraint',
  policy: 'policy',
  trigger: 'trigger',
  rule: 'rule',
};

const verbs: Record<string, Subject['verb']> = { create: 'make', add: 'make', drop: 'drop', rename: 'rename' };

/** What an operation makes, drops or renames; null where it does none of it. */
function subjectOf(operation: Operation): Subject | null {
  const at = operation.kind.indexOf(' ');
  const [word, what] = [operation.kind.slice(0, at), operation.kind.slice(at + 1)];
  if (operation.kind === 'set schema') {
    const { schema, name, to, object } = operation;
    return { verb: 'rename', space: spaceOf[object] ?? 'relation', schema, table: null, name, to };
  }
  if (operation.kind === 'rename enum value') {
    return {
      verb: 'rename',
      space: 'value',
      schema: operation.schema,
      table: operation.name,
      name: operation.value,
      to: operation.to,
    };
  }
  const verb = verbs[word];
  const space = spaceOf[what];
  if (operation.kind.startsWith('alter ') && 'action' in operation && 'name' in operation) {
    const member = memberRename(operation.action);
    if (member === null) return null;
    return {
      verb: 'rename',
      space: member.what,
      schema: 'schema' in operation ? operation.schema : null,
      table: operation.name,
      name: member.from,
      to: member.to,
    };
  }
  if (verb === undefined || space === undefined) return null;
  const schema = 'schema' in operation && operation.schema !== undefined ? operation.schema : null;
  const to = 'to' in operation ? { to: operation.to } : {};
  const table = 'table' in operation ? operation.table : null;
  if ('column' in operation) return { verb, space, schema, table, name: operation.column, ...to };
  if ('index' in operation)
    return operation.index === null ? null : { verb, space, schema, table: null, name: operation.index, ...to };
  if ('name' in operation && typeof operation.name === 'string') {
    return { verb, space, schema: space === 'database' ? null : schema, table, name: operation.name, ...to };
  }
  return table === null || what !== 'table' ? null : { verb, space, schema, table: null, name: table, ...to };
}

/** `rename attribute a to b`, as the operations have it for what has no kind of its own. */
export function memberRename(action: string): { what: string; from: string; to: string } | null {
  const parts = /^rename (attribute|column|constraint) (.*) to (.*)$/s.exec(action);
  return parts === null ? null : { what: parts[1] ?? '', from: parts[2] ?? '', to: parts[3] ?? '' };
}
