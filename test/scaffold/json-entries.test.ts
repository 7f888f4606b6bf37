import { describe, expect, it } from 'vitest';
import { addEntries, entriesFile } from '../../src/scaffold/json-entries.js';

const ours = {
  entries: {
    permissions: { deny: ['Edit(/drizzle/meta/**)', 'Bash(npx drizzle-kit push *)'] },
    hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: 'node x.mjs' }] }] },
  },
};

const existing: [string, string][] = [
  ['nothing but braces', '{}\n'],
  ['braces on two lines', '{\n}\n'],
  ['other settings', '{\n  "model": "opus"\n}\n'],
  [
    'permissions of its own',
    '{\n    "permissions": {\n        "allow": ["Read"],\n        "deny": [\n            "Bash"\n        ]\n    }\n}',
  ],
  ['an empty list', '{\n  "permissions": { "deny": [] },\n  "model": "opus"\n}\n'],
  ['a list on one line', '{ "permissions": { "deny": ["Bash", "Read"] }, "hooks": {} }\n'],
  ['tabs and CRLF', '{\r\n\t"model": "opus",\r\n\t"hooks": {\r\n\t\t"Stop": []\r\n\t}\r\n}\r\n'],
  [
    'a hook of its own',
    '{\n  "hooks": {\n    "PreToolUse": [\n      {\n        "matcher": "Read",\n        "hooks": []\n      }\n    ]\n  }\n}\n',
  ],
  ['a mark of its encoding', '\uFEFF{\n  "a": "}\\"{"\n}\n'],
];

/** Whether every character of `text` is in `whole`, in order. */
function isWithin(text: string, whole: string): boolean {
  let at = 0;
  for (const character of whole) if (character === text[at]) at++;
  return at === text.length;
}

describe('entries in a JSON file that also belongs to others', () => {
  it.each(existing)('join %s, and nothing of it is lost', (_, text) => {
    const joined = addEntries(text, ours, 'settings.json');
    const settings = JSON.parse(joined.replace(/^\uFEFF/, ''));
    expect(settings.permissions.deny).toEqual(expect.arrayContaining(ours.entries.permissions.deny));
    expect(settings.hooks.PreToolUse).toContainEqual(ours.entries.hooks.PreToolUse[0]);
    expect(addEntries(joined, ours, 'settings.json')).toBe(joined);
    expect(isWithin(text, joined)).toBe(true);
  });

  it('stay in order of what was there, each on its line', () => {
    const text = '{\n  "permissions": {\n    "deny": [\n      "Bash"\n    ]\n  }\n}\n';
    expect(addEntries(text, { entries: { permissions: { deny: ['A', 'B'] } } }, 'x.json')).toBe(
      '{\n  "permissions": {\n    "deny": [\n      "Bash",\n      "A",\n      "B"\n    ]\n  }\n}\n',
    );
  });

  it('leave a value of another kind alone', () => {
    const text = '{ "permissions": "allow" }';
    const { permissions } = ours.entries;
    expect(addEntries(text, { entries: { permissions } }, 'x.json')).toBe(text);
  });

  it('make a file of their own with what it needs to be one', () => {
    expect(JSON.parse(entriesFile({ ...ours, frame: { version: 1 } }))).toEqual({ version: 1, ...ours.entries });
  });

  it('are refused to a file with comments, which would be read wrongly', () => {
    expect(() => addEntries('{ /* why */ }', ours, 'opencode.json')).toThrow('opencode.json is not plain JSON');
  });
});
