import type { Dialect } from '../project/dialects.js';
import type { Snapshot } from './protocol.js';

/** drizzle-kit's serializer and differ for one dialect. */
export interface DialectKit {
  /** The snapshot of a schema, from what its files export. */
  serialize(schema: Record<string, unknown>, casing: string | undefined): Promise<Snapshot>;
  /** The SQL statements that lead from one snapshot to another. Asks on the terminal where a rename is possible. */
  diff(from: Snapshot, to: Snapshot): Promise<string[]>;
}

export interface KitApi {
  of(dialect: Dialect): DialectKit;
}

type Call = (...parameters: unknown[]) => unknown;

/**
 * The functions of `drizzle-kit/api` by dialect; the order of their parameters differs (0.31.11, api.d.ts):
 * `generateDrizzleJson(imports, prevId, schemaFilters, casing)` for PostgreSQL, `(imports, prevId, casing)` for the
 * others; `generateMigration(prev, cur)` for all.
 */
const names: Record<Dialect, { serialize: string; diff: string; casingAt: number }> = {
  postgresql: { serialize: 'generateDrizzleJson', diff: 'generateMigration', casingAt: 3 },
  sqlite: { serialize: 'generateSQLiteDrizzleJson', diff: 'generateSQLiteMigration', casingAt: 2 },
  mysql: { serialize: 'generateMySQLDrizzleJson', diff: 'generateMySQLMigration', casingAt: 2 },
};

/** Loads the API of the installed drizzle-kit. `require` is that of a file inside its package. */
export function kitApi(require: NodeJS.Require): KitApi {
  const loaded: unknown = require('./api.js');
  const call = (name: string): Call => {
    const found = typeof loaded === 'object' && loaded !== null ? (loaded as Record<string, unknown>)[name] : undefined;
    if (typeof found !== 'function') throw new Error(`The installed drizzle-kit has no ${name}.`);
    return found as Call;
  };
  return {
    of(dialect) {
      const { serialize, diff, casingAt } = names[dialect];
      return {
        async serialize(schema, casing) {
          const parameters: unknown[] = [schema];
          parameters[casingAt] = casing;
          return checkedSnapshot(await call(serialize)(...parameters));
        },
        async diff(from, to) {
          const sql = await call(diff)(from, to);
          if (!Array.isArray(sql)) throw new Error(`${diff} of drizzle-kit gave no list of statements.`);
          return sql.map(String);
        },
      };
    },
  };
}

function checkedSnapshot(value: unknown): Snapshot {
  if (typeof value !== 'object' || value === null) throw new Error('drizzle-kit gave no snapshot.');
  return { ...value };
}
