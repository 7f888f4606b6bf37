import { posix } from 'node:path';
import type { Tree } from '../../src/repo/tree.js';
import type { Joining } from '../../src/scaffold/join/joining.js';

/**
 * What git has to know of the migrations folder: the same bytes on every system, since drizzle keeps the hash of each
 * migration that it applied, and which files drizzle-kit writes. Migrations that have CRLF now are left as they are.
 *
 * @param out the migrations folder, relative to the repository's top.
 */
export async function joinAttributes(joining: Joining, tree: Tree, out: string): Promise<void> {
  const path = '.gitattributes';
  const text = joining.read(path);
  const lines = [`${out}/** text eol=lf`, `${out}/meta/** linguist-generated`];
  if (/[\s"\\*?[\]]|^[!#]/.test(out) || text?.split(/\r?\n/).some((line) => line.startsWith(`${out}/`)) === true)
    return;
  const sql = tree.paths().filter((file) => file.startsWith(`${out}/`) && posix.extname(file) !== '');
  for (const file of sql) if ((await tree.read(file))?.includes('\r\n') === true) return;
  const block = `# The same bytes on every system: drizzle keeps the hash of each migration that it applied.\n${lines.join('\n')}\n`;
  if (text === null) joining.create(path, block);
  else {
    const newline = text.includes('\r\n') ? '\r\n' : '\n';
    const start = text === '' || text.endsWith('\n') ? newline : newline + newline;
    joining.insert(path, start + block.replaceAll('\n', newline), text.length);
  }
}
