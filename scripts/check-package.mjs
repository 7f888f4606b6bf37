// Looks at both packages as npm would publish them. Exit code 1 when one should not be published so.
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { x } from 'tinyexec';
import { pack, packageFolders } from './pack.mjs';

/** `npm create` downloads it whenever it is new: it has to stay small. */
const largestCreatePackage = 400_000;

const bin = fileURLToPath(new URL('../node_modules/.bin/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'lockstep-packages-'));
const problems = [];
try {
  for (const [name, home] of Object.entries(packageFolders)) {
    const tarball = await pack(name, folder);
    const size = statSync(tarball).size;
    console.log(`${name}: ${(size / 1000).toFixed(1)} kB packed`);
    await tool(name, 'publint', ['run', tarball, '--strict']);
    const manifest = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
    // A package without exports has no types to look at.
    if (manifest.exports !== undefined) await tool(name, 'attw', [tarball, '--profile', 'esm-only']);
    if (name !== 'create-drizzle-lockstep') continue;
    if (size > largestCreatePackage) problems.push(`${name} is larger than ${largestCreatePackage / 1000} kB.`);
    for (const kind of ['dependencies', 'peerDependencies', 'optionalDependencies']) {
      const names = Object.keys(manifest[kind] ?? {});
      if (names.length > 0) problems.push(`${name} has ${kind}: ${names.join(', ')}.`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(`✗ ${problem}`);
if (problems.length === 0) console.log('Both packages can be published.');
process.exitCode = problems.length === 0 ? 0 : 1;

async function tool(name, command, args) {
  const { exitCode, stdout, stderr } = await x(join(bin, command), args);
  if (exitCode === 0) return;
  console.error(`${stdout}${stderr}`.trimEnd());
  problems.push(`${command} finds fault with ${name}.`);
}
