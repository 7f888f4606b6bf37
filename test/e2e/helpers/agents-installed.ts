import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { cli } from '../../helpers/repository.js';

const repository = resolve(import.meta.dirname, '../../..');
const modules = join(repository, 'node_modules');

/** Writes files into the folder `root`. */
export function writeFiles(root: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

/**
 * Makes the packages of this repository, and its own command, those of a project: an install without installing.
 * `drizzle` is the folder that drizzle-kit and drizzle-orm are taken from.
 */
export function installHere(root: string, drizzle: string = modules): void {
  const own = join(root, 'node_modules');
  mkdirSync(join(own, '.bin'), { recursive: true });
  for (const name of readdirSync(modules)) {
    const from = name === 'drizzle-kit' || name === 'drizzle-orm' ? drizzle : modules;
    if (!name.startsWith('.')) symlinkSync(join(from, name), join(own, name), 'junction');
  }
  symlinkSync(repository, join(own, 'drizzle-lockstep'), 'junction');
  const bins = { lockstep: cli, 'drizzle-kit': join(own, 'drizzle-kit/bin.cjs') };
  for (const [name, file] of Object.entries(bins)) {
    // drizzle-kit looks for drivers from where it lies: here, not where its link leads.
    const flags = name === 'drizzle-kit' ? '--preserve-symlinks --preserve-symlinks-main ' : '';
    writeFileSync(join(own, '.bin', name), `#!/bin/sh\nexec node ${flags}${JSON.stringify(file)} "$@"\n`, {
      mode: 0o755,
    });
  }
  for (const name of ['tsc', 'vitest']) symlinkSync(join(modules, '.bin', name), join(own, '.bin', name));
}
