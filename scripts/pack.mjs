// Packs the packages as npm would publish them. Needs a build.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { x } from 'tinyexec';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The folder of each package, by its name. */
export const packageFolders = { 'drizzle-lockstep': root, 'create-drizzle-lockstep': join(root, 'create') };

/**
 * Packs one package into `destination`; returns the tarball's path. Its name has a hash of its content: a project
 * that was made from an older one keeps what its lockfile says.
 */
export async function pack(name, destination) {
  mkdirSync(destination, { recursive: true });
  const folder = mkdtempSync(join(destination, 'pack-'));
  try {
    const { exitCode, stderr } = await x('npm', ['pack', '--pack-destination', folder], {
      nodeOptions: { cwd: packageFolders[name] },
    });
    const [file] = readdirSync(folder);
    if (exitCode !== 0 || file === undefined) throw new Error(`npm pack of ${name} failed.\n${stderr}`);
    const hash = createHash('sha256')
      .update(readFileSync(join(folder, file)))
      .digest('hex')
      .slice(0, 10);
    const tarball = join(destination, file.replace(/\.tgz$/, `-${hash}.tgz`));
    renameSync(join(folder, file), tarball);
    return tarball;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
