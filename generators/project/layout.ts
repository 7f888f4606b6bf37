import { posix } from 'node:path';
import { LockstepError } from '../../src/errors.js';

/** Where things lie in a generated project: paths relative to its root, with forward slashes. */
export interface Layout {
  /** As in the answers, normalised. */
  schema: string;
  out: string;
  schemaIsFile: boolean;
  /** The module that exports every table. */
  schemaEntry: string;
  /** The file with the first table. */
  usersFile: string;
  /** The folder of client, seed and queries. */
  database: string;
}

/**
 * Derives the layout from the two paths that are asked for. Throws a LockstepError (exit 2) when they do not go
 * together. The client lies beside the schema, as long as that is neither the root nor the whole of `src`.
 */
export function layoutOf(answers: { schema: string; out: string }): Layout {
  const schema = normalised(answers.schema, '--schema', 'src/db/schema');
  const out = normalised(answers.out, '--out', 'drizzle');
  const schemaIsFile = schema.endsWith('.ts');
  if (!schemaIsFile && posix.extname(schema) !== '') {
    fail(
      `--schema ${answers.schema} is neither a folder nor a .ts file`,
      'Give a folder like src/db/schema, or a file like src/db/schema.ts.',
    );
  }
  if (schema.endsWith('.d.ts')) {
    fail(`--schema ${answers.schema} is a declaration file: it holds no tables`, 'Give a file like src/db/schema.ts.');
  }
  checkOut(schema, out);
  return {
    schema,
    out,
    schemaIsFile,
    schemaEntry: schemaIsFile ? schema : `${schema}/index.ts`,
    usersFile: schemaIsFile ? schema : `${schema}/users.ts`,
    database: databaseFolder(schema),
  };
}

function databaseFolder(schema: string): string {
  const beside = posix.dirname(schema);
  if (beside !== '.' && beside !== 'src') return beside;
  return schema === 'src/db' ? 'src/database' : 'src/db';
}

/** Folders that git ignores or that belong to other tools: migrations in them would never be committed. */
const takenFolders = ['node_modules', '.git', '.data', 'dist', 'coverage', '.husky', '.github'];

function checkOut(schema: string, out: string): void {
  if (posix.extname(out) !== '') {
    fail(`--out ${out} looks like a file: migrations need a folder`, 'Give a folder like drizzle.');
  }
  for (const [flag, path] of [
    ['--schema', schema],
    ['--out', out],
  ] as const) {
    // What .gitignore names as `dist/` it means at any depth.
    const taken = path.split('/').find((name) => takenFolders.includes(name.toLowerCase()));
    if (taken !== undefined) {
      fail(`${flag} ${path} lies in ${taken}, which is not for sources`, 'Choose another folder.');
    }
  }
  const [a, b] = [`${schema.toLowerCase()}/`, `${out.toLowerCase()}/`];
  if (a === b) fail('--schema and --out are the same path', 'Choose another folder for --out, like drizzle.');
  if (a.startsWith(b)) {
    fail(
      `The schema (${schema}) lies inside the migrations folder (${out})`,
      'Choose a folder of its own for --out, like drizzle: drizzle-kit pull overwrites what lies in it.',
    );
  }
  if (b.startsWith(a)) {
    fail(
      `The migrations folder (${out}) lies inside the schema (${schema})`,
      'Choose a folder outside the schema for --out, like drizzle.',
    );
  }
}

const windowsName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * The paths end up in TypeScript, JSON, YAML, shell scripts, glob patterns and git attributes. Instead of quoting them
 * for each, they are held to letters, digits and `. _ - @ +`, which mean themselves in all of them.
 */
function normalised(path: string, flag: string, example: string): string {
  const shown = JSON.stringify(path);
  const fix = `Give a path inside the project, like ${flag} ${example}.`;
  if (path.trim() === '') fail(`${flag} is empty`, fix);
  if (path.includes('\\')) fail(`${flag} ${shown} has a backslash`, `Use forward slashes: ${flag} ${example}.`);
  if (path.startsWith('/') || /^[a-z]:/i.test(path)) fail(`${flag} ${shown} is absolute`, fix);
  const names = path
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/+$/, '')
    .split('/');
  for (const name of names) {
    if (name === '..') fail(`${flag} ${shown} leaves the project`, fix);
    if (name === '' || name === '.') fail(`${flag} ${shown} is not a plain path`, fix);
    if (!/^[A-Za-z0-9._@+-]+$/.test(name)) {
      fail(
        `${flag} ${shown} has a character that is not allowed`,
        `Use letters, digits and . _ - @ + only, like ${flag} ${example}.`,
      );
    }
    if (name.startsWith('-')) fail(`${flag} ${shown} has a name that starts with a dash`, fix);
    if (name.endsWith('.')) fail(`${flag} ${shown} has a name that ends in a dot`, fix);
    if (windowsName.test(name)) fail(`${flag} ${shown} has a name that Windows reserves: ${name}`, fix);
    if (name.length > 100) fail(`${flag} has a name longer than 100 characters`, fix);
  }
  return names.join('/');
}

/** The specifier that `from` imports `to` by; `.js`, as Node.js, tsc, tsx, vitest and drizzle-kit 0.31 all resolve it. */
export function importPath(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to).replace(/\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

function fail(message: string, fix: string): never {
  throw new LockstepError(`${message}.`, { exitCode: 2, fix });
}
