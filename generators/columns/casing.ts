import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { Casing, SourceFile, SourceTable } from '../../src/schema/source/index.js';

/** How the names of columns that are not written follow from their properties; undefined: they are the same. */
export const casingOf = ({ maker }: SourceTable, { project }: GeneratorContext): Casing | undefined =>
  maker.kind === 'casing' ? maker.casing : project.casing;

/** The same for a new table among those of these files. */
export function casingOfMost(files: readonly SourceFile[], context: GeneratorContext): Casing | undefined {
  const tables = files.flatMap((file) => file.tables);
  const cased = tables.filter(({ maker }) => maker.kind === 'casing');
  const [first] = cased;
  return first && cased.length * 2 > tables.length ? casingOf(first, context) : context.project.casing;
}
