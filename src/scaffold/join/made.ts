import { createHash } from 'node:crypto';
import { LockstepError } from '../../errors.js';
import { isObject } from '../../is-object.js';
import type { JsonEntries } from '../json-entries.js';

/** What joining a project did to one file, as much as is needed to take it out again. Paths are relative to the plan. */
export type Made =
  /** The file is new; `file` is the hash of its content (contentHash). */
  | { path: string; file: string }
  /** Members that a JSON file got, by their keys; `objects` are those made to hold them. */
  | { path: string; members: { at: string[]; value: unknown }[]; objects: string[][] }
  /** Entries that a JSON file got at any depth; it goes with them if nothing else is in it. */
  | { path: string; entries: JsonEntries }
  /** A marked section of a Markdown file, by its hash; the file goes with it if nothing else is in it. */
  | { path: string; section: string }
  /** Text that was put in. */
  | { path: string; text: string };

/** The file in the project's folder that remembers what `lockstep init` added, for `--remove` and `--update`. */
export const recordName = '.lockstep.json';

/** What was asked for, so that `--update` asks for the same. */
export interface JoinedWith {
  parts: string[];
  agents: string[];
  ci: 'github' | 'none';
}

/** The content of the record. */
export interface Record {
  /** The version of this package that wrote it. */
  version: string;
  with: JoinedWith;
  made: Made[];
}

/**
 * Tells one content from every other that a file may have, but not from itself as a formatter leaves it: blanks, quotes,
 * commas and semicolons do not count.
 */
export function contentHash(content: string): string {
  const bare = content.replaceAll(/[\s"'`,;]+/g, '');
  return createHash('sha256').update(bare).digest('hex').slice(0, 32);
}

/** The record as a file: one line for each thing made, so that merges of two branches are readable. */
export function recordText(record: Record): string {
  const made = record.made.map((one) => `    ${JSON.stringify(one)}`).join(',\n');
  return `{
  "about": "What lockstep init added to this project. lockstep init --update and --remove need it.",
  "version": ${JSON.stringify(record.version)},
  "with": ${JSON.stringify(record.with)},
  "made": [${made === '' ? '' : `\n${made}\n  `}]
}
`;
}

/** Reads a record. Throws a LockstepError (exit 2) when it is damaged. */
export function parseRecord(text: string, path: string): Record {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    throw damaged(path, cause);
  }
  if (!isObject(content) || !isObject(content.with) || !Array.isArray(content.made)) throw damaged(path);
  const { version, made } = content;
  const { parts, agents, ci } = content.with;
  if (!isTexts(parts) || !isTexts(agents) || (ci !== 'github' && ci !== 'none')) throw damaged(path);
  if (typeof version !== 'string' || !made.every(isMade)) throw damaged(path);
  return { version, with: { parts, agents, ci }, made };
}

/** Joining never writes there; a record that says so would let a repository change what git runs on this machine. */
const notOurs = /(?:^|\/)(?:\.git|node_modules)(?:\/|$)/i;

function isMade(value: unknown): value is Made {
  if (!isObject(value) || typeof value.path !== 'string' || notOurs.test(value.path)) return false;
  if ([value.file, value.text, value.section].some((kind) => typeof kind === 'string')) return true;
  if (isObject(value.entries)) return isObject(value.entries.entries);
  if (!Array.isArray(value.objects) || !value.objects.every(isTexts)) return false;
  return Array.isArray(value.members) && value.members.every((member) => isObject(member) && isTexts(member.at));
}

function damaged(path: string, cause?: unknown): LockstepError {
  return new LockstepError(`${path} is damaged: it does not tell what lockstep init added.`, {
    path,
    fix: `Restore it from git (git restore ${path}), or delete it and take out by hand what is not wanted.`,
    cause,
  });
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
