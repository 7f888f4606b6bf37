import { posix } from 'node:path';

const configName = /^drizzle(?:[-.][\w.-]+)?\.config\.(?:[cm]?[jt]s|json)$/;

/** Whether a path is that of a drizzle config: `drizzle.config.ts`, `drizzle-auth.config.ts`, `drizzle.auth.config.js`. */
export function isConfigPath(path: string): boolean {
  return configName.test(posix.basename(path)) && !path.split('/').includes('node_modules');
}
