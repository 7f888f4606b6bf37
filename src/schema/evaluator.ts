/**
 * A process of its own that runs code of the project: its schema, its computed config, and drizzle-kit's API. What
 * such code prints, how it exits or hangs then does not matter to the command. Started with the folder of the
 * installed drizzle-kit; gets one request over IPC, sends one response, and ends.
 */
import { existsSync } from 'node:fs';
import nodeModule, { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { runInThisContext } from 'node:vm';
import type { State } from '../history/head.js';
import { type Dialect, toDialect } from '../project/dialects.js';
import type { KitLine } from '../project/project.js';
import { cacheFolder } from '../repo/cache-folder.js';
import { apiModule, type DialectKit, dialectKit } from './kit-api.js';
import { type Request, type Response, type Snapshot, type Statements, timeLimitSeconds } from './protocol.js';
import { canonical, mergedEntities, withoutDropped } from './snapshots.js';

const [, , kitFolder = '', line = 'journal', dialect = ''] = process.argv;
process.setSourceMapsEnabled(true);
enableCompileCache();
const kitRequire = createRequire(join(kitFolder === '' ? process.cwd() : kitFolder, 'package.json'));
// Loading drizzle-kit takes longest (0.12 s): it is under way while the other process still bundles the schema.
if (kitFolder !== '' && isLine(line)) preload(line, dialect);

// Whoever asks may be gone, with Ctrl-C or because the answer was known.
process.once('disconnect', () => process.exit(0));
process.once('message', (request: Request) => {
  answer(request)
    .catch((error: unknown) => failure(error))
    .then((response) => process.send?.(response, () => process.exit(0)));
});

/** Node.js 22.8 and later keep compiled code between processes: it halves the loading of drizzle-kit. */
function enableCompileCache(): void {
  const cache = cacheFolder(process.cwd());
  if ('enableCompileCache' in nodeModule && typeof nodeModule.enableCompileCache === 'function' && cache !== null) {
    nodeModule.enableCompileCache(join(cache, 'compiled'));
  }
}

async function answer(request: Request): Promise<Response> {
  process.chdir(nearestFolder(request.cwd));
  switch (request.type) {
    case 'config': {
      const [module] = run(request.code, request.filename);
      const exported = module?.default ?? module;
      const config = isRecord(exported) && isRecord(exported.default) ? exported.default : exported;
      return { type: 'config', config: isRecord(config) ? plain(config, request.database === true) : {} };
    }
    case 'compare': {
      const kit = kitOf(request.dialect);
      const snapshot = await kit.serialize(allExports(run(request.code, request.filename)), request.casing);
      const head = await stateSnapshot(kit, request.head);
      if (canonical(snapshot) === canonical(head)) {
        const nothing: Statements = { sql: [], ambiguous: false };
        return { type: 'compare', equal: true, snapshot, toSchema: nothing, toHead: nothing };
      }
      const toSchema = await diff(kit, head, snapshot);
      const equal = toSchema.sql.length === 0 && toSchema.failed === undefined;
      const toHead = equal ? toSchema : await diff(kit, snapshot, head);
      return { type: 'compare', equal, snapshot, toSchema, toHead };
    }
    case 'diff': {
      const kit = kitOf(request.dialect);
      const from = await stateSnapshot(kit, request.from);
      const to = await stateSnapshot(kit, request.to);
      return { type: 'diff', from, to, ...(await diff(kit, from, to)) };
    }
  }
}

/**
 * drizzle-kit asks about renames; dropping first and adding afterwards leaves nothing to ask. 0.31 asks on the
 * terminal and has to be kept from it; 1.0 matches what was only given another name by itself, and throws when it has
 * to ask (MissingHintsError, 1.0.0-rc.5).
 */
async function diff(kit: DialectKit, from: Snapshot, to: Snapshot): Promise<Statements> {
  const { snapshot: between, ambiguous } = withoutDropped(from, to);
  try {
    if (!ambiguous || kit.line === 'folders') return { sql: await kit.diff(from, to), ambiguous: false };
  } catch (error) {
    if (!ambiguous) return { sql: [], ambiguous, failed: messageOf(error) };
  }
  try {
    return { sql: [...(await kit.diff(from, between)), ...(await kit.diff(between, to))], ambiguous };
  } catch (error) {
    return { sql: [], ambiguous, failed: messageOf(error) };
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The schema that a state stands for, as one whole snapshot. */
async function stateSnapshot(kit: DialectKit, state: State): Promise<Snapshot> {
  if (state.type === 'empty') return kit.serialize({}, undefined);
  if (state.type === 'snapshot') return state.snapshot;
  const whole = async (id: string): Promise<Snapshot> => {
    const found = Object.values(state.files).find((file) => file.id === id);
    if (found !== undefined && Array.isArray(found.ddl)) return found;
    return kit.reconstruct(state.files, id);
  };
  const leaves = await Promise.all(state.leaves.map(whole));
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return only;
  return mergedEntities(state.base === null ? await kit.serialize({}, undefined) : await whole(state.base), leaves);
}

/** The folder, or the nearest above it: that of another commit's project need not be on disk. */
function nearestFolder(folder: string): string {
  let current = folder;
  while (!existsSync(current) && dirname(current) !== current) current = dirname(current);
  return current;
}

const runName = '__lockstep_run';

/** Runs a bundle as if it lay where the project is, so that its packages are found there. */
function run(code: string, filename: string): Record<string, unknown>[] {
  const module = new Module(filename);
  module.filename = filename;
  module.paths = createRequire(filename).resolve.paths('x') ?? [dirname(filename)];
  if (!('_compile' in module) || typeof module._compile !== 'function')
    throw new Error('This Node.js cannot run the bundle.');
  const compile = module._compile.bind(module);
  // Code that never ends keeps this process from noticing that nobody waits any more; V8 ends it all the same.
  Reflect.set(globalThis, runName, () => compile(code, filename));
  runInThisContext(`${runName}()`, { timeout: (timeLimitSeconds + 1) * 1000 });
  const modules: unknown = isRecord(module.exports) ? module.exports.modules : [];
  return Array.isArray(modules) ? modules.filter(isRecord) : [];
}

/** What all schema files export. A table that a barrel exports again is one table. */
function allExports(modules: Record<string, unknown>[]): Record<string, unknown> {
  const values = new Set(modules.flatMap((module) => Object.values(module)));
  return Object.fromEntries([...values].map((value, at) => [`export${at}`, value]));
}

function kitOf(wanted: Dialect): DialectKit {
  if (!isLine(line)) throw new Error('drizzle-kit was not loaded.');
  return dialectKit(kitRequire, line, wanted);
}

/** The 0.x line has one module for all dialects; the 1.0 line one each, known when the dialect is. */
function preload(line: KitLine, dialect: string): void {
  const known = toDialect(dialect);
  if (line === 'journal') kitRequire(apiModule(line, known ?? 'postgresql'));
  else if (known !== null) kitRequire(apiModule(line, known));
}

function isLine(value: string): value is KitLine {
  return value === 'journal' || value === 'folders';
}

/** Only what can be sent: a config may hold functions, class instances and getters that throw. */
function plain(config: Record<string, unknown>, database: boolean): Record<string, unknown> {
  const { dialect, schema, out, casing, dbCredentials, driver, migrations, schemaFilter, tablesFilter } = config;
  const own = database ? { dbCredentials, driver, migrations, schemaFilter, tablesFilter } : {};
  return JSON.parse(JSON.stringify({ dialect, schema, out, casing, ...own }));
}

function failure(error: unknown): Response {
  if (error instanceof Error) return { type: 'error', message: error.message, stack: error.stack ?? '' };
  return { type: 'error', message: String(error), stack: '' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
