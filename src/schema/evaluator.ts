/**
 * A process of its own that runs code of the project: its schema, its computed config, and drizzle-kit's API. What
 * such code prints, how it exits or hangs then does not matter to the command. Started with the folder of the
 * installed drizzle-kit; gets one request over IPC, sends one response, and ends.
 */
import nodeModule, { createRequire, Module } from 'node:module';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../repo/cache-folder.js';
import { kitApi } from './kit-api.js';
import type { Request, Response, Snapshot, Statements } from './protocol.js';
import { canonical, withoutDropped } from './snapshots.js';

const [, , kitFolder = ''] = process.argv;
process.setSourceMapsEnabled(true);
enableCompileCache();
// Loading drizzle-kit takes longest (0.12 s): it is under way while the other process still bundles the schema.
const api = kitFolder === '' ? null : kitApi(createRequire(join(kitFolder, 'package.json')));

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
  process.chdir(request.cwd);
  switch (request.type) {
    case 'config': {
      const [module] = run(request.code, request.filename);
      const exported = module?.default ?? module;
      const config = isRecord(exported) && isRecord(exported.default) ? exported.default : exported;
      return { type: 'config', config: isRecord(config) ? plain(config) : {} };
    }
    case 'compare': {
      const kit = required().of(request.dialect);
      const snapshot = await kit.serialize(allExports(run(request.code, request.filename)), request.casing);
      const head = request.head ?? (await kit.serialize({}, request.casing));
      if (canonical(snapshot) === canonical(head)) {
        const nothing: Statements = { sql: [], ambiguous: false };
        return { type: 'compare', equal: true, snapshot, toSchema: nothing, toHead: nothing };
      }
      const toSchema = await diff(request.dialect, head, snapshot);
      const equal = toSchema.sql.length === 0;
      const toHead = equal ? toSchema : await diff(request.dialect, snapshot, head);
      return { type: 'compare', equal, snapshot, toSchema, toHead };
    }
    case 'diff': {
      const kit = required().of(request.dialect);
      const from = request.from ?? (await kit.serialize({}, undefined));
      const to = request.to ?? (await kit.serialize({}, undefined));
      return { type: 'diff', ...(await diff(request.dialect, from, to)) };
    }
  }
}

/** drizzle-kit asks about renames on the terminal; dropping first and adding afterwards leaves nothing to ask. */
async function diff(
  dialect: Parameters<NonNullable<typeof api>['of']>[0],
  from: Snapshot,
  to: Snapshot,
): Promise<Statements> {
  const kit = required().of(dialect);
  const { snapshot: between, ambiguous } = withoutDropped(from, to);
  if (!ambiguous) return { sql: await kit.diff(from, to), ambiguous };
  return { sql: [...(await kit.diff(from, between)), ...(await kit.diff(between, to))], ambiguous };
}

/** Runs a bundle as if it lay where the project is, so that its packages are found there. */
function run(code: string, filename: string): Record<string, unknown>[] {
  const module = new Module(filename);
  module.filename = filename;
  module.paths = createRequire(filename).resolve.paths('x') ?? [dirname(filename)];
  if (!('_compile' in module) || typeof module._compile !== 'function')
    throw new Error('This Node.js cannot run the bundle.');
  module._compile(code, filename);
  const modules: unknown = isRecord(module.exports) ? module.exports.modules : [];
  return Array.isArray(modules) ? modules.filter(isRecord) : [];
}

/** What all schema files export. A table that a barrel exports again is one table. */
function allExports(modules: Record<string, unknown>[]): Record<string, unknown> {
  const values = new Set(modules.flatMap((module) => Object.values(module)));
  return Object.fromEntries([...values].map((value, at) => [`export${at}`, value]));
}

function required(): NonNullable<typeof api> {
  if (api === null) throw new Error('drizzle-kit was not loaded.');
  return api;
}

/** Only what can be sent: a config may hold functions, class instances and getters that throw. */
function plain(config: Record<string, unknown>): Record<string, unknown> {
  const { dialect, schema, out, casing } = config;
  return JSON.parse(JSON.stringify({ dialect, schema, out, casing }));
}

function failure(error: unknown): Response {
  if (error instanceof Error) return { type: 'error', message: error.message, stack: error.stack ?? '' };
  return { type: 'error', message: String(error), stack: '' };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
