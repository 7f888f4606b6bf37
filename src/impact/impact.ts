import type { History } from '../history/history.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import { applyOperation } from '../sql/built/apply.js';
import { type BuiltSchema, emptySchema } from '../sql/built/schema.js';
import { parseOperations } from '../sql/parse-operations.js';
import type { CodeSearch, CodeUses } from './code/search.js';
import { type Dependent, dependentsOf } from './dependents.js';
import { type SchemaPlace, schemaPlaces } from './schema-places.js';
import { readSchemaTables, type SchemaTable } from './schema-tables.js';
import { type Subject, subjectOf } from './subject.js';

/** Everything that depends on a table, or on a column of it. */
export interface Impact {
  subject: Subject;
  /** Where the schema files define it; `null` where they do not. */
  definition: { path: string; line: number } | null;
  /** In the database, as the migrations build it. */
  dependents: Dependent[];
  /** The migrations have statements whose effect is not known: the database may have more. */
  isPartial: boolean;
  inSchema: SchemaPlace[];
  code: CodeUses;
}

/**
 * @param typed `users`, `users.email`, `billing.invoices.total`.
 * @throws LockstepError (exit 2) where there is no such table or column.
 */
export async function impactOf(
  typed: string,
  { tree, project, history, search }: { tree: Tree; project: Project; history: History; search: CodeSearch },
): Promise<Impact> {
  const built = await builtBy(tree, project, history);
  const schema = await readSchemaTables(tree, project);
  const subject = subjectOf(typed, built, schema);
  const inSchema = await schemaPlaces(subject, schema);
  const code = await search.uses(subject, schema);
  const told = new Set(inSchema.map(({ path, line }) => `${path}:${line}`));
  return {
    subject,
    definition: definitionOf(subject.source, subject),
    dependents: subject.built === null ? [] : dependentsOf(built, subject.built, subject.column),
    isPartial: built.isPartial,
    inSchema,
    code: { ...code, places: code.places.filter(({ path, line }) => !told.has(`${path}:${line}`)) },
  };
}

/** What the migrations of a history build. One whose file is missing is passed over: `check` says so. */
async function builtBy(tree: Tree, { dialect }: Project, { migrations }: History): Promise<BuiltSchema> {
  let schema = emptySchema(dialect);
  for (const { sql, tag } of migrations) {
    const operations = await parseOperations(dialect, (await tree.read(sql)) ?? '');
    schema = operations.reduce((state, operation) => applyOperation(state, operation, tag), schema);
  }
  return schema;
}

function definitionOf(source: SchemaTable | null, { column, property }: Subject): Impact['definition'] {
  if (source === null) return null;
  if (column === null) return { path: source.table.path, line: source.table.line };
  return property && { path: property.path, line: property.line };
}
