import type { PGlite, PGliteOptions } from '@electric-sql/pglite';
import type { Image, ImageFile } from '../kept/image.js';

/** What is used of Emscripten's file system. */
interface Files {
  readdir(path: string): string[];
  stat(path: string): { mode: number };
  isDir(mode: number): boolean;
  readFile(path: string): Uint8Array;
  writeFile(path: string, content: Uint8Array, options: { canOwn: boolean }): void;
  mkdir(path: string): unknown;
  mkdirTree(path: string): unknown;
}

type FileSystem = NonNullable<PGliteOptions['fs']>;

/**
 * The files of a database in memory. After a checkpoint it opens without what the log says of before, so the log goes
 * on in a new segment, which is nothing but zeros: 13 MB remain of 43 (PGlite 0.5.16, fifty tables).
 *
 * @param folder where PGlite has its database.
 */
export async function imageOf(database: PGlite, folder: string): Promise<Image | null> {
  const files: unknown = database.Module?.FS;
  if (!isFiles(files)) return null;
  // It opens as after a crash, and that empties them.
  const unlogged = await database.query("select from pg_class where relpersistence = 'u' and relkind = 'r' limit 1");
  if (unlogged.rows.length > 0) return null;
  await database.exec(
    'set wal_recycle to off; set wal_init_zero to off; select pg_switch_wal(); checkpoint; reset wal_recycle; reset wal_init_zero',
  );
  return pack(files, folder);
}

/** A file system in memory for PGlite that holds a database from the start. */
export function fileSystemOf(image: Image, folder: string): FileSystem {
  let database: PGlite | undefined;
  const files = (): Files => {
    const found: unknown = database?.Module.FS;
    if (!isFiles(found)) throw new Error('This version of PGlite has no file system that can be filled.');
    return found;
  };
  return {
    async init(opened, emscriptenOpts) {
      database = opened;
      return { emscriptenOpts };
    },
    async initialSyncFs() {
      unpack(files(), folder, image);
    },
    async syncToFs() {},
    async closeFs() {
      database?.Module.FS.quit();
    },
    async dumpTar() {
      throw new Error('A kept database is not dumped.');
    },
  };
}

/** The databases that initdb makes are copies of each other: what two files share is there once. */
function pack(from: Files, folder: string): Image {
  const files: ImageFile[] = [];
  const parts: Uint8Array[] = [];
  const known = new Map<string, { at: number; bytes: Uint8Array }[]>();
  let end = 0;
  const walk = (path: string): void => {
    for (const entry of from.readdir(folder + path).filter((name) => name !== '.' && name !== '..')) {
      const inside = `${path}/${entry}`;
      if (from.isDir(from.stat(folder + inside).mode)) {
        files.push({ path: inside, isFolder: true, size: 0, at: 0, length: 0 });
        walk(inside);
        continue;
      }
      const content = from.readFile(folder + inside);
      const bytes = content.subarray(0, lengthWithoutZeros(content));
      const alike = known.get(`${entry} ${bytes.length}`) ?? [];
      const same = alike.find((other) => Buffer.compare(other.bytes, bytes) === 0);
      files.push({ path: inside, isFolder: false, size: content.length, at: same?.at ?? end, length: bytes.length });
      if (same !== undefined) continue;
      known.set(`${entry} ${bytes.length}`, [...alike, { at: end, bytes }]);
      parts.push(bytes);
      end += bytes.length;
    }
  };
  walk('');
  return { files, content: Buffer.concat(parts) };
}

/** Files own their part of the image: copying all of it would double the time. */
function unpack(to: Files, folder: string, { files, content }: Image): void {
  const taken = new Set<number>();
  to.mkdirTree(folder);
  for (const { path, isFolder, size, at, length } of files) {
    if (isFolder) {
      to.mkdir(folder + path);
      continue;
    }
    // Not Buffer's own subarray: its slice() would not copy.
    const part = new Uint8Array(content.buffer, content.byteOffset + at, length);
    const isWhole = length === size && !taken.has(at);
    if (length > 0) taken.add(at);
    to.writeFile(folder + path, isWhole ? part : padded(part, size), { canOwn: true });
  }
}

function padded(part: Uint8Array, size: number): Uint8Array {
  const whole = new Uint8Array(size);
  whole.set(part);
  return whole;
}

function lengthWithoutZeros(content: Uint8Array): number {
  let length = content.length;
  if (content.byteOffset % 8 === 0 && length % 8 === 0) {
    const words = new BigUint64Array(content.buffer, content.byteOffset, length / 8);
    let last = words.length;
    while (last > 0 && words[last - 1] === 0n) last--;
    length = last * 8;
  }
  return length;
}

function isFiles(value: unknown): value is Files {
  const needed = ['readdir', 'stat', 'isDir', 'readFile', 'writeFile', 'mkdir', 'mkdirTree'];
  return (
    typeof value === 'object' &&
    value !== null &&
    needed.every((name) => typeof Reflect.get(value, name) === 'function')
  );
}
