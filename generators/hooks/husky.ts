import { posix } from 'node:path';
import type { Joining } from '../../src/scaffold/join/joining.js';
import { parseJsonObject, valueAt } from '../../src/scaffold/join/json.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { packagedRenderer } from '../../src/scaffold/templates.js';
import { dependencyVersions } from '../project/versions.js';
import { joinScripts } from './script.js';
import { setsHooksUp } from './sets-hooks-up.js';

/** What npm, pnpm and Bun run of a project's own scripts after an install, then what Yarn runs. */
const afterInstall = {
  npm: ['prepare', 'postprepare', 'preprepare'],
  pnpm: ['prepare', 'postprepare', 'preprepare'],
  bun: ['prepare', 'postprepare', 'preprepare'],
  yarn: ['postinstall', 'install', 'preinstall'],
} as const;

const setUp = setsHooksUp('.husky/install.mjs');

/** husky as a new project has it: where the dependencies are installed, so that every install sets the hooks up. */
export function joinHusky(joining: Joining, around: Surroundings, nodeVersion: string): void {
  const at = (path: string): string => posix.join(around.installs, path);
  const manifest = at('package.json');
  const text = joining.read(manifest);
  if (text === null) {
    joining.notes.push(`There is no ${manifest}: no hooks were added. With one, run lockstep new hooks.`);
    return;
  }
  const scripts = valueAt(parseJsonObject(text, manifest), ['scripts']);
  const taken = (name: string): boolean => typeof scripts === 'object' && scripts !== null && name in scripts;
  const script = afterInstall[around.packageManager].find((name) => !taken(name));
  joinScripts(joining, around, at('.husky'), 'husky');
  joining.create(at('.husky/install.mjs'), packagedRenderer()('project/shared/husky/install.js', {}));
  joining.members(manifest, {
    ...(script === undefined ? {} : { scripts: { [script]: setUp } }),
    devDependencies: { husky: dependencyVersions(nodeVersion).husky },
  });
  if (script === undefined) joining.notes.push(`${manifest}: let an install run ${setUp}`);
}
