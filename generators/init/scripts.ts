import { posix } from 'node:path';
import type { Dialect } from '../../src/project/dialects.js';
import type { Joining } from '../../src/scaffold/join/joining.js';
import { parseJsonObject, valueAt } from '../../src/scaffold/join/json.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { dependencyVersions } from '../project/versions.js';

/** The commands that get a script, by the script's name in a new project. */
const wanted = {
  'db:new': 'lockstep new',
  'db:generate': 'lockstep generate',
  'db:check': 'lockstep check',
  'db:down': 'lockstep down',
  'db:prove': 'lockstep prove',
} as const;

/** A command of the list above, as in `lockstep check`: `check`. */
export type ScriptCommand = 'new' | 'generate' | 'check' | 'down' | 'prove';

/** The script of each command: one that runs it already, else the first free name. */
export function scriptNames(scripts: Record<string, string>): Record<ScriptCommand, string> {
  const name = (usual: keyof typeof wanted): string => {
    const command = wanted[usual];
    const there = Object.keys(scripts).find((script) => scripts[script]?.trim() === command);
    if (there !== undefined) return there;
    const own = usual.replace('db:', 'lockstep:');
    const names = [usual, own, ...Array.from({ length: 8 }, (_, index) => `${own}:${index + 2}`)];
    return names.find((candidate) => !(candidate in scripts)) ?? `${own}:new`;
  };
  return {
    new: name('db:new'),
    generate: name('db:generate'),
    check: name('db:check'),
    down: name('db:down'),
    prove: name('db:prove'),
  };
}

/**
 * Scripts and development dependencies that the project lacks. A script of the same name stays; ours gets another name,
 * and a note says which.
 */
export function joinScripts(
  joining: Joining,
  around: Surroundings,
  options: { dialect: Dialect; nodeVersion: string; lockstepSpec: string },
): void {
  const manifest = posix.join(around.folder, 'package.json');
  const names = scriptNames(around.scripts);
  const there = valueAt(parseJsonObject(joining.read(manifest) ?? '{}', manifest), ['scripts']);
  const scripts: Record<string, string> = {};
  for (const [usual, command] of Object.entries(wanted)) {
    const name = names[commandOf(command)];
    scripts[name] = command;
    if (name !== usual && valueAt(there, [name]) === undefined) {
      joining.notes.push(
        `The script ${usual} stays as it is (${JSON.stringify(around.scripts[usual] ?? '')}); lockstep's is ${name}.`,
      );
    }
  }
  const versions = dependencyVersions(options.nodeVersion);
  const has = (name: string): boolean => name in around.dependencies;
  const devDependencies = {
    ...(has('drizzle-lockstep') ? {} : { 'drizzle-lockstep': options.lockstepSpec }),
    // What migrations are proven on: the engine of the dialect that runs inside the process.
    ...(options.dialect === 'postgresql' && !has('@electric-sql/pglite')
      ? { '@electric-sql/pglite': versions['@electric-sql/pglite'] }
      : {}),
    ...(options.dialect === 'sqlite' && !has('@libsql/client') ? { '@libsql/client': versions['@libsql/client'] } : {}),
    ...(options.dialect === 'mysql' && !has('mysql2') ? { mysql2: versions.mysql2 } : {}),
  };
  joining.members(manifest, {
    scripts,
    ...(Object.keys(devDependencies).length === 0 ? {} : { devDependencies }),
  });
}

/** The dependency alone, where the project lacks it. */
export function joinLockstep(joining: Joining, around: Surroundings, lockstepSpec: string): void {
  const manifest = posix.join(around.folder, 'package.json');
  if ('drizzle-lockstep' in around.dependencies || joining.read(manifest) === null) return;
  joining.members(manifest, { devDependencies: { 'drizzle-lockstep': lockstepSpec } });
}

function commandOf(command: (typeof wanted)[keyof typeof wanted]): ScriptCommand {
  switch (command) {
    case 'lockstep new':
      return 'new';
    case 'lockstep generate':
      return 'generate';
    case 'lockstep check':
      return 'check';
    case 'lockstep down':
      return 'down';
    case 'lockstep prove':
      return 'prove';
  }
}
