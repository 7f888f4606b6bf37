import { posix } from 'node:path';
import { LockstepError } from '../errors.js';
import type { Tree } from '../repo/tree.js';
import { isConfigPath } from './config-name.js';
import { toDialect } from './dialects.js';
import { literalFields } from './literal-config.js';
import type { ConfigFields, EvaluatedConfig, Project } from './project.js';
import { schemaFiles } from './schema-files.js';
import { readSettings } from './settings.js';

export { isConfigPath };

/** Runs a config that has computed fields. Given from above: it starts a process. */
export type EvaluateConfig = (tree: Tree, path: string) => Promise<EvaluatedConfig>;

/**
 * The drizzle configs of a tree: those that `package.json#lockstep.configs` lists (paths or globs relative to that
 * file), else all that are found by name. Sorted.
 */
export async function findConfigs(tree: Tree): Promise<string[]> {
  const settings = await readSettings(tree, 'package.json');
  if (settings.configs) {
    const listed = schemaFilesOrJson(tree, settings.configs);
    if (listed.length === 0) {
      throw new LockstepError('package.json#lockstep.configs names no file that exists.', {
        path: 'package.json',
        fix: 'List the drizzle configs, relative to package.json, or remove the setting.',
      });
    }
    return listed;
  }
  return tree.paths().filter(isConfigPath).sort();
}

function schemaFilesOrJson(tree: Tree, patterns: string[]): string[] {
  const normalised = patterns.map((pattern) => posix.normalize(pattern));
  const json = normalised.filter((pattern) => pattern.endsWith('.json') && tree.isFile(pattern));
  return [...new Set([...json, ...schemaFiles(tree, normalised)])].sort();
}

/** Reads one config of a tree. LockstepError (exit 2) when it cannot be read or makes no sense. */
export async function readProject(tree: Tree, config: string, evaluate: EvaluateConfig): Promise<Project> {
  const source = await tree.read(config);
  if (source === null) throw new LockstepError(`${config} is not in ${tree.label}.`, { path: config });
  const literal = await literalFields(tree, config, source);
  const { fields, inputs } = literal === null ? await evaluate(tree, config) : { fields: literal, inputs: [config] };
  const dialect = toDialect(fields.dialect);
  if (dialect === null) {
    throw new LockstepError(`${config} uses an unsupported dialect.`, {
      path: config,
      fix: "Use dialect: 'postgresql', 'sqlite', 'turso' or 'mysql'. In package.json, lockstep.configs names the configs that lockstep is for.",
    });
  }
  const folder = baseFolder(tree, config, fields);
  return {
    config,
    configInputs: inputs,
    folder,
    dialect,
    schema: fields.schema.map((pattern) => insideTree(config, folder, pattern, 'schema', tree.root)),
    out: insideTree(config, folder, fields.out, 'out', tree.root),
    casing: fields.casing,
  };
}

/**
 * drizzle-kit takes the paths of a config relative to where it is run. That is the config's folder by habit, and the
 * package's or the repository's top where `--config` is used: the first of them where something is found.
 */
function baseFolder(tree: Tree, config: string, fields: ConfigFields): string {
  const candidates: string[] = [];
  for (let folder = posix.dirname(config); ; folder = posix.dirname(folder)) {
    const path = folder === '.' ? '' : folder;
    if (candidates.length === 0 || path === '' || tree.isFile(posix.join(path, 'package.json'))) candidates.push(path);
    if (path === '') break;
  }
  if (candidates.length === 1) return candidates[0] ?? '';
  // Migrations first: a glob of schema files is looked for in the whole repository.
  const found = candidates.find(
    (folder) =>
      hasMigrations(tree, posix.join(folder, fields.out)) ||
      schemaFiles(
        tree,
        fields.schema.map((pattern) => posix.join(folder, pattern)),
      ).length > 0,
  );
  return found ?? candidates[0] ?? '';
}

function hasMigrations(tree: Tree, out: string): boolean {
  if (tree.isFile(posix.join(out, 'meta/_journal.json'))) return true;
  return tree.names(out).some((name) => tree.isFile(posix.join(out, name, 'migration.sql')));
}

function insideTree(config: string, folder: string, path: string, name: string, root: string): string {
  const absolute = posix.isAbsolute(path) || /^[A-Za-z]:[\\/]/.test(path);
  const slashed = path.replaceAll('\\', '/');
  const rootSlashed = root.replaceAll('\\', '/');
  if (absolute && slashed.startsWith(`${rootSlashed}/`)) return posix.normalize(slashed.slice(rootSlashed.length + 1));
  const joined = posix.join(folder, slashed).replace(/\/$/, '');
  if (absolute || joined === '..' || joined.startsWith('../')) {
    throw new LockstepError(`${config}: ${name} leads out of the repository: ${path}`, {
      path: config,
      fix: `Keep ${name} inside the repository, relative to the folder of the config.`,
    });
  }
  return joined;
}
