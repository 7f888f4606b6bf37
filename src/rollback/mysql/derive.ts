import type { Operation } from '../../sql/operation.js';
import type { Derived } from '../derive.js';
import { composeInverse, type Inverse, type SchemaBefore } from '../inverse.js';
import type { Undo } from '../undo.js';
import { changesIn } from '../verify.js';
import { applyOperations } from './apply.js';
import { inverse } from './inverse.js';
import { isSame, keyOf, type Model } from './model.js';

/** The inverse of a MySQL migration, from its operations and the schema that those before it built. */
export async function deriveFromModel(model: Model, operations: Operation[]): Promise<Derived> {
  const { statements, filled, impossible, doubtful } = inverse(model, operations);
  const undo: Undo = { statements, filled, remaining: [] };
  const after = schemaOf(applyOperations(model, operations));
  const composed = await composeInverse('mysql', operations, schemaOf(model), undo, changesIn(operations), after);
  const [reason] = impossible;
  const found: Inverse =
    reason === undefined ? composed : { ...composed, reversible: { kind: 'no', reason: several(impossible) } };
  return { inverse: { ...found, doubts: doubtful }, failure: null, after: null };
}

function several(reasons: string[]): string {
  const [first = '', ...others] = reasons;
  return others.length === 0 ? first : `${first}; and ${others.length} more`;
}

function schemaOf(model: Model): SchemaBefore {
  return {
    tables: [...model.tables.values()].map(({ schema, table, columns }) => ({
      schema,
      table,
      columns: columns.map(({ definition }) => definition.name),
    })),
    column(table, name) {
      const columns = model.tables.get(keyOf(table))?.columns ?? [];
      const definition = columns.find((column) => isSame(column.definition.name, name))?.definition;
      if (definition === undefined || definition.type === '') return null;
      return { type: definition.type, isGenerated: definition.generated !== null };
    },
  };
}
