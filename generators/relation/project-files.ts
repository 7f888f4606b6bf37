import { posix } from 'node:path';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import type { FileChange } from '../../src/scaffold/plan.js';
import { readSource, type SchemaSource, type SourceFile } from '../../src/schema/source/index.js';

const script = /\.[cm]?[jt]sx?$/;
const notOwn = /\.d\.[cm]?ts$|\.(?:test|spec)\.[cm]?[jt]sx?$/;
const notSource = new Set(['node_modules', 'dist', 'build', 'coverage', 'test', 'tests', '__tests__']);
const mostFiles = 5000;

/**
 * The schema files and every other script of the project that imports from drizzle-orm and has one of these words in
 * it: relations and the client often stand outside of what the config names. At most 5,000 files are looked at.
 * Throws a LockstepError (exit 2) for one of them that has a syntax error.
 */
export function drizzleFiles(word: RegExp, schema: SchemaSource, context: GeneratorContext): SourceFile[] {
  const own = schema.files.filter(({ text }) => word.test(text));
  const known = new Set(schema.files.map(({ path }) => path));
  const others = scripts(context).flatMap((path): SourceFile[] => {
    const text = known.has(path) ? null : context.read(path);
    return text?.includes('drizzle-orm') && word.test(text) ? [readSource(path, text)] : [];
  });
  return [...own, ...others];
}

function scripts(context: GeneratorContext): string[] {
  const found: string[] = [];
  const waiting = ['.'];
  for (let folder = waiting.shift(); folder !== undefined && found.length < mostFiles; folder = waiting.shift()) {
    for (const name of context.list(folder)) {
      const path = posix.join(folder, name);
      if (!name.endsWith('/')) {
        if (script.test(name) && !notOwn.test(name)) found.push(path);
      } else if (!name.startsWith('.') && !notSource.has(name.slice(0, -1)) && path !== `${context.project.out}/`) {
        waiting.push(path.slice(0, -1));
      }
    }
  }
  return found;
}

/** The project as it is after these changes. */
export function withChanges(context: GeneratorContext, changes: ReadonlyMap<string, FileChange>): GeneratorContext {
  return {
    ...context,
    read: (path) => changes.get(posix.normalize(path))?.after ?? context.read(path),
    list: (path) => {
      const made = [...changes.keys()].filter((one) => posix.dirname(one) === posix.normalize(path));
      return [...new Set([...context.list(path), ...made.map((one) => posix.basename(one))])].sort();
    },
  };
}

/** The changes with one more: a file that was changed before keeps what it was at first. */
export function addChange(changes: Map<string, FileChange>, change: FileChange): void {
  const first = changes.get(change.path);
  changes.set(change.path, first ? { ...first, after: change.after } : change);
}
