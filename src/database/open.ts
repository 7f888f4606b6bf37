import type { Dialect } from '../project/dialects.js';
import type { Engine } from './engine.js';
import { openMysql } from './mysql/engine.js';
import { NoEngine } from './packages.js';
import { openPglite } from './postgresql/engine.js';
import { extensionsNamedIn } from './postgresql/extensions.js';
import { openServer } from './postgresql/server.js';
import { openSqlite } from './sqlite/engine.js';

export interface OpenOptions {
  /** Where packages are looked for first: the project's own engine proves best. */
  projectFolder: string;
  /** The SQL that will be run: it says which extensions are needed. */
  sql?: Iterable<string>;
  /** Keeps an embedded database: a folder for PGlite, a file for libSQL. In memory where there is none. */
  keptAt?: string;
  /** The server for a scratch database: `LOCKSTEP_PROOF_URL`. One of another dialect is not for this project. */
  url?: string | undefined;
}

/** An empty database to try migrations on. LockstepError (exit 2) when there is no engine for the dialect. */
export async function openEngine(dialect: Dialect, options: OpenOptions): Promise<Engine> {
  return openers[dialect](options);
}

const openers: Record<Dialect, (options: OpenOptions) => Promise<Engine>> = {
  postgresql: ({ projectFolder, sql = [], keptAt, url }) => {
    const server = serverFor('postgresql', url);
    if (server !== null) return openServer({ projectFolder, url: server });
    return openPglite({
      projectFolder,
      extensions: extensionsNamedIn(sql),
      ...(keptAt === undefined ? {} : { folder: keptAt }),
    });
  },
  sqlite: ({ projectFolder, keptAt }) =>
    openSqlite({ projectFolder, ...(keptAt === undefined ? {} : { file: keptAt }) }),
  mysql: ({ projectFolder, url }) => {
    const server = serverFor('mysql', url);
    if (server !== null) return openMysql({ projectFolder, url: server });
    throw new NoEngine('There is no server to try MySQL migrations on: no engine for it runs in the process.', {
      fix: 'Set LOCKSTEP_PROOF_URL=mysql://USER:PASSWORD@HOST:3306 to a server on which lockstep may create and drop databases of its own.',
    });
  },
};

const protocols: Record<Dialect, string[]> = {
  postgresql: ['postgres:', 'postgresql:'],
  sqlite: [],
  mysql: ['mysql:', 'mariadb:'],
};

/** Whether lockstep can use a server of such an address at all, for a project of any dialect. */
export function isServerUrl(url: string): boolean {
  return Object.values(protocols).some((names) =>
    names.some((name) => url.startsWith(`${name}//`) && URL.canParse(url)),
  );
}

/** The address, where it is of a server of this dialect; else `null`. */
export function serverFor(dialect: Dialect, url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) && protocols[dialect].includes(new URL(url).protocol) ? url : null;
}
