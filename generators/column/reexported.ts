import MagicString from 'magic-string';
import { LockstepError } from '../../src/errors.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { type FoundTable, lineOf, resolveImport, type SchemaSource } from '../../src/schema/source/index.js';

/**
 * The barrels that export the table by its name (`export { users } from './users'`) have to export what is new in its
 * file too: what drizzle-kit does not see, it does not make.
 */
export function reexported(
  names: readonly string[],
  { table }: FoundTable,
  schema: SchemaSource,
  context: GeneratorContext,
): FileChange[] {
  if (names.length === 0) return [];
  return schema.files.flatMap((file): FileChange[] => {
    const line = file.reexports.find(
      ({ source, names: listed }) =>
        listed?.includes(table.exportName ?? '') && resolveImport(file.path, source, context) === table.path,
    );
    if (!line) return [];
    const written = file.text.slice(line.start, line.end);
    const end = /[\w$](?=\s*,?\s*\}\s*from\b)/.exec(written);
    if (!end) {
      throw new LockstepError(`${file.path} does not export ${names.join(', ')}.`, {
        path: file.path,
        line: lineOf(file.text, line.start),
        fix: `Add there: ${names.join(', ')}`,
      });
    }
    const edit = new MagicString(file.text);
    edit.appendLeft(line.start + end.index + 1, names.map((name) => `, ${name}`).join(''));
    return [{ path: file.path, kind: 'edit', before: file.text, after: edit.toString() }];
  });
}
