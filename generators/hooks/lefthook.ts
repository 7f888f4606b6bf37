import { isMap, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import type { Joining } from '../../src/scaffold/join/joining.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { type Hook, hookCommand, hooks, runsAlready, takesEffect } from './commands.js';

/**
 * A command of ours in each hook of a lefthook.yml, in the form that the hook has: `commands` or `jobs` (as lefthook
 * 1.10 and newer know them). Text is put in; the file is not written anew.
 */
export function joinLefthook(joining: Joining, around: Surroundings, path: string): void {
  if (!/\.ya?ml$/.test(path)) {
    for (const hook of hooks.filter(({ refuses }) => refuses)) {
      joining.notes.push(`Add to ${path}, under ${hook.name}: a command that runs ${line(hook, around)}`);
    }
    return;
  }
  let isNew = false;
  for (const hook of hooks) {
    const text = joining.read(path) ?? '';
    const place = placeIn(text, hook);
    if (place === 'there') continue;
    if (place === null) {
      joining.notes.push(
        `${path}: ${hook.name} is written in a form that is not edited safely; let it run ${line(hook, around)}`,
      );
      continue;
    }
    joining.insert(path, insertion(hook, around, place, text), place.at);
    isNew = true;
  }
  if (isNew) joining.notes.push(takesEffect(around, 'lefthook install'));
}

interface Place {
  at: number;
  /** The form of what is put in there. */
  form: 'hook' | 'section' | 'command' | 'job';
  indent: string;
}

function placeIn(text: string, hook: Hook): Place | 'there' | null {
  const document = parseDocument(text);
  if (document.errors.length > 0) return null;
  const top = document.contents;
  if (top === null) return { at: text.length, form: 'hook', indent: '' };
  if (!isMap(top) || top.flow === true) return null;
  const section = top.items.find(({ key }) => isScalar(key) && key.value === hook.name);
  if (section === undefined) return { at: text.length, form: 'hook', indent: '' };
  const value = section.value;
  if (!isMap(value) || value.flow === true || value.range == null) return null;
  if (runsAlready(hook, text.slice(value.range[0], value.range[2]))) return 'there';
  for (const [name, form] of [
    ['commands', 'command'],
    ['jobs', 'job'],
  ] as const) {
    const inner = value.items.find(({ key }) => isScalar(key) && key.value === name)?.value;
    if (inner === undefined) continue;
    if ((isMap(inner) && form === 'command') || (isSeq(inner) && form === 'job')) {
      const first = isMap(inner) ? inner.items[0]?.key : inner.items[0];
      const at = isNode(first) ? lineStart(text, first) : null;
      if (inner.flow === true || at === null) return null;
      return { at, form, indent: /^ */.exec(text.slice(at))?.[0] ?? '' };
    }
    return null;
  }
  const first = value.items[0]?.key;
  const at = isNode(first) ? lineStart(text, first) : null;
  return at === null ? null : { at, form: 'section', indent: /^ */.exec(text.slice(at))?.[0] ?? '' };
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

/** Where the line of a node begins. */
function lineStart(text: string, { range }: Node): number | null {
  return range == null ? null : text.lastIndexOf('\n', range[0] - 1) + 1;
}

function insertion(hook: Hook, around: Surroundings, { form, indent }: Place, text: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const run = `run: ${JSON.stringify(line(hook, around))}`;
  const input = hook.input ? ['use_stdin: true'] : [];
  const command = ['lockstep:', ...[run, ...input].map((each) => `  ${each}`)];
  const lines = {
    hook: [`${hook.name}:`, '  commands:', ...command.map((each) => `    ${each}`)],
    section: ['commands:', ...command.map((each) => `  ${each}`)],
    command,
    job: ['- name: lockstep', ...[run, ...input].map((each) => `  ${each}`)],
  }[form];
  const start = form === 'hook' && text !== '' ? (text.endsWith('\n') ? newline : newline + newline) : '';
  return start + lines.map((each) => indent + each + newline).join('');
}

/** lefthook puts what git gives in place of `{0}`, and the first of it in place of `{1}`. */
function line(hook: Hook, around: Surroundings): string {
  return hookCommand(hook, around, false)
    .replaceAll('"$@"', '{0}')
    .replaceAll(/"\$([123])"/g, '"{$1}"')
    .replace(/ \|\| exit \$\?$/, '');
}
