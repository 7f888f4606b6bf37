import type { Joining } from '../../src/scaffold/join/joining.js';
import { parseJsonObject, valueAt } from '../../src/scaffold/join/json.js';
import { locateObject, nodeAt } from '../../src/scaffold/json-nodes.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { hookCommand, hooks, runsAlready, takesEffect } from './commands.js';

/** Our commands in the settings of simple-git-hooks: a hook that has a command keeps it, and ours runs before it. */
export function joinSimpleGitHooks(joining: Joining, around: Surroundings, path: string): void {
  if (!path.endsWith('.json')) {
    for (const hook of hooks.filter(({ refuses }) => refuses)) {
      joining.notes.push(`Add to ${path}: ${hook.name} runs ${shown(hookCommand(hook, around, false))}`);
    }
    return;
  }
  const before = joining.read(path);
  const at = path.endsWith('package.json') ? ['simple-git-hooks'] : [];
  for (const hook of hooks) {
    const command = shown(hookCommand(hook, around, false));
    const text = joining.read(path) ?? '';
    const there = valueAt(parseJsonObject(text, path), [...at, hook.name]);
    if (there === undefined) {
      const own = { [hook.name]: command };
      joining.members(path, at.length === 0 ? own : { 'simple-git-hooks': own });
    } else if (typeof there !== 'string' || runsAlready(hook, there)) continue;
    else if (hook.input) {
      joining.notes.push(`${path}: ${hook.name} has a command already; let it run ${command} as well.`);
    } else {
      const place = nodeAt(locateObject(text), [...at, hook.name]);
      // Inside of the text, behind its quote.
      if (place !== null) joining.insert(path, JSON.stringify(`${command} && `).slice(1, -1), place.start + 1);
    }
  }
  if (joining.read(path) !== before) joining.notes.push(takesEffect(around, 'simple-git-hooks'));
}

function shown(command: string): string {
  return command.replace(/ \|\| exit \$\?$/, '');
}
