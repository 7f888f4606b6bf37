import type { Dialect } from '../project/dialects.js';
import type { KitLine } from '../project/project.js';
import type { Snapshot } from './protocol.js';

/** drizzle-kit's serializer and differ for one dialect. */
export interface DialectKit {
  line: KitLine;
  /** The snapshot of a schema, from what its files export. */
  serialize(schema: Record<string, unknown>, casing: string | undefined): Promise<Snapshot>;
  /** The SQL statements that lead from one snapshot to another. Asks on the terminal where a rename is possible. */
  diff(from: Snapshot, to: Snapshot): Promise<string[]>;
  /** The whole schema at one of `files`, where these hold only what changed. */
  reconstruct(files: Record<string, Snapshot>, id: string): Promise<Snapshot>;
}

type Call = (...parameters: unknown[]) => unknown;

interface Names {
  module: string;
  serialize: string;
  diff: string;
  /** Which parameter of `serialize` is the casing; `null` where it is none. */
  casingAt: number | null;
}

/**
 * Where the functions are, by line and dialect.
 *
 * 0.31.11 (api.d.ts): all in `drizzle-kit/api`; `generateDrizzleJson(imports, prevId, schemaFilters, casing)` for
 * PostgreSQL, `(imports, prevId, casing)` for the others; `generateMigration(prev, cur)` for all.
 * 1.0, rc.4 and rc.5: `drizzle-kit/payload/<dialect>` has `generateDrizzleJson(imports, prevId)` and
 * `generateMigration(prev, cur)`; casing has moved into drizzle-orm.
 */
const names: Record<KitLine, Record<Dialect, Names>> = {
  journal: {
    postgresql: { module: './api.js', serialize: 'generateDrizzleJson', diff: 'generateMigration', casingAt: 3 },
    sqlite: {
      module: './api.js',
      serialize: 'generateSQLiteDrizzleJson',
      diff: 'generateSQLiteMigration',
      casingAt: 2,
    },
    mysql: { module: './api.js', serialize: 'generateMySQLDrizzleJson', diff: 'generateMySQLMigration', casingAt: 2 },
  },
  folders: {
    postgresql: {
      module: './payload-postgres.js',
      serialize: 'generateDrizzleJson',
      diff: 'generateMigration',
      casingAt: null,
    },
    sqlite: {
      module: './payload-sqlite.js',
      serialize: 'generateDrizzleJson',
      diff: 'generateMigration',
      casingAt: null,
    },
    mysql: {
      module: './payload-mysql.js',
      serialize: 'generateDrizzleJson',
      diff: 'generateMigration',
      casingAt: null,
    },
  },
};

/** The module of the installed drizzle-kit to load for a dialect, relative to its folder. */
export function apiModule(line: KitLine, dialect: Dialect): string {
  return names[line][dialect].module;
}

/** The functions for one dialect. `require` is that of a file inside the installed drizzle-kit. */
export function dialectKit(require: NodeJS.Require, line: KitLine, dialect: Dialect): DialectKit {
  const { module, serialize, diff, casingAt } = names[line][dialect];
  const loaded: unknown = require(module);
  const call = (name: string): Call => {
    const found = typeof loaded === 'object' && loaded !== null ? (loaded as Record<string, unknown>)[name] : undefined;
    if (typeof found !== 'function') throw new Error(`The installed drizzle-kit has no ${name}.`);
    return found as Call;
  };
  return {
    line,
    async serialize(schema, casing) {
      const parameters: unknown[] = [schema];
      if (casingAt !== null) parameters[casingAt] = casing;
      return checkedSnapshot(await call(serialize)(...parameters));
    },
    async diff(from, to) {
      const sql = await call(diff)(from, to);
      if (!Array.isArray(sql)) throw new Error(`${diff} of drizzle-kit gave no list of statements.`);
      return sql.map(String);
    },
    async reconstruct(files, id) {
      return checkedSnapshot(await call('reconstruct')(files, id));
    },
  };
}

function checkedSnapshot(value: unknown): Snapshot {
  if (typeof value !== 'object' || value === null) throw new Error('drizzle-kit gave no snapshot.');
  return { ...value };
}
