import { resolveCommand } from 'package-manager-detector/commands';

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** How one installs what package.json names. */
export function installAllCommand(manager: PackageManager): string {
  return typed(resolveCommand(manager, 'install', []), 'npm install');
}

/** How one adds a package, or another version of it: `drizzle-orm@0.45`. */
export function addCommand(manager: PackageManager, name: string, isDevelopment: boolean): string {
  const args = isDevelopment ? ['-D', name] : [name];
  return typed(resolveCommand(manager, 'add', args), `npm install ${args.join(' ')}`);
}

/** How one runs the command of an installed package: `npx lockstep check`. */
export function localCommand(manager: PackageManager, command: string): string {
  return typed(resolveCommand(manager, 'execute-local', command.split(' ')), `npx ${command}`);
}

/** How one runs lockstep where it may not be installed yet. */
export function initCommand(manager: PackageManager, isAdopted: boolean): string {
  if (isAdopted) return localCommand(manager, 'lockstep init');
  return typed(resolveCommand(manager, 'execute', ['drizzle-lockstep', 'init']), 'npx drizzle-lockstep init');
}

function typed(resolved: { command: string; args: string[] } | null, otherwise: string): string {
  return resolved === null ? otherwise : [resolved.command, ...resolved.args].join(' ');
}
