import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../engine.js';
import type { EmbeddedDatabase, Image } from '../kept/image.js';
import { removeAbandoned } from '../kept/leftovers.js';

const prefix = 'lockstep-database-';
const day = 24 * 60 * 60 * 1000;

/**
 * A database in a file of its own, gone when it is closed: libSQL gives no bytes of one in memory. Nobody but this
 * process reads it, so nothing is waited for to reach the disk.
 *
 * @param open opens the database of a file.
 */
export async function openFromImage(open: (file: string) => Engine, image: Image | null): Promise<EmbeddedDatabase> {
  removeAbandoned(tmpdir(), new RegExp(`^${prefix}(?<pid>\\d+)-`), day);
  const folder = mkdtempSync(join(tmpdir(), `${prefix}${process.pid}-`));
  const file = join(folder, 'database');
  const openFile = async (): Promise<Engine> => {
    const opened = open(file);
    await opened.run('pragma synchronous = off; pragma journal_mode = memory');
    return opened;
  };
  let current: Engine;
  try {
    if (image !== null) writeFileSync(file, image.content);
    current = await openFile();
  } catch (thrown) {
    rmSync(folder, { recursive: true, force: true });
    throw thrown;
  }
  return {
    engine: {
      ...current,
      run: (sql) => current.run(sql),
      query: (sql) => current.query(sql),
      async close() {
        await current.close();
        rmSync(folder, { recursive: true, force: true });
      },
    },
    // PRAGMAs, temporary tables and attached databases belong to the connection.
    async renew() {
      await current.close();
      current = await openFile();
    },
    async image() {
      // A migration may have turned write-ahead logging on; what is in the log is in no copy of the file.
      await current.run('pragma wal_checkpoint(truncate)');
      const content = readFileSync(file);
      return {
        files: [{ path: '/database', isFolder: false, size: content.length, at: 0, length: content.length }],
        content,
      };
    },
  };
}
