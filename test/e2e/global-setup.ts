import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { pack } from '../../scripts/pack.mjs';
import { personalEnvironment } from './helpers/environment.js';
import { startRegistry } from './helpers/registry.js';
import { run } from './helpers/run.js';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A folder for everything that a run leaves behind. */
    folder: string;
    /** The registry that has both packages. */
    registry: string;
    /** npm's cache. */
    npmCache: string;
  }
}

const root = resolve(import.meta.dirname, '../..');

/** Packs and publishes both packages to a registry of this machine; returns what takes all of it away again. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  for (const built of ['dist/cli.js', 'dist/types/src/plop.d.ts', 'create/dist/index.js']) {
    if (!existsSync(join(root, built))) throw new Error(`${built} is missing. Run npm run build first.`);
  }
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-e2e-')));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  const names = ['drizzle-lockstep', 'create-drizzle-lockstep'] as const;
  // Meanwhile the registry starts.
  const packing = Promise.allSettled(names.map((name) => pack(name, join(folder, 'tarballs'))));
  try {
    const storage = join(folder, 'registry');
    mkdirSync(storage);
    const environment = personalEnvironment({});
    // Where this machine takes packages from: a mirror, maybe.
    const { stdout } = await run('npm', ['config', 'get', 'registry'], shellOptions(root, environment));
    const registry = await startRegistry(storage, stdout.trim(), folder);
    try {
      const npmCache = join(folder, 'npm-cache');
      for (const packed of await packing) {
        if (packed.status === 'rejected') throw packed.reason;
        await publish(packed.value, registry.url, folder, environment);
      }
      await unpackCreate(folder, { ...environment, npm_config_registry: registry.url, npm_config_cache: npmCache });
      project.provide('folder', folder);
      project.provide('registry', registry.url);
      project.provide('npmCache', npmCache);
      return async () => {
        await registry.stop();
        remove();
      };
    } catch (error) {
      await registry.stop();
      throw error;
    }
  } catch (error) {
    await packing;
    remove();
    throw error;
  }
}

async function publish(tarball: string, registry: string, folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  // npm publishes for nobody without a token; the registry takes any.
  const npmrc = join(folder, 'publish.npmrc');
  writeFileSync(npmrc, `${registry.replace(/^http:/, '')}:_authToken=anybody\n`);
  const args = ['publish', tarball, '--registry', registry, '--userconfig', npmrc, '--tag', 'latest'];
  const { code, output } = await run('npm', args, shellOptions(folder, env));
  if (code !== 0) throw new Error(`npm publish failed.\n${output}`);
}

/** npm unpacks what `npm create` runs once for all: two that do so at the same moment get into each other's way. */
async function unpackCreate(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const args = ['create', '--yes', 'drizzle-lockstep@latest', '--', '--version'];
  const { code, output } = await run('npm', args, shellOptions(folder, env));
  if (code !== 0) throw new Error(`npm create drizzle-lockstep --version failed.\n${output}`);
}

/** On Windows npm is a script for the shell. */
function shellOptions(cwd: string, env: NodeJS.ProcessEnv) {
  return { cwd, env, shell: process.platform === 'win32' };
}
