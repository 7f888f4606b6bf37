import { LockstepError } from '../errors.js';
import type { Migration } from '../history/history.js';
import { readSnapshot } from '../history/snapshot.js';
import type { Dialect } from '../project/dialects.js';
import type { Tree } from '../repo/tree.js';
import { columnKey, tableKey } from '../sql/built/names.js';
import { type BuiltIndex, type BuiltSchema, type BuiltTable, findColumn } from '../sql/built/schema.js';
import { tableOf } from '../sql/built/table-of.js';
import type { Operation } from '../sql/operation.js';
import { columnIn, constraintsIn, indexIn } from './snapshot-objects.js';
import { type Entry, partsOf, type SnapshotParts, textAt, textsAt } from './snapshot-parts.js';

/**
 * The schema behind a migration with what its snapshot says and its SQL does not: `drizzle-kit pull` writes the first
 * migration inside a comment (0.31.11), and a statement that is not understood may make anything. Only what the
 * statements do not know is taken: a snapshot may be older than what was written by hand.
 *
 * A snapshot that is missing, damaged or of a version that is not known adds nothing: that is said by the rules of the
 * history.
 *
 * @param schema what the statements up to this migration build.
 */
export async function withSnapshot(
  tree: Tree,
  schema: BuiltSchema,
  { tag, snapshot: path }: Migration,
  operations: Operation[],
): Promise<BuiltSchema> {
  if (operations.length > 0 && !operations.some(isOpaque)) return schema;
  const parts = await readParts(tree, path);
  if (parts === null) return schema;
  const tables = new Map(schema.tables);
  for (const entry of parts.tables) {
    const told = tableIn(schema.dialect, parts, entry, tag);
    if (told === null) continue;
    const key = tableKey(schema.dialect, told.schema, told.name);
    const known = tables.get(key);
    tables.set(key, known === undefined ? told : joined(schema, known, told));
  }
  return { ...schema, tables, enums: new Map([...enumsIn(schema.dialect, parts), ...schema.enums]) };
}

function isOpaque(operation: Operation): boolean {
  return operation.kind === 'unanalysed' || (operation.kind === 'do block' && operation.dynamic);
}

async function readParts(tree: Tree, path: string): Promise<SnapshotParts | null> {
  try {
    return partsOf(await readSnapshot(tree, path));
  } catch (error) {
    if (error instanceof LockstepError) return null;
    throw error;
  }
}

/** Its rows were there before the history began, or came by a statement that nobody understands. */
function tableIn(dialect: Dialect, parts: SnapshotParts, entry: Entry, tag: string): BuiltTable | null {
  const name = textAt(entry, 'name');
  if (name === null) return null;
  const schema = textAt(entry, 'schema');
  const isOwn = (part: Entry): boolean =>
    part.table === name && tableKey(dialect, textAt(part, 'schema'), name) === tableKey(dialect, schema, name);
  const columns = parts.columns.filter(isOwn).flatMap((column) => columnIn(dialect, column) ?? []);
  const constraints = constraintsIn(dialect, parts, isOwn);
  const table = tableOf(dialect, { schema, name, columns, constraints, isPartial: false }, tag);
  const indexes = parts.indexes.filter(isOwn).flatMap((index) => indexIn(index) ?? []);
  return { ...table, indexes, emptySince: null };
}

function joined(schema: BuiltSchema, known: BuiltTable, told: BuiltTable): BuiltTable {
  const { dialect } = schema;
  const named = new Set(
    [...known.constraints, ...known.indexes].flatMap(({ name }) => (name === null ? [] : [columnKey(dialect, name)])),
  );
  const isNew = ({ name }: { name: string | null }): boolean => name !== null && !named.has(columnKey(dialect, name));
  // Without names, as on SQLite, it cannot be told whether it is known.
  const indexes: BuiltIndex[] = told.indexes.filter(isNew);
  return {
    ...known,
    columns: [...known.columns, ...told.columns.filter(({ name }) => findColumn(schema, known, name) === null)],
    constraints: [...known.constraints, ...told.constraints.filter(isNew)],
    indexes: [...known.indexes, ...indexes],
  };
}

function enumsIn(dialect: Dialect, parts: SnapshotParts): BuiltSchema['enums'] {
  return new Map(
    parts.enums.flatMap((entry) => {
      const name = textAt(entry, 'name');
      const schema = textAt(entry, 'schema');
      const values = textsAt(entry, 'values');
      const shown = tableKey(dialect, schema, '') === tableKey(dialect, null, '') ? null : schema;
      return name === null ? [] : [[tableKey(dialect, schema, name), { schema: shown, name, values }] as const];
    }),
  );
}
