import { join } from 'node:path';
import { inject } from 'vitest';
import type { DriverName } from '../../../src/project/drivers.js';
import { personalEnvironment } from './environment.js';
import { run } from './run.js';

/** A package manager other than npm, as somebody who uses it has it. */
export interface PackageManagerCase {
  name: 'pnpm' | 'yarn' | 'bun';
  /** The package that installs it; pinned, so that a release of theirs never breaks a test of ours. */
  package: string;
  create: string;
  /** Of the project that is made with it: one each, so that no driver needs another project with npm. */
  driver: DriverName;
  lockfile: string;
  run(script: string): string;
  environment(registry: string, home: string): Record<string, string>;
}

// Packages that were published seconds ago are what this registry is for: no manager may wait until they are older.
export const packageManagerCases: PackageManagerCase[] = [
  {
    name: 'pnpm',
    package: 'pnpm@12.21.0',
    create: 'pnpm create drizzle-lockstep',
    driver: 'libsql',
    lockfile: 'pnpm-lock.yaml',
    run: (script) => `pnpm ${script}`,
    environment: (registry, home) => ({
      pnpm_config_registry: registry,
      pnpm_config_minimum_release_age: '0',
      pnpm_config_store_dir: join(home, 'pnpm-store'),
      pnpm_config_cache_dir: join(home, 'pnpm-cache'),
    }),
  },
  {
    name: 'yarn',
    package: '@yarnpkg/cli-dist@4.18.1',
    create: 'yarn create drizzle-lockstep',
    driver: 'turso',
    lockfile: 'yarn.lock',
    run: (script) => `yarn ${script}`,
    environment: (registry, home) => ({
      YARN_NPM_REGISTRY_SERVER: registry.replace(/\/$/, ''),
      YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
      YARN_NPM_MINIMAL_AGE_GATE: '0',
      YARN_GLOBAL_FOLDER: join(home, 'yarn'),
      YARN_ENABLE_TELEMETRY: '0',
    }),
  },
  {
    name: 'bun',
    package: 'bun@1.4.4',
    create: 'bun create drizzle-lockstep',
    driver: 'pglite',
    lockfile: 'bun.lock',
    run: (script) => `bun run ${script}`,
    environment: (registry, home) => ({
      BUN_CONFIG_REGISTRY: registry,
      BUN_INSTALL_CACHE_DIR: join(home, 'bun'),
    }),
  },
];

/** Installs the package manager into `folder`; returns the folder of its command, or why it cannot be had. */
export async function fetchPackageManager(
  { package: spec }: PackageManagerCase,
  folder: string,
): Promise<{ bin: string } | { problem: string }> {
  const env = personalEnvironment({ npm_config_registry: inject('registry'), npm_config_cache: inject('npmCache') });
  const args = ['install', '--prefix', folder, '--no-save', '--no-audit', '--no-fund', spec];
  const { code, output } = await run('npm', args, { cwd: inject('folder'), env, shell: process.platform === 'win32' });
  return code === 0 ? { bin: join(folder, 'node_modules', '.bin') } : { problem: output };
}
