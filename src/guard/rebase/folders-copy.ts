import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix } from 'node:path';
import type { Side } from '../../history/rebase/own.js';
import type { Project } from '../../project/project.js';
import { askKit, type KitAnswer } from '../../schema/run-kit.js';

/** The migrations of two branches together, in a folder outside of the project that drizzle-kit may change. */
export interface FoldersCopy {
  /** Runs drizzle-kit on the copy, with the schema of the working tree. */
  ask: (args: string[]) => Promise<KitAnswer>;
  /** The tags of its migrations. */
  tags: () => string[];
  /** The files of a migration: name → text. */
  read: (tag: string) => Map<string, string>;
  write: (tag: string, name: string, text: string) => void;
  remove: (tag: string) => void;
  close: () => void;
}

/** @param root absolute path of the working tree. */
export async function copyFolders(root: string, project: Project, sides: Side[]): Promise<FoldersCopy> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'lockstep-rebase-')));
  const out = join(folder, 'out');
  mkdirSync(out);
  const write = (tag: string, name: string, text: string): void => {
    mkdirSync(join(out, tag), { recursive: true });
    writeFileSync(join(out, tag, name), text);
  };
  for (const { tree, history } of sides) {
    for (const { tag, sql, snapshot } of history.migrations) {
      for (const path of [sql, snapshot]) {
        const text = await tree.read(path);
        if (text !== null) write(tag, posix.basename(path), text);
      }
    }
  }
  // A config of JSON is not loaded by 1.0.0-rc.5.
  const config = join(folder, 'drizzle.config.mjs');
  const schema = project.schema.map((pattern) => posix.join(root.replaceAll('\\', '/'), pattern));
  writeFileSync(config, `export default ${JSON.stringify({ dialect: project.dialect, schema, out })};\n`);
  return {
    ask: ([command = '', ...args]) => askKit(join(root, project.folder), [command, '--config', config, ...args]),
    tags: () => readdirSync(out).sort(),
    read: (tag) =>
      new Map(readdirSync(join(out, tag)).map((name) => [name, readFileSync(join(out, tag, name), 'utf8')])),
    write,
    remove: (tag) => rmSync(join(out, tag), { recursive: true, force: true }),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The tag in a path that drizzle-kit names: the migration's folder, or a file in it. */
export function tagIn(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return basename(/\.\w+$/.test(slashed) ? dirname(slashed) : slashed);
}
