import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LockstepError } from '../errors.js';
import type { KitLine } from '../project/project.js';

/** A migration as its files say, with nothing but the file system: an image for production has no git. */
export interface LocalMigration {
  /** `0003_add_orders`, or the folder's name on the 1.0 line. */
  tag: string;
  /** Milliseconds since 1970: `when` of the journal, or the time in the folder's name. */
  when: number;
  /** The content of the SQL file, as it is. */
  sql: string;
  /** SHA-256 of the file in hex: what drizzle writes into its ledger (0.45.4, 1.0.0-rc.5). */
  hash: string;
  /** Absolute paths. */
  path: string;
  downPath: string;
}

/** The migrations of a folder, in the order in which drizzle applies them. */
export interface LocalHistory {
  line: KitLine;
  /** Absolute path of the folder. */
  folder: string;
  migrations: LocalMigration[];
}

/**
 * Reads a migrations folder from the disk.
 *
 * @param folder absolute path.
 * @throws LockstepError (exit 2) when it is not there, or a file that the journal names is missing.
 */
export function readLocal(folder: string): LocalHistory {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new LockstepError(`There is no migrations folder ${folder}.`, {
      path: folder,
      fix: 'Generate the first migration, or copy the folder into the image that migrates (COPY drizzle ./drizzle).',
    });
  }
  const journal = join(folder, 'meta/_journal.json');
  const folders = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isFile() && existsSync(join(folder, entry.name, 'migration.sql')))
    .map(({ name }) => name);
  // A journal without entries beside folders is a leftover of the way to 1.0.
  if (!existsSync(journal)) return { line: 'folders', folder, migrations: byFolders(folder, folders) };
  const entries = entriesOf(journal);
  if (entries.length === 0 && folders.length > 0) {
    return { line: 'folders', folder, migrations: byFolders(folder, folders) };
  }
  const migrations = entries.map(({ tag, when }) =>
    migration({ tag, when, path: join(folder, `${tag}.sql`), downPath: join(folder, `${tag}.down.sql`) }, journal),
  );
  return { line: 'journal', folder, migrations };
}

function byFolders(folder: string, names: string[]): LocalMigration[] {
  // As drizzle-orm 1.0.0-rc.5 sorts them.
  return names
    .sort((a, b) => a.localeCompare(b))
    .map((tag) => {
      const at = join(folder, tag);
      const files = { path: join(at, 'migration.sql'), downPath: join(at, 'down.sql') };
      return migration({ tag, when: timeIn(tag), ...files }, at);
    });
}

/** The time in a folder's name, `20261120115752_fill`: its first 14 digits, in UTC. */
export function timeIn(name: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(name) ?? [];
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

function entriesOf(journal: string): { tag: string; when: number }[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(journal, 'utf8'));
  } catch (cause) {
    throw broken(journal, 'is not JSON', cause);
  }
  const entries: unknown = typeof content === 'object' && content !== null ? Reflect.get(content, 'entries') : null;
  if (!Array.isArray(entries)) throw broken(journal, 'has no list of entries');
  return entries.map((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) throw broken(journal, 'has an entry that is no object');
    const { tag, when }: { tag?: unknown; when?: unknown } = entry;
    if (typeof tag !== 'string' || typeof when !== 'number') throw broken(journal, 'has an entry without tag and when');
    if (/[\\/]|^\.\.?$/.test(tag)) throw broken(journal, `names ${JSON.stringify(tag)}, which is no name of a file`);
    return { tag, when };
  });
}

function migration(named: Omit<LocalMigration, 'sql' | 'hash'>, listedIn: string): LocalMigration {
  let bytes: Buffer;
  try {
    bytes = readFileSync(named.path);
  } catch (cause) {
    throw new LockstepError(`${named.path} is missing, and ${listedIn} names it.`, {
      path: named.path,
      fix: 'Restore the file from git, or copy the whole migrations folder into the image.',
      cause,
    });
  }
  // drizzle hashes the text that it decoded, not the bytes.
  const sql = bytes.toString();
  return { ...named, sql, hash: sha256(sql) };
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function broken(path: string, what: string, cause?: unknown): LockstepError {
  return new LockstepError(`${path} ${what}.`, { path, fix: 'Restore it from git.', cause });
}
