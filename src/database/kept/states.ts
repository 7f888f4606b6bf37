import { randomBytes } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { CatalogObject } from '../catalog.js';
import type { ReplayFailure } from '../replay.js';
import type { Image, ImageFile } from './image.js';
import { removeAbandoned } from './leftovers.js';

/** What is known of a database that some migrations were replayed on. */
export interface State {
  image: Image;
  /** `null` for an empty database: it is not read. */
  catalog: CatalogObject[] | null;
  applied: string[];
  failures: ReplayFailure[];
}

const ending = '.state';
const magic = 'lockste1';
/** The magic word, the checksum of all that follows, and how many bytes of it are the description. */
const headLength = 16;
/** For each project; the states before the newest migrations of several branches, say. */
const statesOfOne = 3;
const bytesOfAll = 256 * 1024 * 1024;
const hour = 60 * 60 * 1000;

/** Which of these states is kept: the last one in the list that is there, or -1. */
export function lastKept(folder: string, names: string[]): number {
  removeAbandoned(folder, /\.(?<pid>\d+)-[0-9a-f]+\.tmp$/, hour);
  const kept = new Set(entriesOf(folder));
  return names.findLastIndex((name) => kept.has(name + ending));
}

/** Reads a state; `null` when it is not there or damaged. A damaged one is removed. */
export function readState(folder: string, name: string): State | null {
  const path = join(folder, name + ending);
  let content: Buffer;
  try {
    content = readFileSync(path);
  } catch {
    return null;
  }
  const state = parse(content);
  if (state === null) removeState(folder, name);
  else touch(path);
  return state;
}

export function removeState(folder: string, name: string): void {
  try {
    rmSync(join(folder, name + ending), { force: true });
  } catch {
    // A folder that cannot be written: the state is found damaged again the next time.
  }
}

/**
 * Keeps a state, whole or not at all, and lets the least recently used ones go. One that cannot be kept (a full disk,
 * a folder that cannot be written) costs nothing but time.
 */
export function writeState(folder: string, name: string, { image, ...facts }: State): void {
  const description = Buffer.from(JSON.stringify({ ...facts, files: image.files }));
  const head = Buffer.alloc(headLength);
  head.write(magic, 'latin1');
  head.writeUInt32LE(crc32(image.content, crc32(description)), 8);
  head.writeUInt32LE(description.length, 12);
  const path = join(folder, name + ending);
  const temporary = `${path}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  try {
    mkdirSync(folder, { recursive: true });
    writeAll(temporary, [head, description, image.content]);
    renameSync(temporary, path);
    prune(folder, name);
  } catch {
    rmQuietly(temporary);
  }
}

function parse(content: Buffer): State | null {
  if (content.length < headLength || content.toString('latin1', 0, 8) !== magic) return null;
  if (crc32(content.subarray(headLength)) !== content.readUInt32LE(8)) return null;
  const end = headLength + content.readUInt32LE(12);
  const facts: unknown = JSON.parse(content.toString('utf8', headLength, end));
  if (!isDescription(facts)) return null;
  const { files, ...others } = facts;
  return { ...others, image: { files, content: content.subarray(end) } };
}

/** The checksum and the name, which the version of lockstep is part of, stand for what is in the lists. */
function isDescription(value: unknown): value is Omit<State, 'image'> & { files: ImageFile[] } {
  if (typeof value !== 'object' || value === null) return false;
  return ['files', 'catalog', 'applied', 'failures'].every((field) => {
    const list: unknown = Reflect.get(value, field);
    return Array.isArray(list) || (field === 'catalog' && list === null);
  });
}

function prune(folder: string, newest: string): void {
  const owner = ownerOf(newest);
  const kept = entriesOf(folder)
    .filter((entry) => entry.endsWith(ending))
    .map((entry) => ({ entry, ...sizeAndAge(join(folder, entry)) }))
    .sort((a, b) => b.used - a.used);
  let bytes = 0;
  let ofOwner = 0;
  for (const { entry, size } of kept) {
    bytes += size;
    if (ownerOf(entry) === owner) ofOwner++;
    if (entry === newest + ending) continue;
    if (bytes > bytesOfAll || (ownerOf(entry) === owner && ofOwner > statesOfOne)) rmQuietly(join(folder, entry));
  }
}

function ownerOf(name: string): string {
  return name.slice(0, name.indexOf('-'));
}

function sizeAndAge(path: string): { size: number; used: number } {
  try {
    const { size, mtimeMs } = statSync(path);
    return { size, used: mtimeMs };
  } catch {
    return { size: 0, used: 0 };
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function touch(path: string): void {
  try {
    utimesSync(path, new Date(), new Date());
  } catch {
    // A folder that cannot be written: nothing is pruned there either.
  }
}

function writeAll(path: string, parts: Uint8Array[]): void {
  const file = openSync(path, 'wx');
  try {
    for (const part of parts) {
      for (let at = 0; at < part.length; ) at += writeSync(file, part, at);
    }
  } finally {
    closeSync(file);
  }
}

function rmQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is swept away later.
  }
}
