import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { LockstepError } from '../errors.js';
import type { KitLine } from './project.js';

/** An installed package. */
export interface Installed {
  /** Absolute path of its folder. */
  folder: string;
  version: string;
}

/** The package `name` as code in `folder` would find it, or `null`. Plain file reads: the hook's path pays for more. */
export function findInstalled(folder: string, name: string): Installed | null {
  for (let current = folder; ; current = dirname(current)) {
    const candidate = join(current, 'node_modules', name);
    const manifest = join(candidate, 'package.json');
    if (existsSync(manifest)) {
      const parsed: unknown = JSON.parse(readFileSync(manifest, 'utf8'));
      const version = typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : undefined;
      return { folder: candidate, version: typeof version === 'string' ? version : '0.0.0' };
    }
    if (dirname(current) === current) return null;
  }
}

/** What a project has installed. */
export interface InstalledKit {
  kit: Installed;
  orm: Installed;
  /** The layout that this drizzle-kit reads and writes. */
  line: KitLine;
}

/** The drizzle-kit and drizzle-orm of a project. LockstepError (exit 2) when one is missing or not supported. */
export function requireKit(folder: string): InstalledKit {
  const kit = findInstalled(folder, 'drizzle-kit');
  const orm = findInstalled(folder, 'drizzle-orm');
  if (kit === null || orm === null) {
    throw new LockstepError(`${kit === null ? 'drizzle-kit' : 'drizzle-orm'} is not installed for ${folder}.`, {
      fix: 'Install the dependencies (npm install), or add drizzle-kit and drizzle-orm to the package.',
    });
  }
  const line = lineOf(kit.version);
  if (line === null) {
    throw new LockstepError(
      `drizzle-kit ${kit.version} is installed; lockstep works with 0.31 and, of 1.0, from rc.4 on.`,
      {
        fix: 'Install one of them, for example: npm install --save-dev drizzle-kit@0.31',
      },
    );
  }
  return { kit, orm, line };
}

/**
 * The layout that a version of drizzle-kit writes; `null` for versions that are not supported. Of 1.0, rc.4 is the
 * first that offers its serializer and differ for every dialect (rc.1 and rc.3 do for PostgreSQL alone).
 */
export function lineOf(version: string): KitLine | null {
  if (/^0\.3[1-9]\./.test(version)) return 'journal';
  if (!/^1\./.test(version) || /^1\.0\.0-(?:alpha|beta)/.test(version)) return null;
  const candidate = /^1\.0\.0-rc\.(\d+)/.exec(version)?.[1];
  return candidate !== undefined && Number(candidate) < 4 ? null : 'folders';
}
