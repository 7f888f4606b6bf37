import { type CodeSearch, codeSearch } from '../../impact/code/search.js';
import { propertyOf, readSchemaTables, type SchemaTables, tableNamed } from '../../impact/schema-tables.js';
import type { Subject } from '../../impact/subject.js';
import type { TableName } from '../../sql/operation.js';
import { formerSchemas, unlessUnreadable } from './former.js';
import type { OpenedReview } from './open.js';
import type { CountedUses } from './uses.js';

/**
 * Counts where the code of the working tree uses what a migration takes away. It is looked for by the schema files that
 * still have it: those of the last commit, or of the base branch. What the working tree has was made again since.
 *
 * @param progress is told what is looked at.
 */
export function countUses({ found, released }: OpenedReview, progress: (line: string) => void): CountedUses {
  const { tree, project, root } = found;
  let search: CodeSearch | null = null;
  let schemas: ReturnType<typeof readAll> | null = null;
  return {
    async usesOf(of, column) {
      schemas ??= readAll();
      const { here, before } = await schemas;
      const schema = before.find((one) => definedIn(one, of, column) !== null);
      const subject = schema === undefined ? null : definedIn(schema, of, column);
      const isThere = here === null || definedIn(here, of, column) !== null;
      if (schema === undefined || subject === null || isThere) return null;
      search ??= codeSearch(tree, project, root, progress);
      const started = search;
      // The count is a help to the reader: the review holds without it.
      const code = await unlessUnreadable(() => started.uses(subject, schema));
      const uses = code?.places.filter(({ kind }) => kind === 'use') ?? [];
      const [first] = uses;
      if (first === undefined) return null;
      const files = new Set(uses.map(({ path }) => path)).size;
      return { places: uses.length, files, first: `${first.path}:${first.line}` };
    },
    async close() {
      await search?.close();
    },
  };

  async function readAll(): Promise<{ here: SchemaTables | null; before: SchemaTables[] }> {
    const here = await unlessUnreadable(() => readSchemaTables(tree, project));
    return { here, before: await formerSchemas(found, released) };
  }

  function definedIn(schema: SchemaTables, of: TableName, column: string | null): Subject | null {
    const source = tableNamed(schema, project.dialect, of);
    const property = source === null || column === null ? null : propertyOf(source, project.dialect, column);
    if (source === null || (column !== null && property === null)) return null;
    return { table: { schema: of.schema, name: of.table }, column, built: null, source, property };
  }
}
