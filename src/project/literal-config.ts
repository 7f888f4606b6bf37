import { dirname, join } from 'node:path';
import { isObject } from '../is-object.js';
import { cacheFolder, cacheKey, readCached, writeCached } from '../repo/cache-folder.js';
import type { Tree } from '../repo/tree.js';
import { build } from '../version.js';
import { isStrings } from './config-fields.js';
import type { ConfigFields } from './project.js';

/**
 * The fields of a config that are written in it, see config-syntax.ts; `null` where one that is needed is computed.
 * They are remembered by the config's text: to load the parser takes longer than what most commands do.
 *
 * @throws LockstepError when the file has a syntax error or the fields make no sense.
 */
export async function literalFields(tree: Tree, config: string, source: string): Promise<ConfigFields | null> {
  const cache = build === null ? null : cacheFolder(join(tree.root, dirname(config)));
  const path = cache && join(cache, 'configs', `${cacheKey([build, config, source])}.json`);
  const known = path === null ? null : readCached(path);
  if (isConfigFields(known)) return known;
  const { readConfigFields } = await import('./config-syntax.js');
  const fields = readConfigFields(config, source);
  if (path !== null && fields !== null) writeCached(path, fields);
  return fields;
}

function isConfigFields(value: unknown): value is ConfigFields {
  if (!isObject(value)) return false;
  const { dialect, schema, out, casing } = value;
  const isCasing = casing === undefined || casing === 'camelCase' || casing === 'snake_case';
  return typeof dialect === 'string' && isStrings(schema) && typeof out === 'string' && isCasing;
}
