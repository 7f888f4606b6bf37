// npm run create -- [dir] [options]: what `npm create drizzle-lockstep` does, from this clone instead of a registry.
// Builds, packs drizzle-lockstep, and makes a project that depends on the tarball.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
if (!existsSync(join(root, 'node_modules/esbuild'))) {
  console.error('The dependencies of this repository are not installed.\n→ npm ci');
  process.exit(2);
}

try {
  // What the build prints goes to stderr: stdout belongs to the command, which may print JSON.
  execFileSync(process.execPath, [join(root, 'scripts/build.mjs')], { stdio: ['ignore', 2, 2] });
} catch {
  console.error('The build failed.');
  process.exit(1);
}
const { pack } = await import('./pack.mjs');
// A folder that stays: the project's package.json names the tarball. git ignores *.tgz.
const tarball = await pack('drizzle-lockstep', join(root, '.packed'));

const child = spawn(
  process.execPath,
  [join(root, 'create/dist/index.js'), '--lockstep', `file:${tarball}`, ...process.argv.slice(2)],
  // npm runs scripts in the folder of the package and says here where the user stands.
  { cwd: process.env.INIT_CWD ?? process.cwd(), stdio: 'inherit' },
);
// The terminal sends Ctrl-C to both; the command says what it leaves behind, and its exit code is passed on.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT') child.kill(signal);
  });
}
child.on('error', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
