import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { findInstalled } from '../../project/kit.js';
import type { Check, Found } from '../check.js';
import { addCommand, type PackageManager } from '../commands.js';
import type { Examined } from '../subject.js';

const proofUrl = 'LOCKSTEP_PROOF_URL';

export const noEngine: Check = {
  name: 'doctor/no-engine',
  severity: 'warning',
  otherwise: 'A note where no package of the repository has lockstep yet.',
  holds: 'There is an engine to prove migrations on',
  docs: {
    what: 'Nothing is installed that migrations of the dialect can be tried on: PGlite for PostgreSQL, libSQL or better-sqlite3 for SQLite, mysql2 and a server for MySQL.',
    why: '`lockstep generate` then writes a down file that was never run, and `lockstep prove` cannot prove it.',
    example: `doctor/no-engine  package.json
  @electric-sql/pglite is not installed: migrations for PostgreSQL cannot be proven.`,
    mend: `Install the engine for development; it takes no server:

    npm install --save-dev @electric-sql/pglite

MySQL has none: set \`LOCKSTEP_PROOF_URL=mysql://USER:PASSWORD@HOST:3306\` to a server on which lockstep may make databases
of its own and drop them.`,
  },
  run({ projects, isAdopted, env, manager }) {
    return projects
      .flatMap((examined) => of(examined, hasProofServer(env, examined.folder), manager))
      .map((found) => (isAdopted ? found : { ...found, severity: 'info' as const }));
  },
};

function of({ project, folder, manifest }: Examined, hasServer: boolean, manager: PackageManager): Found[] {
  // One that is only not installed yet is not missing.
  const has = (name: string): boolean =>
    findInstalled(folder, name) !== null || manifest?.dependencies.has(name) === true;
  const place = { config: project.config, ...(manifest === null ? {} : { path: manifest.path }) };
  const missing = (name: string, label: string): Found[] => [
    {
      ...place,
      message: `${name} is not installed: migrations for ${label} cannot be proven.`,
      target: name,
      fix: addCommand(manager, name, true),
    },
  ];
  switch (project.dialect) {
    case 'postgresql':
      if (has('@electric-sql/pglite')) return [];
      return hasServer && (has('pg') || has('postgres')) ? [] : missing('@electric-sql/pglite', 'PostgreSQL');
    case 'sqlite':
      return has('@libsql/client') || has('better-sqlite3') ? [] : missing('@libsql/client', 'SQLite');
    case 'mysql':
      if (!has('mysql2')) return missing('mysql2', 'MySQL');
      if (hasServer) return [];
      return [
        {
          ...place,
          message: `${proofUrl} is not set: migrations for MySQL are proven on a server, for want of an engine inside the process.`,
          fix: `Set ${proofUrl}=mysql://USER:PASSWORD@HOST:3306 in .env`,
        },
      ];
  }
}

function hasProofServer(env: NodeJS.ProcessEnv, folder: string): boolean {
  if (env[proofUrl] !== undefined) return env[proofUrl] !== '';
  const path = join(folder, '.env');
  return existsSync(path) && Boolean(parseEnv(readFileSync(path, 'utf8'))[proofUrl]);
}
