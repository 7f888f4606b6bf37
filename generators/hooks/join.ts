import type { Joining } from '../../src/scaffold/join/joining.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { shellWord } from '../../src/shell-word.js';
import { packageManagerCommands } from '../project/package-managers.js';
import { hookCommand, hooks } from './commands.js';
import { joinHusky } from './husky.js';
import { joinLefthook } from './lefthook.js';
import { joinScripts } from './script.js';
import { joinSimpleGitHooks } from './simple-git-hooks.js';

/** The git hooks, with whatever runs hooks in this repository; husky where nothing does. */
export function joinHooks(joining: Joining, around: Surroundings, nodeVersion: string): void {
  const manager = around.hooks;
  if (!around.git) {
    joining.notes.push('This is no git repository: there are no hooks. After git init: lockstep new hooks');
    return;
  }
  switch (manager.kind) {
    case 'husky':
      joinScripts(joining, around, manager.folder, 'husky');
      if (!('husky' in around.dependencies)) {
        joining.notes.push(
          `No package.json asks for husky, so no clone runs the hooks in ${manager.folder}: add husky to devDependencies, and the script "prepare": "husky"`,
        );
      }
      return;
    case 'folder':
      joinScripts(joining, around, manager.folder, 'folder');
      return;
    case 'lefthook':
      joinLefthook(joining, around, manager.file);
      return;
    case 'simple-git-hooks':
      joinSimpleGitHooks(joining, around, manager.file);
      return;
    case 'pre-commit':
      joining.notes.push(`Add to the repos of ${manager.file}:\n${localHook(around)}`);
      return;
    case 'own':
      joining.notes.push(
        `The hooks in ${manager.folder} (${manager.hooks.join(', ')}) are on this machine only, and another manager would turn them off. Let its pre-commit run: ${plainCommand(around)}`,
      );
      return;
    case 'none':
      joinHusky(joining, around, nodeVersion);
      return;
  }
}

function plainCommand(around: Surroundings): string {
  const [first] = hooks;
  return first === undefined ? '' : hookCommand(first, around, false);
}

/** What the tool pre-commit runs. It starts no shell, and names the staged files behind the command unless told not to. */
function localHook(around: Surroundings): string {
  const check = packageManagerCommands[around.packageManager].exec('lockstep check --staged');
  const entry = around.folder === '' ? check : `sh -c ${JSON.stringify(`cd ${shellWord(around.folder)} && ${check}`)}`;
  return `  - repo: local
    hooks:
      - id: lockstep
        name: lockstep
        language: system
        entry: ${entry}
        always_run: true
        pass_filenames: false`;
}
