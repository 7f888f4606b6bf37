// Gives a clone the packages that its schema imports, in a node_modules that git ignores.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { git, npmInstall } from '../commands.mjs';

/**
 * Installs exact versions beside the clone and moves them in: neither package.json nor a lockfile of the clone changes.
 * Does nothing when these packages are there.
 *
 * @param {string} clone
 * @param {string[]} specs `name@version`
 */
export function installInto(clone, specs) {
  const modules = join(clone, 'node_modules');
  const mark = join(modules, '.installed-for-bench');
  const wanted = specs.join('\n');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return;
  const beside = mkdtempSync(join(clone, '..', '.install-'));
  try {
    writeFileSync(join(beside, 'package.json'), '{ "private": true }\n');
    npmInstall(beside, '--ignore-scripts', '--legacy-peer-deps', ...specs);
    rmSync(modules, { recursive: true, force: true });
    renameSync(join(beside, 'node_modules'), modules);
    writeFileSync(mark, wanted);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  ignore(clone, modules);
}

/** Most projects ignore node_modules themselves; where one does not, only this clone does. */
function ignore(clone, modules) {
  if (git(clone, 'status', '--porcelain', '--', modules) === '') return;
  mkdirSync(join(clone, '.git/info'), { recursive: true });
  appendFileSync(join(clone, '.git/info/exclude'), '/node_modules/\n');
}
