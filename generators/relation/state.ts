import type { GeneratorContext } from '../../src/scaffold/generator.js';
import {
  type FoundTable,
  type RelationsCall,
  readSchema,
  relationsCalls,
  type SchemaSource,
} from '../../src/schema/source/index.js';
import { type RelationsApi, relationsApi } from './api.js';
import { type ExistingRelation, existingRelations } from './existing.js';
import { drizzleFiles } from './project-files.js';
import { isSame, readTables, type Tables } from './tables.js';

/** The relations of a project as its files have them. */
export interface State {
  context: GeneratorContext;
  schema: SchemaSource;
  tables: Tables;
  calls: RelationsCall[];
  existing: ExistingRelation[];
  api: RelationsApi;
}

/** Reads them. Throws a LockstepError (exit 2) for a syntax error, and when the relations API cannot be told. */
export function readState(context: GeneratorContext): State {
  const schema = readSchema(context.project.schema, context, context.project.dialect);
  const tables = readTables(schema, context);
  const all = drizzleFiles(/\b(?:relations|defineRelations(?:Part)?)\b/, schema, context).flatMap(relationsCalls);
  const api = relationsApi(all, context);
  // A project on its way to 1.0 may have both; the newer one is what it goes on with.
  const calls = all.filter(({ kind }) => (kind === 'relations') === (api.kind === 'relations'));
  return { context, schema, tables, calls, existing: existingRelations(calls, tables), api };
}

/** The relations of one table with another, in this direction. */
export const relationsBetween = (from: FoundTable, to: FoundTable, { existing }: State): ExistingRelation[] =>
  existing.filter((one) => isSame(one.from, from) && isSame(one.to, to));

/** The same table in files that were edited since. */
export const again = (found: FoundTable, { tables }: State): FoundTable =>
  tables.all.find((one) => isSame(one, found)) ?? found;
