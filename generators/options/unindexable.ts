import { LockstepError } from '../../src/errors.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FoundTable } from '../../src/schema/source/index.js';
import { dialectTypes } from '../../src/schema/types/index.js';
import type { ExistingColumn } from '../existing-column.js';

const elsewise = 'Index an expression of it instead: lockstep new index TABLE --expression SQL';

/**
 * Throws a LockstepError (exit 2) for a column whose type the engine cannot index as it is. What cannot be read passes.
 * drizzle-kit 0.31 writes the statement all the same, but for vectors: it ends there.
 *
 * @param what `an index`, `a unique constraint`
 */
export function refuseUnindexable(
  what: string,
  columns: readonly ExistingColumn[],
  { table }: FoundTable,
  { project }: Pick<GeneratorContext, 'project'>,
  mend = elsewise,
): void {
  for (const { property, spread, path, line } of columns) {
    const builder = spread ? null : table.columns.find((one) => one.property === property)?.builder;
    const type = dialectTypes[project.dialect].types.find((one) => one.builder === builder);
    if (type?.unindexable === undefined) continue;
    throw new LockstepError(
      `${table.name}.${property} is ${type.builder}, which cannot have ${what}: ${type.unindexable}.`,
      {
        path,
        line,
        fix: type.extension === 'vector' && mend === elsewise ? 'Say how: --method hnsw --op vector_cosine_ops' : mend,
      },
    );
  }
}
