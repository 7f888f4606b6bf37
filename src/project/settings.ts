import { posix } from 'node:path';
import { LockstepError } from '../errors.js';
import { isObject } from '../is-object.js';
import type { Tree } from '../repo/tree.js';

export type Severity = 'error' | 'warning' | 'info';

/** `package.json#lockstep`: plain JSON, so that the hook evaluates nothing to read it. Everything has a default. */
export interface Settings {
  /** The drizzle configs, relative to the package.json; by default all that are found. */
  configs?: string[];
  /** The branch whose migrations never change; by default the remote's default branch. */
  base?: string;
  /** The last migration of the time before adoption: for all configs of the package, or one each by config. */
  since?: string | Record<string, string>;
  /** The server that migrations are applied on, `mysql 8.0.34`: for all configs of the package, or one each by config. */
  server?: string | Record<string, string>;
  /** Another severity for a rule, or `off`. */
  rules: Record<string, Severity | 'off'>;
}

const known = ['configs', 'base', 'since', 'server', 'rules'];

/** The settings that a package.json holds. A missing file, or one without them, has none. */
export async function readSettings(tree: Tree, path: string): Promise<Settings> {
  const source = await tree.read(path);
  if (source === null) return { rules: {} };
  let parsed: unknown;
  try {
    parsed = JSON.parse(source.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new LockstepError(`${path} is not valid JSON: ${cause instanceof Error ? cause.message : ''}`, {
      path,
      fix: 'Mend the file: the settings of lockstep are in it.',
      cause,
    });
  }
  return checkSettings(path, member(parsed, 'lockstep'));
}

/** The settings, with those that may differ from config to config as they are for one. */
export interface SettingsOfConfig extends Settings {
  sinceTag: string | null;
  serverText: string | null;
}

/**
 * The settings that hold for a config: of the nearest package.json above it that has any, joined with those of the
 * root.
 */
export async function settingsFor(tree: Tree, config: string): Promise<SettingsOfConfig> {
  let settings = await readSettings(tree, 'package.json');
  let [sincePath, serverPath] = ['package.json', 'package.json'];
  for (let folder = posix.dirname(config); folder !== '.'; folder = posix.dirname(folder)) {
    const nearer = posix.join(folder, 'package.json');
    const own = await readSettings(tree, nearer);
    if ([own.base, own.since, own.server].every(isUndefined) && Object.keys(own.rules).length === 0) continue;
    settings = { ...settings, ...own, rules: { ...settings.rules, ...own.rules } };
    sincePath = own.since === undefined ? sincePath : nearer;
    serverPath = own.server === undefined ? serverPath : nearer;
    break;
  }
  return {
    ...settings,
    sinceTag: ofConfig(settings.since, sincePath, config),
    serverText: ofConfig(settings.server, serverPath, config),
  };
}

/** What a setting says for a config, whose path it has relative to the file that it stands in. */
function ofConfig(setting: string | Record<string, string> | undefined, path: string, config: string): string | null {
  const own = typeof setting === 'object' ? setting[posix.relative(posix.dirname(path), config)] : setting;
  return own ?? null;
}

/** Every package.json whose settings may hold for a config, whether it is there or not. */
export function settingsFiles(config: string): string[] {
  const files = ['package.json'];
  for (let folder = posix.dirname(config); folder !== '.'; folder = posix.dirname(folder)) {
    files.push(posix.join(folder, 'package.json'));
  }
  return files;
}

function checkSettings(path: string, settings: unknown): Settings {
  const wrong = (message: string): LockstepError =>
    new LockstepError(`${path}: ${message}`, { path, fix: 'The settings are described under Settings in the README.' });
  if (settings === undefined) return { rules: {} };
  if (!isObject(settings)) throw wrong('lockstep must be an object.');
  const unknown = Object.keys(settings).find((key) => !known.includes(key));
  if (unknown !== undefined) throw wrong(`lockstep.${unknown} is not known. Known are ${known.join(', ')}.`);
  const { configs, base, since, server, rules } = settings;
  const checked: Settings = { rules: {} };
  if (configs !== undefined) {
    if (!Array.isArray(configs) || !configs.every(isString)) throw wrong('lockstep.configs must be a list of paths.');
    checked.configs = configs;
  }
  if (base !== undefined) {
    if (!isString(base) || base === '') throw wrong('lockstep.base must be the name of a branch.');
    checked.base = base;
  }
  if (since !== undefined) {
    const problem = 'lockstep.since must be the tag of a migration, or an object with one for each config.';
    checked.since = forConfigs(since, () => wrong(problem));
  }
  if (server !== undefined) {
    const problem = 'lockstep.server must be "mysql 8.0.34" or the like, or an object with one for each config.';
    checked.server = forConfigs(server, () => wrong(problem));
  }
  for (const [rule, severity] of Object.entries(isObject(rules) ? rules : {})) {
    if (severity !== 'off' && severity !== 'error' && severity !== 'warning' && severity !== 'info') {
      throw wrong(`lockstep.rules["${rule}"] must be error, warning, info or off.`);
    }
    checked.rules[rule] = severity;
  }
  if (rules !== undefined && !isObject(rules)) throw wrong('lockstep.rules must be an object: rule name to severity.');
  return checked;
}

/** One text for all configs of the package, or one each. */
function forConfigs(setting: unknown, wrong: () => LockstepError): string | Record<string, string> {
  if (isString(setting)) return setting;
  if (!isObject(setting)) throw wrong();
  const texts: Record<string, string> = {};
  for (const [config, text] of Object.entries(setting)) {
    if (!isString(text)) throw wrong();
    texts[config] = text;
  }
  return texts;
}

function isUndefined(value: unknown): value is undefined {
  return value === undefined;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

function member(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}
