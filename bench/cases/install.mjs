import { statSync } from 'node:fs';
import { join } from 'node:path';
import { node, npmInstall } from '../commands.mjs';
import { installedPackages, largestPackages, sizeOf } from '../folders.mjs';
import { t3Arguments } from '../setup.mjs';

/**
 * What `npm create drizzle-lockstep` downloads.
 *
 * @param {import('../setup.mjs').Packages} packages
 * @returns {import('../report.mjs').Quantity[]}
 */
export function packageSize({ createTarball, createFolder }) {
  return [
    { what: 'create-drizzle-lockstep, packed', value: statSync(createTarball).size / 1000, unit: 'kB', atMost: 400 },
    // All that an install of it brings, besides itself.
    { what: 'its dependencies', value: installedPackages(createFolder) - 1, unit: '', atMost: 0 },
  ];
}

/**
 * What a generated project installs, beside one of create-t3-app with drizzle, which is a web application with
 * Next.js as well: to be read as a scale, not as a contest.
 *
 * @param {{ folder: string, project: import('../setup.mjs').Project, t3: string, t3Version: string }} given
 * @returns {import('../report.mjs').Install[]}
 */
export function installSize({ folder, project, t3, t3Version }) {
  node(folder, t3, 'web', ...t3Arguments);
  const web = join(folder, 'web');
  npmInstall(web);
  return [
    describe('drizzle-lockstep (npm, pglite)', project.folder),
    describe(`create-t3-app ${t3Version} with drizzle (npm, postgres)`, web),
  ];
}

/** @param {string} name @param {string} folder @returns {import('../report.mjs').Install} */
function describe(name, folder) {
  const modules = join(folder, 'node_modules');
  const { bytes, files } = sizeOf(modules);
  const largest = largestPackages(folder, 5);
  return { name, megabytes: bytes / 1e6, files, packages: installedPackages(folder), largest };
}
