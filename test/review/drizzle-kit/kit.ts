import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';

/** The generators of drizzle-kit by its own words: `turso` is SQLite on libSQL. */
export type Generator = 'postgresql' | 'mysql' | 'sqlite' | 'turso';
export type Schema = Record<string, unknown>;

/** What turns one kind of drizzle-kit's JSON statements into SQL. */
interface Convertor {
  can: (statement: unknown, dialect: string) => boolean;
  convert: (statement: { type: string }, ...rest: unknown[]) => string | string[];
}

type Serialize = (schema: Schema) => Promise<unknown>;
type Diff = (from: unknown, to: unknown) => Promise<string[]>;

interface Kit {
  generateDrizzleJson: Serialize;
  generateMigration: Diff;
  generateSQLiteDrizzleJson: Serialize;
  generateSQLiteMigration: Diff;
  generateMySQLDrizzleJson: Serialize;
  generateMySQLMigration: Diff;
  generateLibSQLMigration: Diff;
  convertors: Convertor[];
  answerWith: (answer: (choices: unknown[]) => unknown) => void;
}

/**
 * What drizzle-kit keeps to itself: its convertors, the generator of libSQL, and the prompt that asks whether something
 * was renamed, which needs a terminal. The names are those of the bundle of 0.31.11; another bundle fails here.
 */
const inside = `
module.exports.convertors = convertors;
module.exports.answerWith = (answer) => {
  import_hanji2 = { render: async ({ state, data }) => ({ status: 'submitted', data: answer((state ?? data).items) }) };
};
module.exports.generateLibSQLMigration = async (from, to) => {
  const squashed = [squashSqliteScheme(from), squashSqliteScheme(to)];
  const resolvers = [tablesResolver, columnsResolver, sqliteViewsResolver];
  return (await applyLibSQLSnapshotsDiff(...squashed, ...resolvers, from, to)).sqlStatements;
};`;

const require = createRequire(import.meta.url);
const kit = load(require.resolve('drizzle-kit/api'));
const generators: Record<Generator, [Serialize, Diff]> = {
  postgresql: [kit.generateDrizzleJson, kit.generateMigration],
  mysql: [kit.generateMySQLDrizzleJson, kit.generateMySQLMigration],
  sqlite: [kit.generateSQLiteDrizzleJson, kit.generateSQLiteMigration],
  turso: [kit.generateSQLiteDrizzleJson, kit.generateLibSQLMigration],
};
const converted = new Set<string>();
for (const convertor of kit.convertors) {
  const { convert } = convertor;
  convertor.convert = (statement, ...rest) => {
    converted.add(statement.type);
    return convert.call(convertor, statement, ...rest);
  };
}

export interface Written {
  /** The migration that makes the schema before. */
  setup: string;
  migration: string;
  /** The kinds of statements in the migration, as drizzle-kit names them: `alter_table_add_column`. */
  kinds: string[];
}

/**
 * What drizzle-kit writes for a change of a schema. What is new gets created beside what goes, or, with `renamed`, is
 * what has gone under another name, in the order of both.
 */
export async function write(generator: Generator, before: Schema, after: Schema, renamed: boolean): Promise<Written> {
  const [serialize, diff] = generators[generator];
  const [none, from, to] = await Promise.all([{}, before, after].map((schema) => serialize(schema)));
  kit.answerWith((choices) => (renamed ? choices[1] : choices[0]));
  const setup = await diff(none, from);
  converted.clear();
  const migration = await diff(from, to);
  const joined = (statements: string[]): string => statements.join('\n--> statement-breakpoint\n');
  return { setup: joined(setup), migration: joined(migration), kinds: [...converted] };
}

/**
 * The kinds of statements for which a generator has a convertor, as these test for them; for libSQL those that are not
 * written as for SQLite.
 */
export function kindsOf(generator: Generator): string[] {
  const kinds = kit.convertors.flatMap(({ can }) => {
    const named = [...String(can).matchAll(/"(\w+)"/g)].map(([, name = '']) => name);
    const types = named.filter((name) => name.includes('_'));
    // Those of enums name no dialect; only PostgreSQL's generator has these statements.
    const dialects = named.length === types.length ? ['postgresql'] : named;
    const isShared = generator === 'turso' && dialects.includes('sqlite');
    return dialects.includes(generator) && !isShared ? types : [];
  });
  return [...new Set(kinds)].sort();
}

function load(path: string): Kit {
  const module = { exports: {} as Kit };
  const silent = { ...console, log: () => undefined };
  const names = ['exports', 'require', 'module', '__filename', '__dirname', 'console'];
  const run = compileFunction(readFileSync(path, 'utf8') + inside, names, { filename: path });
  run(module.exports, createRequire(path), module, path, dirname(path), silent);
  return module.exports;
}
