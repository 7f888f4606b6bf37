import type { Node } from 'oxc-parser';
import { LockstepError } from '../../src/errors.js';
import { constantOf, referencesIn, resolveImport, type SourceFile } from '../../src/schema/source/index.js';
import type { State } from './state.js';

/**
 * Whether the files import each other in a circle once `file` imports `target`. Relations may: their callbacks run when
 * every file is loaded.
 *
 * Throws a LockstepError (exit 2) where a file of the circle needs something of `file` while it is being loaded (an
 * enum, a schema, `…columns`): loaded in another order, it would fail with a ReferenceError.
 */
export function checkCircle(file: SourceFile, target: string, state: State): boolean {
  const reached = reach(target, state);
  if (!reached.some(({ path }) => path === file.path)) return false;
  // A file that this one led to before is loaded as it was.
  const before = new Set(reach(file.path, state).map(({ path }) => path));
  for (const one of reached) {
    if (before.has(one.path)) continue;
    const name = neededAtOnce(one, file.path, state);
    if (name === null) continue;
    throw new LockstepError(
      `${one.path} needs ${name} of ${file.path} while it is being loaded, so ${file.path} cannot import from it: which file is loaded first would decide whether both work.`,
      {
        path: file.path,
        fix: `Move ${name} to a file of its own; or leave this side out: --no-inverse`,
      },
    );
  }
  return true;
}

/** The file and every file of the schema that it imports, itself or through others. */
function reach(path: string, { schema, context }: State): SourceFile[] {
  const found = new Map<string, SourceFile>();
  const waiting = [path];
  for (let at = waiting.shift(); at !== undefined; at = waiting.shift()) {
    const file = schema.files.find((one) => one.path === at);
    if (!file || found.has(at)) continue;
    found.set(at, file);
    const values = file.imports.filter(
      ({ typeOnly, named, namespace, default: standard }) =>
        !typeOnly && (namespace !== null || standard !== null || named.some((one) => !one.typeOnly)),
    );
    for (const { source } of [...values, ...file.reexports]) {
      const next = resolveImport(at, source, context);
      if (next !== null) waiting.push(next);
    }
  }
  return [...found.values()];
}

/** A name of the file at `home` that another file uses outside of callbacks that run later. */
function neededAtOnce(file: SourceFile, home: string, { schema, context }: State): string | null {
  const locals = file.imports.flatMap(({ named, typeOnly }) =>
    typeOnly
      ? []
      : named.flatMap(({ local, typeOnly: isType }) =>
          !isType && constantOf(local, file, schema, context)?.file.path === home ? [local] : [],
        ),
  );
  // The callback of a table's columns runs at once.
  const atOnce = new Set<Node>(file.tables.flatMap(({ call }) => call.arguments[1] ?? []));
  const used = referencesIn(file.program, new Set(locals)).find(({ around }) =>
    around.every(
      (node) =>
        node.type !== 'ExportSpecifier' &&
        (!/Function/.test(node.type) || atOnce.has(node)) &&
        (!node.type.startsWith('TS') || /^TS(?:As|Satisfies|NonNull)Expression$/.test(node.type)),
    ),
  );
  return used?.name ?? null;
}

/** Which of the modules that a file imports are new compared to what it was. */
export function newImports(before: SourceFile, after: SourceFile, { context }: State): string[] {
  const paths = (file: SourceFile): Set<string> =>
    new Set(
      file.imports.flatMap(({ source, typeOnly }) =>
        typeOnly ? [] : (resolveImport(file.path, source, context) ?? []),
      ),
    );
  const known = paths(before);
  return [...paths(after)].filter((path) => !known.has(path));
}
