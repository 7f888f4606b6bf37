import { type Catalog, type CatalogObject, keyOf } from '../../database/catalog.js';
import type { Operation } from '../../sql/operation.js';
import { type Renaming, renamings } from './lineage.js';
import { refusals, run, type Script } from './script.js';
import { memberRename } from './subjects.js';
import { dropObject } from './take-off.js';
import { identifier, literal, qualified, typeName } from './text.js';

/**
 * Takes the renames of a migration back, so that rows and all that hangs on a name stay. What the migration made under
 * an old name goes first.
 *
 * @returns whether anything was renamed: the catalog is another then.
 */
export async function undoRenames(script: Script, operations: Operation[]): Promise<boolean> {
  const made = script.statements.length;
  for (const renaming of renamings(operations, script.before, script.now)) {
    for (const text of renameTexts(script, renaming)) {
      const failure = await run(script, [text]);
      if (failure !== null && refusals.taken.has(failure.code) && (await clear(script, renaming)))
        await run(script, [text]);
    }
  }
  if (operations.some(isOpaque)) for (const text of movedColumns(script)) await run(script, [text]);
  return script.statements.length > made;
}

/** What it does is not known from its text. */
function isOpaque(operation: Operation): boolean {
  return (
    (operation.kind === 'do block' && operation.dynamic) || ['select', 'call', 'unanalysed'].includes(operation.kind)
  );
}

/** A column keeps its place when it is renamed, and no other ever gets it. */
function movedColumns({ before, now }: Script): string[] {
  const statements: string[] = [];
  for (const column of before.values()) {
    if (column.kind !== 'column' || now.has(keyOf(column))) continue;
    const moved = [...now.values()].find(
      (other) =>
        other.kind === 'column' &&
        other.schema === column.schema &&
        other.table === column.table &&
        other.besides.position === column.besides.position &&
        other.facts.type === column.facts.type &&
        !before.has(keyOf(other)),
    );
    const table = qualified(column.schema, column.table ?? '');
    if (moved !== undefined)
      statements.push(`ALTER TABLE ${table} RENAME COLUMN ${identifier(moved.name)} TO ${identifier(column.name)};`);
  }
  return statements;
}

const keywords: Record<string, string> = {
  'rename view': 'VIEW',
  'rename materialized view': 'MATERIALIZED VIEW',
  'rename sequence': 'SEQUENCE',
  'rename domain': 'DOMAIN',
  'rename schema': 'SCHEMA',
  'rename role': 'ROLE',
  'rename policy': 'POLICY',
  'rename trigger': 'TRIGGER',
  'rename rule': 'RULE',
};

/** The statements that take one rename back. */
function renameTexts(script: Script, { operation, schema }: Renaming): string[] {
  switch (operation.kind) {
    case 'rename table':
      return [`ALTER TABLE ${qualified(schema, operation.to)} RENAME TO ${identifier(operation.table)};`];
    case 'rename column':
      return [
        `ALTER TABLE ${qualified(schema, operation.table)} RENAME COLUMN ${identifier(operation.to)} TO ${identifier(operation.column)};`,
      ];
    case 'rename constraint':
      return [
        `ALTER TABLE ${qualified(schema, operation.table)} RENAME CONSTRAINT ${identifier(operation.to)} TO ${identifier(operation.name)};`,
      ];
    case 'rename index':
      return [`ALTER INDEX ${qualified(schema, operation.to)} RENAME TO ${identifier(operation.index)};`];
    case 'rename enum value':
      return [
        `ALTER TYPE ${typeName({ schema, name: operation.name })} RENAME VALUE ${literal(operation.to)} TO ${literal(operation.value)};`,
      ];
    case 'rename type':
      return [`ALTER TYPE ${typeName({ schema, name: operation.to })} RENAME TO ${identifier(operation.name)};`];
    case 'rename policy':
    case 'rename trigger':
    case 'rename rule':
      return [
        `ALTER ${keywords[operation.kind]} ${identifier(operation.to)} ON ${qualified(schema, operation.table)} RENAME TO ${identifier(operation.name)};`,
      ];
    case 'rename schema':
    case 'rename role':
    case 'rename extension':
      return [`ALTER ${keywords[operation.kind]} ${identifier(operation.to)} RENAME TO ${identifier(operation.name)};`];
    case 'rename function':
    case 'rename procedure': {
      const { name, to } = operation;
      return overloads(script, schema, to, (args) =>
        keyOf({ kind: 'function', schema, table: null, name: `${name}${args}` }),
      ).map((args) => `ALTER ROUTINE ${qualified(schema, to)}${args} RENAME TO ${identifier(name)};`);
    }
    case 'set schema':
      return setSchemaTexts(script, operation, schema);
    case 'alter type':
    case 'alter domain':
    case 'alter view':
    case 'alter materialized view': {
      const member = memberRename(operation.action);
      const word = operation.kind.slice('alter '.length).toUpperCase();
      if (member === null) return [];
      return [
        `ALTER ${word} ${qualified(schema, operation.name)} RENAME ${member.what.toUpperCase()} ${identifier(member.to)} TO ${identifier(member.from)};`,
      ];
    }
    default:
      return [
        `ALTER ${keywords[operation.kind]} ${qualified(schema, operation.to)} RENAME TO ${identifier(operation.name)};`,
      ];
  }
}

function setSchemaTexts(
  script: Script,
  operation: Extract<Operation, { kind: 'set schema' }>,
  schema: string,
): string[] {
  const { object, name, to } = operation;
  const kind = object.toUpperCase();
  if (object === 'extension') {
    const old = script.before.get(keyOf({ kind: 'extension', schema: null, table: null, name }))?.facts.schema;
    return [`ALTER EXTENSION ${identifier(name)} SET SCHEMA ${identifier(typeof old === 'string' ? old : schema)};`];
  }
  if (['FUNCTION', 'PROCEDURE', 'AGGREGATE', 'ROUTINE'].includes(kind)) {
    return overloads(script, to, name, (args) =>
      keyOf({ kind: 'function', schema, table: null, name: `${name}${args}` }),
    ).map((args) => `ALTER ROUTINE ${qualified(to, name)}${args} SET SCHEMA ${identifier(schema)};`);
  }
  return [`ALTER ${kind} ${identifier(to)}.${identifier(name)} SET SCHEMA ${identifier(schema)};`];
}

/** The arguments of the functions of a name that were called otherwise before. */
function overloads(script: Script, schema: string, name: string, old: (args: string) => string): string[] {
  return [...script.now.values()]
    .filter(
      (object) =>
        ['function', 'procedure'].includes(object.kind) &&
        object.schema === schema &&
        object.name.startsWith(`${name}(`),
    )
    .map((object) => object.name.slice(name.length))
    .filter((args) => [old(args), old(args).replace(/^function/, 'procedure')].some((key) => script.before.has(key)));
}

const inTheWay: Record<string, string[]> = {
  'rename column': ['column'],
  'rename constraint': ['foreign key', 'unique', 'check', 'primary key', 'exclusion constraint'],
  'rename policy': ['policy'],
  'rename trigger': ['trigger'],
  'rename rule': ['rule'],
  'rename type': ['enum', 'composite type', 'domain', 'range type'],
  'rename domain': ['enum', 'composite type', 'domain', 'range type'],
  'rename schema': ['schema'],
  'rename role': ['role'],
};
const relations = ['table', 'view', 'materialized view', 'sequence', 'index'];

/** Drops what the migration made by the name that is to be had back. */
async function clear(script: Script, { operation, schema }: Renaming): Promise<boolean> {
  const name =
    'column' in operation
      ? operation.column
      : 'index' in operation
        ? operation.index
        : 'name' in operation
          ? operation.name
          : operation.table;
  const table =
    'table' in operation && operation.table !== null && operation.kind !== 'rename table' ? operation.table : null;
  for (const kind of inTheWay[operation.kind] ?? relations) {
    const of = ['schema', 'role'].includes(kind) ? null : schema;
    const indexed = kind === 'index' ? indexNamed(script.now, schema, name)?.table : undefined;
    const object: CatalogObject = { kind, schema: of, table: indexed ?? table, name, facts: {}, besides: {} };
    const known = script.now.get(keyOf(object));
    if (await dropMade(script, known ?? object)) return true;
  }
  return false;
}

function indexNamed(catalog: Catalog, schema: string, name: string): CatalogObject | undefined {
  return [...catalog.values()].find(
    (object) => object.kind === 'index' && object.schema === schema && object.name === name,
  );
}

async function dropMade(script: Script, object: CatalogObject): Promise<boolean> {
  const count = script.statements.length;
  return (await dropObject(script, object)) && script.statements.length > count;
}
