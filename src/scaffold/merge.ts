import { LockstepError } from '../errors.js';
import { isObject } from '../is-object.js';
import { applyInsertions, type Insertion, insertMembers, type Member } from './json-insert.js';
import { type JsonObjectNode, locateObject } from './json-nodes.js';

/**
 * Adds the lines of `wanted` that `existing` does not have, at its end; for .gitignore, .gitattributes, .env files.
 * With `first` they come before it: where the last line that fits decides, those that are there keep deciding.
 * A line counts as there when it is equal without surrounding blanks; for `NAME=value` lines, when the name is there
 * (also commented out): a value that somebody chose is never set twice. What exists stays as it is, to the byte.
 */
export function mergeLines(existing: string, wanted: string, options: { first?: boolean } = {}): string {
  const newline = newlineOf(existing);
  const present = new Set(existing.split(/\r?\n/).map(keyOf));
  const missing: string[] = [];
  for (const line of wanted.split(/\r?\n/)) {
    const key = keyOf(line);
    if (key === '') missing.push('');
    else if (!present.has(key)) {
      missing.push(line);
      present.add(key);
    }
  }
  const block = tidied(missing);
  if (block.length === 0) return existing;
  if (options.first === true && existing !== '') {
    const mark = existing.startsWith('\uFEFF') ? '\uFEFF' : '';
    return mark + block.join(newline) + newline + newline + existing.slice(mark.length);
  }
  const start = existing === '' || existing.endsWith('\n') ? existing : existing + newline;
  return start + block.join(newline) + newline;
}

const assignment = /^\s*#?\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=/;

function keyOf(line: string): string {
  return assignment.exec(line)?.[1] ?? line.trim();
}

/** Without doubled blank lines, and without comments whose lines were all there already. */
function tidied(lines: string[]): string[] {
  const isComment = (line: string) => /^\s*#/.test(line) && !assignment.test(line);
  const kept: string[] = [];
  for (const [index, line] of lines.entries()) {
    const below = lines.slice(index + 1).find((other) => !isComment(other));
    if (isComment(line) && (below === undefined || below === '')) continue;
    if (line === '' && (kept.length === 0 || kept.at(-1) === '')) continue;
    kept.push(line);
  }
  while (kept.at(-1) === '') kept.pop();
  return kept;
}

/**
 * Adds to a package.json the fields, scripts and dependencies that it lacks.
 * No byte of what is there changes: not a value, nor the order, the indentation, the line endings, the final newline.
 * A dependency goes to its alphabetical place, and is left out when the package is there as one of another kind.
 * Throws a LockstepError when either text is not a JSON object.
 */
export function mergePackageJson(existing: string, wanted: string): string {
  const mine = parseObject(existing);
  const theirs = parseObject(wanted);
  const have = new Set(installedFields.flatMap((field) => Object.keys(asObject(mine[field]) ?? {})));
  for (const field of [...installedFields, 'peerDependencies']) {
    const packages = asObject(theirs[field]);
    if (packages === null) continue;
    const missing = Object.entries(packages).filter(([name]) => !have.has(name));
    if (missing.length > 0) theirs[field] = Object.fromEntries(missing);
    else delete theirs[field];
  }
  const format = { newline: newlineOf(existing), indent: /^[ \t]+(?=")/m.exec(existing)?.[0] ?? '  ' };
  return applyInsertions(existing, missingMembers(existing, locateObject(existing), theirs, format, true));
}

/** What npm installs; peer dependencies may be there as well. */
const installedFields = ['dependencies', 'devDependencies', 'optionalDependencies'];

function missingMembers(
  text: string,
  node: JsonObjectNode,
  wanted: Record<string, unknown>,
  format: { indent: string; newline: string },
  top: boolean,
  sorted = false,
): Insertion[] {
  const insertions: Insertion[] = [];
  const added = new Map<number, Member[]>();
  for (const [key, value] of Object.entries(wanted)) {
    const there = node.children.find((member) => member.key === key);
    if (there === undefined) {
      const place = sorted ? node.children.findLastIndex((member) => member.key < key) : node.children.length - 1;
      added.set(place, [...(added.get(place) ?? []), { key, value }]);
      continue;
    }
    const inner = asObject(value);
    if (there.value.kind === 'object' && inner !== null) {
      const keepsOrder = top && key.toLowerCase().endsWith('dependencies');
      insertions.push(...missingMembers(text, there.value, inner, format, false, keepsOrder));
    }
  }
  for (const [after, members] of added) {
    if (sorted) members.sort((a, b) => (a.key < b.key ? -1 : 1));
    insertions.push(insertMembers(text, node, after, members, format));
  }
  return insertions;
}

function asObject(value: unknown): Record<string, unknown> | null {
  return isObject(value) ? value : null;
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new LockstepError(`package.json is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, {
      path: 'package.json',
      fix: 'Mend the file, or overwrite it with --force.',
      cause,
    });
  }
  if (!isObject(value)) {
    throw new LockstepError('package.json is not a JSON object.', { path: 'package.json', fix: 'Mend the file.' });
  }
  return value;
}

/** The line ending that a text uses most. */
function newlineOf(text: string): '\r\n' | '\n' {
  const all = text.split('\n').length - 1;
  const windows = text.split('\r\n').length - 1;
  return windows > all / 2 ? '\r\n' : '\n';
}
