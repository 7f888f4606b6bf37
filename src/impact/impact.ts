import { LockstepError } from '../errors.js';
import type { History } from '../history/history.js';
import type { Project } from '../project/project.js';
import type { Tree } from '../repo/tree.js';
import { applyOperation } from '../sql/built/apply.js';
import { type BuiltSchema, emptySchema } from '../sql/built/schema.js';
import { parseOperations } from '../sql/parse-operations.js';
import type { CodeSearch, CodeUses } from './code/search.js';
import { type Dependent, dependentsOf } from './dependents.js';
import { type SchemaPlace, schemaPlaces } from './schema-places.js';
import { readSchemaTables, type SchemaTables } from './schema-tables.js';
import { type Subject, subjectOf } from './subject.js';

/** Everything that depends on a table, or on a column of it. */
export interface Impact {
  subject: Subject;
  /** The migration that took it away or renamed it; `null` for what is there. The rest is as it was before. */
  goneWith: string | null;
  /** Where the schema files define it; `null` where they do not. */
  definition: { path: string; line: number } | null;
  /** In the database, as the migrations build it. */
  dependents: Dependent[];
  /** The migrations have statements whose effect is not known: the database may have more. */
  isPartial: boolean;
  inSchema: SchemaPlace[];
  code: CodeUses;
}

export interface ImpactOptions {
  tree: Tree;
  project: Project;
  history: History;
  search: CodeSearch;
  /** The schema files as they were, the newest first: asked for what the working tree does not have any more. */
  former: () => Promise<SchemaTables[]>;
}

/**
 * @param typed `users`, `users.email`, `billing.invoices.total`; also what the migrations took away.
 * @throws LockstepError (exit 2) where there is no such table or column, and never was.
 */
export async function impactOf(typed: string, options: ImpactOptions): Promise<Impact> {
  const { tree, project, history, search } = options;
  const states = await statesOf(tree, project, history);
  const now = states.at(-1)?.after ?? emptySchema(project.dialect);
  const here = await readSchemaTables(tree, project);
  const { subject, built, schema, goneWith } = await found(typed, now, here, states, options.former);
  const inSchema = goneWith === null ? await schemaPlaces(subject, schema) : [];
  const code = await search.uses(subject, schema);
  const told = new Set(inSchema.map(({ path, line }) => `${path}:${line}`));
  return {
    subject,
    goneWith,
    definition: goneWith === null ? definitionOf(subject) : null,
    dependents: subject.built === null ? [] : dependentsOf(built, subject.built, subject.column),
    isPartial: built.isPartial,
    inSchema,
    code: { ...code, places: code.places.filter(({ path, line }) => !told.has(`${path}:${line}`)) },
  };
}

/** The schema around one migration. */
interface State {
  tag: string;
  before: BuiltSchema;
  after: BuiltSchema;
}

/** What the migrations of a history build. One whose file is missing is passed over: `check` says so. */
async function statesOf(tree: Tree, { dialect }: Project, { migrations }: History): Promise<State[]> {
  const states: State[] = [];
  let schema = emptySchema(dialect);
  for (const { sql, tag } of migrations) {
    const before = schema;
    const operations = await parseOperations(dialect, (await tree.read(sql)) ?? '');
    schema = operations.reduce((state, operation) => applyOperation(state, operation, tag), schema);
    states.push({ tag, before, after: schema });
  }
  return states;
}

interface Found {
  subject: Subject;
  built: BuiltSchema;
  schema: SchemaTables;
  goneWith: string | null;
}

/** What is there decides; else what was there last. */
async function found(
  typed: string,
  now: BuiltSchema,
  here: SchemaTables,
  states: State[],
  former: () => Promise<SchemaTables[]>,
): Promise<Found> {
  try {
    return { subject: subjectOf(typed, now, here), built: now, schema: here, goneWith: null };
  } catch (error) {
    if (!(error instanceof LockstepError)) throw error;
    const schemas = [...(await former()), here];
    for (const { tag, before } of states.toReversed()) {
      const candidates = schemas.flatMap((schema) => {
        const subject = attempted(typed, before, schema);
        return subject === null ? [] : [{ subject, built: before, schema, goneWith: tag }];
      });
      const [first] = candidates;
      if (first !== undefined) return candidates.find(({ subject }) => definitionOf(subject) !== null) ?? first;
    }
    throw error;
  }
}

function attempted(typed: string, built: BuiltSchema, schema: SchemaTables): Subject | null {
  try {
    return subjectOf(typed, built, schema);
  } catch (error) {
    if (error instanceof LockstepError) return null;
    throw error;
  }
}

function definitionOf({ source, column, property }: Subject): Impact['definition'] {
  if (source === null) return null;
  if (column === null) return { path: source.table.path, line: source.table.line };
  return property && { path: property.path, line: property.line };
}
