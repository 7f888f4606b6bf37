// Tells git where the hooks are. Run by the package manager after an install; never a reason for one to fail.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const notes = await installHooks();
if (notes) console.log(`Git hooks: ${notes}`);

/** Returns what is to be said, or nothing when all is well. */
async function installHooks() {
  const husky = await import('husky').then(
    (module) => module.default,
    () => null,
  );
  // An install for production leaves husky out.
  if (husky === null) return undefined;
  const root = git('rev-parse', '--show-toplevel');
  if (root === null) return undefined;
  const folder = `${git('rev-parse', '--show-prefix') ?? ''}.husky`;
  const current = git('config', '--local', 'core.hooksPath');
  if (current && current !== `${folder}/_`) {
    return `this repository runs those of ${current}. Call the ones in ${folder} from there.`;
  }
  const own = current ? [] : ownHooks();
  if (own.length > 0) {
    const names = own.join(', ');
    return `this repository has its own (${names}), which husky would turn off. Call the ones in ${folder} from there.`;
  }
  process.chdir(root);
  return husky(folder);
}

/** The hooks that lie in git's own folder, without the samples that git puts there. */
function ownHooks() {
  const folder = git('rev-parse', '--git-path', 'hooks');
  if (folder === null) return [];
  try {
    const place = resolve(project, folder);
    const isHook = (name) => !name.endsWith('.sample') && statSync(resolve(place, name)).isFile();
    return readdirSync(place).filter(isHook);
  } catch {
    return [];
  }
}

/** What git answers, or `null` without git or a repository. */
function git(...args) {
  try {
    const stdio = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', args, { cwd: project, encoding: 'utf8', stdio }).trim();
  } catch {
    return null;
  }
}
