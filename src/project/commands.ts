import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Agent } from 'package-manager-detector';
import { resolveCommand } from 'package-manager-detector/commands';
import { LOCKS } from 'package-manager-detector/constants';

/**
 * How one would type a command in a project: its own script when it has one for it, else the package manager's way to
 * run an installed command.
 *
 * @param folder absolute path of the project.
 * @param script the usual name of the script, `db:generate`.
 * @param command the command without it, `lockstep generate`.
 */
export async function typedCommand(folder: string, script: string, command: string): Promise<string> {
  const own = scriptFor(folder, script, command);
  if (own !== null) return runScript(folder, own);
  const agent = await agentIn(folder);
  const resolved = resolveCommand(agent, 'execute-local', command.split(' '));
  return resolved === null ? `npx ${command}` : [resolved.command, ...resolved.args].join(' ');
}

async function agentIn(folder: string): Promise<Agent> {
  // Not loaded with the rest: every command that connects has the advice to install a driver at hand.
  const { detect } = await import('package-manager-detector/detect');
  return (await detect({ cwd: folder }))?.agent ?? 'npm';
}

/** How one would run a script that the project has: `npm run db:migrate`. */
export async function runScript(folder: string, script: string): Promise<string> {
  const agent = await agentIn(folder);
  const resolved = resolveCommand(agent, 'run', [script]);
  return resolved === null ? `npm run ${script}` : [resolved.command, ...resolved.args].join(' ');
}

/**
 * How one would install a package for development, by the package manager whose lockfile is nearest above; npm where
 * there is none.
 *
 * @param folder absolute path of the project.
 */
export function installCommand(folder: string, name: string): string {
  const resolved = resolveCommand(agentOf(folder), 'add', ['-D', name]);
  return resolved === null ? `npm install --save-dev ${name}` : [resolved.command, ...resolved.args].join(' ');
}

/** The package manager whose lockfile is nearest, from `folder` upwards; npm where there is none. */
function agentOf(folder: string): (typeof LOCKS)[string] {
  const above = dirname(folder);
  return lockedBy(folder) ?? (above === folder ? 'npm' : agentOf(above));
}

/** The package manager whose lockfile lies in `folder`; undefined where none does. */
export function lockedBy(folder: string): (typeof LOCKS)[string] | undefined {
  // Deno's lockfile may lie beside that of the manager that installs.
  const lock = Object.keys(LOCKS).find((file) => LOCKS[file] !== 'deno' && existsSync(join(folder, file)));
  return LOCKS[lock ?? ''];
}

/**
 * The script that runs a command of ours: the usual one, if that does not run something else, or another. A command of
 * others is run by what the project has under that name.
 */
function scriptFor(folder: string, script: string, command: string): string | null {
  const scripts = scriptsOf(folder);
  if (!command.startsWith('lockstep ')) {
    const body = scripts[script];
    const [, config] = / --config (\S+)$/.exec(command) ?? [];
    // drizzle-kit with another config works on another database.
    const isOther = config !== undefined && body?.includes('drizzle-kit') === true && !body.includes(config);
    return body === undefined || isOther ? null : script;
  }
  if (scripts[script]?.includes(command) === true) return script;
  return Object.keys(scripts).find((name) => scripts[name]?.trim() === command) ?? null;
}

/** The scripts of its package.json; none where it cannot be read. */
export function scriptsOf(folder: string): Record<string, string> {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return {};
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const scripts = typeof parsed === 'object' && parsed !== null && 'scripts' in parsed ? parsed.scripts : null;
    if (typeof scripts !== 'object' || scripts === null) return {};
    return Object.fromEntries(Object.entries(scripts).map(([name, value]) => [name, String(value)]));
  } catch {
    return {};
  }
}
