import { resolveCommand } from 'package-manager-detector/commands';
import { agentOf } from '../project/commands.js';

/** How one installs what the package.json of a folder names. */
export function installAllCommand(folder: string): string {
  return typed(resolveCommand(agentOf(folder), 'install', []), 'npm install');
}

/** How one adds a package, or another version of it: `drizzle-orm@0.45`. */
export function addCommand(folder: string, name: string, isDevelopment: boolean): string {
  const args = isDevelopment ? ['-D', name] : [name];
  return typed(resolveCommand(agentOf(folder), 'add', args), `npm install ${args.join(' ')}`);
}

/** How one runs the command of an installed package: `npx lockstep check`. */
export function localCommand(folder: string, command: string): string {
  return typed(resolveCommand(agentOf(folder), 'execute-local', command.split(' ')), `npx ${command}`);
}

function typed(resolved: { command: string; args: string[] } | null, otherwise: string): string {
  return resolved === null ? otherwise : [resolved.command, ...resolved.args].join(' ');
}
