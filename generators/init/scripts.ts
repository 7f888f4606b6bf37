import { posix } from 'node:path';
import type { Dialect } from '../../src/project/dialects.js';
import type { Joining } from '../../src/scaffold/join/joining.js';
import { parseJsonObject, valueAt } from '../../src/scaffold/join/json.js';
import type { Surroundings } from '../../src/scaffold/surroundings.js';
import { dependencyVersions } from '../project/versions.js';

/** The commands that get a script, which a new project calls `db:COMMAND`. */
const commands = ['new', 'generate', 'check', 'down', 'prove', 'review'] as const;
/** Those that work on a database. */
const databaseCommands = ['migrate', 'rollback', 'status', 'drift'] as const;

export type ScriptCommand = (typeof commands)[number] | (typeof databaseCommands)[number];

/** The script of a command: one that runs it already, else the first free name. */
export function scriptName(scripts: Record<string, string>, command: ScriptCommand): string {
  const there = Object.keys(scripts).find((script) => scripts[script]?.trim() === `lockstep ${command}`);
  if (there !== undefined) return there;
  const own = `lockstep:${command}`;
  const names = [`db:${command}`, own, ...Array.from({ length: 8 }, (_, index) => `${own}:${index + 2}`)];
  return names.find((candidate) => !(candidate in scripts)) ?? `${own}:new`;
}

/**
 * Scripts and development dependencies that the project lacks. A script of the same name stays; ours gets another name,
 * and a note says which.
 */
export function joinScripts(
  joining: Joining,
  around: Surroundings,
  options: {
    dialect: Dialect;
    /** Lockstep reaches the database. */
    migrates: boolean;
    nodeVersion: string;
    lockstepSpec: string;
  },
): void {
  const manifest = posix.join(around.folder, 'package.json');
  const there = valueAt(parseJsonObject(joining.read(manifest) ?? '{}', manifest), ['scripts']);
  const scripts: Record<string, string> = {};
  for (const command of [...commands, ...(options.migrates ? databaseCommands : [])]) {
    const usual = `db:${command}`;
    const name = scriptName(around.scripts, command);
    scripts[name] = `lockstep ${command}`;
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
