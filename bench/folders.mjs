import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a folder takes up on the disk, as `du` counts it; where the system does not tell blocks, the files' lengths.
 *
 * @param {string} folder
 * @returns {{ bytes: number, files: number }}
 */
export function sizeOf(folder) {
  let bytes = 0;
  let files = 0;
  const seen = new Set();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const status = lstatSync(join(entry.parentPath, entry.name), { bigint: true });
    if (status.isFile()) files++;
    if (status.nlink > 1n && status.isFile()) {
      const identity = `${status.dev}:${status.ino}`;
      if (seen.has(identity)) continue;
      seen.add(identity);
    }
    bytes += Number(status.blocks === undefined || process.platform === 'win32' ? status.size : status.blocks * 512n);
  }
  return { bytes, files };
}

/**
 * How many packages npm put into a folder's node_modules, by npm's own record of it.
 *
 * @param {string} folder
 */
export function installedPackages(folder) {
  const lock = JSON.parse(readFileSync(join(folder, 'node_modules/.package-lock.json'), 'utf8'));
  return Object.values(lock.packages).filter((entry) => !entry.link).length;
}

/**
 * The packages at the top of node_modules that take the most room.
 *
 * @param {string} folder of the project
 * @param {number} count
 * @returns {{ name: string, bytes: number }[]}
 */
export function largestPackages(folder, count) {
  const modules = join(folder, 'node_modules');
  const names = readdirSync(modules)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(modules, name)).map((own) => `${name}/${own}`) : name));
  const sizes = names.map((name) => ({ name, bytes: sizeOf(join(modules, name)).bytes }));
  return sizes.sort((a, b) => b.bytes - a.bytes).slice(0, count);
}

/** @param {string} folder of an installed package @returns {string} */
export function versionOf(folder) {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version;
}
