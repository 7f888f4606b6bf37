import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from '../../helpers/repository.js';

const version = '1.0.0-rc.5';

/**
 * The folder of packages that has drizzle-kit and drizzle-orm 1.0, installed once for all runs; `null` without a
 * registry. LOCKSTEP_DRIZZLE_1 names another.
 */
export function drizzle1(): string | null {
  const named = process.env.LOCKSTEP_DRIZZLE_1;
  if (named !== undefined) return named;
  const folder = join(tmpdir(), `lockstep-drizzle-${version}`);
  const packages = join(folder, 'node_modules');
  if (existsSync(packages)) return packages;
  const making = mkdtempSync(`${folder}-`);
  writeFileSync(join(making, 'package.json'), '{ "private": true }\n');
  const names = ['drizzle-kit', 'drizzle-orm'].map((name) => `${name}@${version}`);
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--legacy-peer-deps', ...names];
  const { status } = spawnSync('npm', args, { cwd: making, timeout: 110_000, shell: process.platform === 'win32' });
  if (status === 0 && !existsSync(folder)) renameSync(making, folder);
  else rmSync(making, { recursive: true, force: true });
  return existsSync(packages) ? packages : null;
}

/** Makes the packages of drizzle 1.0 those of a repository. */
export function installDrizzle1(repository: Repository, packages: string): void {
  const modules = join(repository.folder, 'node_modules');
  rmSync(modules, { recursive: true, force: true });
  mkdirSync(modules);
  for (const name of ['drizzle-kit', 'drizzle-orm']) {
    symlinkSync(join(packages, name), join(modules, name), 'junction');
  }
}
