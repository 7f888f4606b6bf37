import { type Catalog, keyOf, readCatalog, type Since } from '../database/catalog.js';
import { differences } from '../database/difference.js';
import { StatementFailed } from '../database/engine.js';
import type { Dialect } from '../project/dialects.js';
import { joinStatements } from '../sql/breakpoints.js';
import { isLossless } from '../sql/lossless.js';
import type { Operation } from '../sql/operation.js';
import { parseOperations } from '../sql/parse-operations.js';
import type { DownBody, Reversible } from './down-file.js';
import { effectsOf } from './effects.js';
import { type Losses, lossesOf, nameOf, type OldColumn } from './lost.js';
import { type OldTable, type TableBefore, tablesOf } from './names.js';
import type { Stage } from './stage.js';
import type { FindUndo, Undo } from './undo.js';
import { unseenIn } from './unseen.js';
import { type Change, verifyQueries } from './verify.js';

/** What undoes a migration, and what it does not bring back. */
export interface Inverse {
  /** Null: nothing could be written; the down file is a template. */
  body: DownBody | null;
  reversible: Reversible;
  /** What stands in columns whose values are gone, as phrases. */
  filled: string[];
  /** The tables and columns that the down drops, as a phrase; `null` where it drops none. */
  takesAway: string | null;
  /** The columns that the down gives a type that holds less, as a phrase; `null` where it does not. */
  narrows?: string | null;
  /** What was taken for granted and may be otherwise. */
  doubts?: string[];
  /** The migration itself has no SQL yet. */
  isToBeWritten?: boolean;
}

/** The schema before a migration, by whatever knows it: a catalog, or a model that was read off the SQL. */
export interface SchemaBefore {
  /** Null: not known. */
  tables: TableBefore[] | null;
  column(table: OldTable, name: string): OldColumn | null;
}

/** An inverse that says why there is none. */
export function noInverse(reason: string): Inverse {
  return { body: null, reversible: { kind: 'no', reason }, filled: [], takesAway: null };
}

const undoers: Record<Exclude<Dialect, 'mysql'>, () => Promise<{ findUndo: FindUndo }>> = {
  postgresql: () => import('./postgresql/find-undo.js'),
  sqlite: () => import('./sqlite/undo.js'),
};

/**
 * The inverse of a migration that was just run on the stage: the database is driven back to the schema before, and what
 * did it is the inverse. The stage is left as it was, with the migration applied.
 */
export async function inverseOnEngine(
  { engine, aside }: Stage,
  { operations, before }: { operations: Operation[]; before: Catalog },
): Promise<{ inverse: Inverse; after: Catalog }> {
  const { dialect } = engine;
  const after = await readCatalog(engine, { since: await sinceOf(dialect, before, operations) });
  if (dialect === 'mysql') throw new Error('The inverse for MySQL is found without an engine.');
  const { findUndo } = await undoers[dialect]();
  const undo = await aside(async () => {
    try {
      return await findUndo({
        engine,
        operations,
        before,
        after,
        async read(statements) {
          const done = await parseOperations(dialect, statements.join('\n'));
          return readCatalog(engine, { since: await sinceOf(dialect, after, done) });
        },
      });
    } catch (error) {
      // The search itself is at its end: said as what it is, and the other migrations go on.
      if (error instanceof StatementFailed) return error;
      throw error;
    }
  });
  if (undo instanceof StatementFailed) {
    return { inverse: noInverse(`nothing was found that undoes it: ${undo.message}`), after };
  }
  const changes = differences(before, after);
  return {
    inverse: await composeInverse(dialect, operations, schemaOf(before), undo, changes, schemaOf(after)),
    after,
  };
}

/** What of a catalog holds still after these operations; `null` where it has to be read as a whole. */
async function sinceOf(dialect: Dialect, catalog: Catalog, operations: Operation[]): Promise<Since | null> {
  if (dialect !== 'postgresql') return null;
  const { tablesTouched } = await import('./postgresql/touched.js');
  const tables = tablesTouched(catalog, operations);
  return tables === null ? null : { catalog, tables };
}

/**
 * Puts the statements that undo a migration together with what they do not bring back.
 *
 * @param changes what the migration changed in the schema, as far as it is seen.
 * @param after the schema that the migration left; `null` where that is not known.
 */
export async function composeInverse(
  dialect: Dialect,
  operations: Operation[],
  before: SchemaBefore,
  { statements, filled, remaining }: Undo,
  changes: Change[],
  after: SchemaBefore | null = null,
): Promise<Inverse> {
  const effects = effectsOf(dialect, operations, before.tables, after?.tables ?? null);
  // A sequence that counts for a column goes on after the values that the column has.
  effects.droppedSequences = effects.droppedSequences.filter(
    ({ table }) => !statements.some((text) => text.startsWith('SELECT setval(') && text.includes(table)),
  );
  const written = [...new Set(effects.written.map(({ text }) => text))];
  const { lost, left } = lossesOf(dialect, effects, before.column);
  const unseen = unseenIn(dialect, operations, changes);
  return {
    body: { statements, written, verify: verifyQueries(dialect, changes) },
    reversible: reversibility(
      remaining.map(({ text }) => text),
      { lost, left: [...left, ...unseen] },
    ),
    filled: filled.map(
      ({ value, column, ...table }) => `${value} in ${nameOf(table)}.${column}, whose values are gone`,
    ),
    ...(await takenBy(dialect, statements, after)),
  };
}

/** What a down does to what was put into the tables since the migration. */
async function takenBy(
  dialect: Dialect,
  statements: string[],
  after: SchemaBefore | null,
): Promise<Pick<Inverse, 'takesAway' | 'narrows'>> {
  const down = await parseOperations(dialect, joinStatements(statements));
  const { droppedTables, droppedColumns, retypedColumns } = effectsOf(dialect, down, after?.tables ?? null);
  // Made anew under its name: without values that the migration added.
  const enums = down.flatMap((operation) =>
    operation.kind === 'create enum' ? [nameOf({ schema: operation.schema, table: operation.name })] : [],
  );
  const narrowed = new Set(
    retypedColumns.flatMap(({ to, column, ...table }) => {
      const now = after?.column(table, column) ?? null;
      if (now === null || now.isGenerated || to === '') return [];
      const type = to.replaceAll('"', '').replace(/^public\./, '');
      if (isLossless(dialect, now.type, to) && !enums.includes(type)) return [];
      return [`${nameOf(table)}.${column} to ${type}`];
    }),
  );
  const tables = [...new Set(droppedTables.map(nameOf))];
  const columns = new Set(droppedColumns.map((dropped) => `${nameOf(dropped)}.${dropped.column}`));
  const parts = [
    ...(tables.length === 0 ? [] : [`${tables.length === 1 ? 'table' : 'tables'} ${tables.join(', ')}`]),
    ...(columns.size === 0 ? [] : [`${columns.size === 1 ? 'column' : 'columns'} ${[...columns].join(', ')}`]),
  ];
  return {
    takesAway: parts.length === 0 ? null : parts.join('; '),
    narrows: narrowed.size === 0 ? null : [...narrowed].join(', '),
  };
}

function reversibility(remaining: string[], losses: Losses): Reversible {
  const [first, ...others] = remaining;
  if (first !== undefined) {
    const more = others.length === 0 ? '' : `, and ${others.length} more differences`;
    return { kind: 'no', reason: `its statements leave a difference: ${first}${more}` };
  }
  if (losses.lost.length === 0 && losses.left.length === 0) return { kind: 'yes' };
  return { kind: 'structure only', ...losses };
}

/** Nothing is known of the schema before: everything that a migration takes is taken for something that was there. */
export const unknownSchema: SchemaBefore = { tables: null, column: () => null };

/** The schema of a catalog. */
export function schemaOf(catalog: Catalog): SchemaBefore {
  return {
    tables: tablesOf(catalog),
    column({ schema, table }, name) {
      const facts = catalog.get(keyOf({ kind: 'column', schema, table, name }))?.facts;
      if (facts === undefined) return null;
      return { type: String(facts.type ?? ''), isGenerated: (facts.generated ?? null) !== null };
    },
  };
}
