// Brings about what is measured: both packages as npm would publish them, the peers, and a generated project.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pack } from '../scripts/pack.mjs';
import { git, node, npmInstall } from './commands.mjs';
import { versionOf } from './folders.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The peers by the version that the figures were set against. */
const peerVersions = { 'create-vite': '9.3.0', 'create-t3-app': '7.40.0' };

/**
 * @typedef {object} Packages
 * @property {string} lockstepTarball
 * @property {string} createTarball
 * @property {string} createFolder `create-drizzle-lockstep`, installed from its tarball
 * @property {string} create its command, to be started by node
 */

/** @param {string} folder @returns {Promise<Packages>} */
export async function packPackages(folder) {
  if (!existsSync(join(root, 'dist/cli.js')) || !existsSync(join(root, 'create/dist/index.js'))) {
    throw new Error('There is no build. Run: npm run build');
  }
  const lockstepTarball = await pack('drizzle-lockstep', folder);
  const createTarball = await pack('create-drizzle-lockstep', folder);
  const createFolder = join(folder, 'create');
  installHere(createFolder, createTarball);
  const create = join(createFolder, 'node_modules/create-drizzle-lockstep/dist/index.js');
  return { lockstepTarball, createTarball, createFolder, create };
}

/** @param {string} folder */
export function installPeers(folder) {
  const peers = join(folder, 'peers');
  installHere(peers, ...Object.entries(peerVersions).map(([name, version]) => `${name}@${version}`));
  const modules = join(peers, 'node_modules');
  return {
    vite: join(modules, 'create-vite/index.js'),
    viteVersion: versionOf(join(modules, 'create-vite')),
    t3: join(modules, 'create-t3-app/dist/index.js'),
    t3Version: versionOf(join(modules, 'create-t3-app')),
  };
}

/** @param {string} folder @param {string[]} specs */
function installHere(folder, ...specs) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  npmInstall(folder, ...specs);
}

/** The command line that makes a drizzle project of create-t3-app without asking. */
export const t3Arguments = ['--CI', '--drizzle', 'true', '--dbProvider', 'postgres', '--noGit', '--noInstall'];

/**
 * @typedef {object} Project A generated project, installed, with a commit, and a second migration as yet in no commit.
 * @property {string} folder
 * @property {string} cli lockstep's command, to be started by node
 * @property {string} kit drizzle-kit's command, to be started by node
 * @property {string} cache where lockstep remembers; may be deleted at any time
 */

/**
 * Makes the project as a user does: scaffold, install, first migration, commit.
 *
 * @param {string} folder
 * @param {Packages} packages
 * @returns {Project}
 */
export function makeProject(folder, packages) {
  const project = join(folder, 'shop');
  node(
    folder,
    packages.create,
    'shop',
    '--yes',
    '--pm',
    'npm',
    '--no-git',
    '--lockstep',
    `file:${packages.lockstepTarball}`,
  );
  git(project, 'init', '-q');
  git(project, 'config', 'user.name', 'bench');
  git(project, 'config', 'user.email', 'bench@example.com');
  writeFileSync(join(project, 'src/server.ts'), 'export const port = 3000;\n');
  git(project, 'add', '-A');
  git(project, 'commit', '-q', '--no-verify', '-m', 'Scaffold');
  return {
    folder: project,
    cli: join(project, 'node_modules/drizzle-lockstep/dist/cli.js'),
    kit: join(project, 'node_modules/drizzle-kit/bin.cjs'),
    cache: join(project, 'node_modules/.cache/drizzle-lockstep'),
  };
}

/**
 * Adds a table and its migration to the working tree.
 *
 * @param {Project} project
 * @returns {Record<'schema' | 'migration', string[]>} the changed paths of each half
 */
export function addTable({ folder, cli }) {
  node(
    folder,
    cli,
    'new',
    'table',
    'orders',
    'number:integer:required',
    'user:references:users',
    'total:numeric:10,2:required',
  );
  const schema = changedPaths(folder);
  node(folder, cli, 'generate', '--name', 'add_orders');
  const migration = changedPaths(folder).filter((path) => !schema.includes(path));
  if (schema.length === 0 || migration.length === 0) throw new Error('The table or its migration was not written.');
  return { schema, migration };
}

/** @param {string} folder @returns {string[]} */
function changedPaths(folder) {
  return git(folder, 'ls-files', '--modified', '--others', '--exclude-standard', '-z').split('\0').filter(Boolean);
}

/** @param {string} path @param {string} text */
export function append(path, text) {
  writeFileSync(path, readFileSync(path, 'utf8') + text);
}
