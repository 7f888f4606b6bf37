import type { Joining } from '../../src/scaffold/join/joining.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { hookCommand, hooks, runsAlready } from './commands.js';

/**
 * Our lines in hooks that are shell scripts in one folder, of husky or of `core.hooksPath`. A script that is there gets
 * them before its first command, so that no `exit` of its own leaves them out.
 */
export function joinScripts(joining: Joining, around: Surroundings, folder: string, kind: 'husky' | 'folder'): void {
  for (const hook of hooks) {
    const path = `${folder}/${hook.name}`;
    const command = hookCommand(hook, around, kind === 'husky');
    const text = joining.read(path);
    if (text === null) {
      // husky runs its scripts with sh itself; git wants to know by what to run them.
      const start = kind === 'husky' ? '' : '#!/bin/sh\n';
      joining.create(path, `${start}# ${hook.why}\n${command}\n`, { executable: true });
      continue;
    }
    if (runsAlready(hook, text)) continue;
    const at = firstCommand(text);
    if (at === null) {
      joining.notes.push(
        `${path} is no shell script: let it run \`lockstep ${hook.command}\`, and stop when that fails.`,
      );
      continue;
    }
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    const missing = at > 0 && text[at - 1] !== '\n' ? newline : '';
    const lines = [`# lockstep: ${lowered(hook.why)}`, ...(hook.input ? sharing(command) : [command]), ''];
    joining.insert(path, missing + lines.map((line) => line + newline).join(''), at);
  }
}

/** What git says on the standard input is there for both: a hook of Git LFS, for one, reads it as well. */
function sharing(command: string): string[] {
  const end = 'LOCKSTEP_INPUT';
  return [
    'lockstep_input=$(cat)',
    `printf '%s\\n' "$lockstep_input" | ${command}`,
    `exec <<${end}`,
    '$lockstep_input',
    end,
  ];
}

/**
 * Where the first command of a shell script stands: behind its first line, comments, blank lines, options (`set -e`)
 * and the line that older versions of husky want. `null` for a script of another language.
 */
function firstCommand(text: string): number | null {
  const shebang = /^#!.*/.exec(text)?.[0];
  if (shebang !== undefined && !/\b(?:ba|da|z|k|a)?sh\b/.test(shebang)) return null;
  let at = 0;
  for (const line of text.split(/(?<=\n)/)) {
    if (!/^\s*(?:#.*|set\s+[-+].*|(?:\.|source)\s.*husky\.sh.*)?$/.test(line.trimEnd())) break;
    at += line.length;
  }
  return at;
}

function lowered(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
