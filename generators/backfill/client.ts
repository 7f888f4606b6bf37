import { posix } from 'node:path';
import { LockstepError } from '../../src/errors.js';
import type { GeneratorContext } from '../../src/scaffold/generator.js';
import { readSource, type SourceFile, variables, walk } from '../../src/schema/source/index.js';
import { type ClientDriver, clientDrivers } from './client-drivers.js';

/** The module that connects to the project's database. */
export interface Client {
  path: string;
  /** `db`, as it is exported. */
  name: string;
  /** What it exports to end the connection: `closeDatabase`. */
  closer: string | null;
  driver: ClientDriver;
}

const script = /\.[cm]?[jt]s$/;
const usualFolders = ['src/db', 'src/database', 'src/server/db', 'src/server', 'src/lib', 'src', 'db', 'lib', ''];

/**
 * The client of the project: the module near the schema that exports what `drizzle(…)` of a driver gives.
 * Throws a LockstepError (exit 2) that names --client when there is none, or several.
 */
export function findClient(asked: string | undefined, context: GeneratorContext): Client {
  const paths = asked === undefined ? candidates(context) : [asked];
  const found = paths.flatMap((path) => {
    const text = context.read(path);
    return text?.includes('drizzle') ? (clientIn(path, text) ?? []) : [];
  });
  const [first, ...others] = found;
  if (first !== undefined && asked !== undefined) return first;
  const near = found.filter(({ path }) => posix.dirname(path) === posix.dirname(first?.path ?? ''));
  const named = near.filter(({ name }) => name === 'db');
  const [only, ...more] = named.length > 0 ? named : near;
  if (only !== undefined && more.length === 0) return only;
  const example = 'like export const db = drizzle(…)';
  throw new LockstepError(
    asked !== undefined
      ? `${asked} exports nothing that drizzle(…) of a driver gives.`
      : first === undefined
        ? 'No module was found that exports the database.'
        : `Several modules export a database: ${[first, ...others].map(({ path }) => path).join(', ')}.`,
    { fix: `Name the one that does, ${example}: --client PATH. Or write SQL into the history: --as migration` },
  );
}

/** Scripts in the folders where a client usually is, those beside the schema first. */
function candidates({ project, list }: GeneratorContext): string[] {
  const near = project.schema.flatMap((path) => {
    const folder = posix.dirname(path.replace(/\/?\*.*$/, '/x'));
    return [folder, posix.dirname(folder)];
  });
  const folders = [...new Set([...near, ...usualFolders].map((one) => (one === '.' ? '' : one)))];
  return folders.flatMap((folder) =>
    list(folder)
      .filter((name) => script.test(name) && !/\.(?:test|spec|d|config)\.[cm]?[jt]s$/.test(name))
      .map((name) => posix.join(folder, name)),
  );
}

function clientIn(path: string, text: string): Client | null {
  const file = readSource(path, text);
  for (const { source, named } of file.imports) {
    const makers = named.filter(({ imported }) => imported === 'drizzle').map(({ local }) => local);
    const [maker] = makers;
    const driver = clientDrivers[source.replace(/^drizzle-orm\//, '')];
    if (maker === undefined || !source.startsWith('drizzle-orm/')) continue;
    const name = madeBy(maker, file) ?? (file.exports.includes('db') ? 'db' : null);
    if (name === null) return null;
    if (driver === undefined) {
      throw new LockstepError(
        `${path} uses ${source}, which a script outside of the application cannot connect with.`,
        {
          path,
          fix: 'Name a module with another driver: --client PATH. Or write SQL into the history: --as migration',
        },
      );
    }
    const closer = file.exports.find((one) => /^(?:close|end|disconnect)(?:[A-Z]\w*)?$/.test(one)) ?? null;
    return { path, name, closer, driver };
  }
  return null;
}

/** The exported constant that a call of `maker` stands in. */
function madeBy(maker: string, file: SourceFile): string | null {
  for (const { declaration } of variables(file.program)) {
    for (const { id, init } of declaration.declarations) {
      if (id.type !== 'Identifier' || !init || !file.exports.includes(id.name)) continue;
      // `export const db = cached ?? drizzle(…)` counts, a function that makes one does not.
      if (init.type === 'ArrowFunctionExpression' || init.type === 'FunctionExpression') continue;
      for (const node of walk(init)) {
        if (node.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === maker)
          return id.name;
      }
    }
  }
  return null;
}
