import { LockstepError } from '../errors.js';
import { toDialect } from './dialects.js';
import type { ConfigFields } from './project.js';

/** A config of a dialect that lockstep does not know. */
export class UnsupportedDialect extends LockstepError {
  readonly dialect: string;

  constructor(path: string, dialect: string) {
    super(`${path} uses the dialect ${JSON.stringify(dialect)}, which is not supported.`, {
      path,
      fix: 'Supported are postgresql, sqlite (also turso) and mysql.',
    });
    this.dialect = dialect;
  }
}

/** Checks what a config says, literal or evaluated. `path` is for messages. */
export function checkConfigFields(path: string, fields: Record<string, unknown>): ConfigFields {
  const { dialect, schema, out, casing } = fields;
  if (typeof dialect !== 'string') {
    throw new LockstepError(`${path} names no dialect.`, {
      path,
      fix: "Add dialect: 'postgresql', 'sqlite' or 'mysql' to the config.",
    });
  }
  if (toDialect(dialect) === null) {
    throw new UnsupportedDialect(path, dialect);
  }
  const schemas = typeof schema === 'string' ? [schema] : schema;
  if (!isStrings(schemas) || schemas.length === 0) {
    throw new LockstepError(`${path} names no schema.`, {
      path,
      fix: "Add the schema's file, folder or glob to the config: schema: './src/db/schema.ts'",
    });
  }
  if (out !== undefined && typeof out !== 'string') {
    throw new LockstepError(`${path}: out must be a path.`, { path, fix: "For example out: './drizzle'" });
  }
  return {
    dialect,
    schema: schemas,
    // drizzle-kit's own default (prepareGenerateConfig, 0.31.11).
    out: out ?? 'drizzle',
    casing: casing === 'camelCase' || casing === 'snake_case' ? casing : undefined,
  };
}

/** Whether a value is a list of texts. */
export function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
