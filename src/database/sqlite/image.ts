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
    async renew(sql) {
      // These alone belong to the connection; opening it again reads the whole schema.
      if (!/pragma|temp|attach/i.test(sql)) return;
      await current.run('rollback').catch(() => undefined);
      // Write-ahead logging stays on in the file, and libSQL (0.18) lets go of such a file only later.
      await current.run('pragma journal_mode = memory');
      await current.close();
      current = await openFile();
    },
    async image() {
      const content = readFileSync(file);
      return {
        files: [{ path: '/database', isFolder: false, size: content.length, at: 0, length: content.length }],
        content,
      };
    },
  };
}
