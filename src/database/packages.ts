import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { LockstepError } from '../errors.js';
import { installCommand } from '../project/commands.js';

/** What a package exports, and the `require` of the place that it was found from. */
export interface FoundPackage {
  exports: Record<string, unknown>;
  require: NodeJS.Require;
}

/**
 * A package that is not always there: the project's own, so that its version proves; else the one beside lockstep.
 * `null` when there is none. Fails when it is there and broken.
 */
export function findPackage(projectFolder: string, name: string): FoundPackage | null {
  for (const from of [join(projectFolder, 'package.json'), import.meta.url]) {
    const require = createRequire(from);
    if (resolves(require, name)) return { exports: exportsOf(require(name)), require };
  }
  return null;
}

/** There is nothing here to try migrations on. */
export class NoEngine extends LockstepError {}

/** The error for a package that a project needs and has not: it says how to get it. */
export function missingPackage(projectFolder: string, name: string, why: string): NoEngine {
  return new NoEngine(`${name} is not installed: ${why}.`, { exitCode: 2, fix: installCommand(projectFolder, name) });
}

/**
 * The version of a package as it is found from the project, else from beside another one; empty when it is in neither
 * place. Not every package exports its package.json, so it is read from the folder that the entry lies in.
 */
export function installedVersion(projectFolder: string, besides: NodeJS.Require, name: string): string {
  for (const require of [createRequire(join(projectFolder, 'package.json')), besides]) {
    if (!resolves(require, name)) continue;
    for (let folder = dirname(require.resolve(name)); dirname(folder) !== folder; folder = dirname(folder)) {
      const path = join(folder, 'package.json');
      if (!existsSync(path)) continue;
      const manifest = exportsOf(JSON.parse(readFileSync(path, 'utf8')));
      if (manifest.name === name) return String(manifest.version);
    }
  }
  return '';
}

function resolves(require: NodeJS.Require, name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** A module's exports by name. A module that exports one function has it as `default`. */
export function exportsOf(loaded: unknown): Record<string, unknown> {
  if (typeof loaded === 'function') return { ...loaded, default: loaded };
  return typeof loaded === 'object' && loaded !== null ? { ...loaded } : {};
}
