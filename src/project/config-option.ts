import { basename, dirname, posix } from 'node:path';
import type { Tree } from '../repo/tree.js';
import { isConfigPath } from './config-name.js';
import type { Project } from './project.js';

/**
 * What a command of lockstep, run in the project's folder, has to be told: ` --config drizzle-auth.config.ts` where
 * several configs lie side by side, else ''.
 */
export function configOption(tree: Tree, { config, folder }: Pick<Project, 'config' | 'folder'>): string {
  const place = dirname(config);
  const configs = tree.names(place === '.' ? '' : place).filter(isConfigPath);
  return configs.length === 1 && configs[0] === basename(config) ? '' : ` --config ${relativeConfig(config, folder)}`;
}

/** What drizzle-kit has to be told: it looks for `drizzle.config.*` in the folder that it runs in, and nothing else. */
export function kitConfigOption({ config, folder }: Pick<Project, 'config' | 'folder'>): string {
  const isFound = /^drizzle\.config\.(?:ts|js|json)$/.test(basename(config));
  return isFound && dirname(config) === (folder || '.') ? '' : ` --config ${relativeConfig(config, folder)}`;
}

function relativeConfig(config: string, folder: string): string {
  return posix.relative(folder, config);
}
