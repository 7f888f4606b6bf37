import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolveCommand } from 'package-manager-detector/commands';
import { LOCKS } from 'package-manager-detector/constants';
import { detect } from 'package-manager-detector/detect';

/**
 * How one would type `lockstep …` in a project: its own script when it has one, else the package manager's way to
 * run an installed command.
 *
 * @param folder absolute path of the project.
 * @param script the script's name, `db:generate`.
 * @param command the command without it, `lockstep generate`.
 */
export async function typedCommand(folder: string, script: string, command: string): Promise<string> {
  const agent = (await detect({ cwd: folder }))?.agent ?? 'npm';
  const resolved = hasScript(folder, script)
    ? resolveCommand(agent, 'run', [script])
    : resolveCommand(agent, 'execute-local', command.split(' '));
  return resolved === null ? `npx ${command}` : [resolved.command, ...resolved.args].join(' ');
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
export function agentOf(folder: string): (typeof LOCKS)[string] {
  const lock = Object.keys(LOCKS).find((file) => existsSync(join(folder, file)));
  const above = dirname(folder);
  if (lock === undefined && above !== folder) return agentOf(above);
  return LOCKS[lock ?? ''] ?? 'npm';
}

function hasScript(folder: string, script: string): boolean {
  const path = join(folder, 'package.json');
  if (!existsSync(path)) return false;
  try {
    const parsed: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const scripts = typeof parsed === 'object' && parsed !== null && 'scripts' in parsed ? parsed.scripts : null;
    return typeof scripts === 'object' && scripts !== null && script in scripts;
  } catch {
    return false;
  }
}
