import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { templatesFolder } from '../../src/scaffold/templates.js';
import { createContext } from './context.js';
import { run } from './run.js';
import { processTerminal } from './terminal.js';

const controller = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => controller.abort());
// `| head` closes the pipe: there is nobody left to print for.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
// Set where this runs inside a git hook; git would work on that repository instead of the new one.
for (const name of ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX']) delete process.env[name];

process.exitCode = await run(
  createContext({
    argv: process.argv.slice(2),
    cwd: process.cwd(),
    env: process.env,
    nodeVersion: process.versions.node,
    version: packageVersion(),
    terminal: processTerminal(controller.signal),
    signal: controller.signal,
  }),
);

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(templatesFolder(), '../package.json'), 'utf8'));
  const version =
    typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : undefined;
  return String(version);
}
